"""The private feed of release dates: its page, and what a calendar program reads at its secret address."""

import hashlib
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.visits import too_many
from apps.statistics import actions
from apps.statistics.forms import CalendarForm
from apps.statistics.ical import calendar_of
from apps.statistics.models import ReleaseFeed
from apps.statistics.releases import lists_of, releases, rows_of
from apps.statistics.views.calendar import without_nul

MOST_EVENTS = 500
DAYS_BACK = 60
ASKED_AT_MOST, GUESSED_AT_MOST, WITHIN = 60, 30, 3600  # times within so many seconds
KEPT_SECONDS = 900


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """The page about the feed; POST switches it on."""
    if request.method == "POST":
        actions.open_feed(profile=request.profile, by=request.profile)
        messages.success(request, "Your feed is on. Give its address to your calendar program.")
        return redirect("calendar_feed")
    found = ReleaseFeed.objects.filter(profile=request.profile).first()
    return render(request, "statistics/feed.html", {"feed": found, "address": found and feed_address(request, found)})


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    actions.renew_feed(profile=request.profile, by=request.profile)
    messages.success(request, "The feed has a new address. The old one leads nowhere any more.")
    return redirect("calendar_feed")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    actions.close_feed(profile=request.profile, by=request.profile)
    messages.success(request, "The feed is off. Its address leads nowhere any more.")
    return redirect("calendar_feed")


@login_not_required
@require_safe
def events(request: HttpRequest, secret: str) -> HttpResponse:
    """What the calendar program reads. Narrowed down by the same words as the page, of which it ignores wrong ones."""
    found = ReleaseFeed.objects.with_secret(secret).select_related("profile__highest_rating").first()
    if found is None:
        if too_many(request, "feed-guessed", allowed=GUESSED_AT_MOST, seconds=WITHIN):
            return _too_often()
        raise Http404("No feed has this address.")
    if too_many(request, f"feed-{found.pk}", allowed=ASKED_AT_MOST, seconds=WITHIN):
        return _too_often()
    body = _body(request, found)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=response) or response
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="films.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


def feed_address(request: HttpRequest, found: ReleaseFeed) -> str:
    return request.build_absolute_uri(reverse("calendar_events", args=[found.secret]))


def _body(request: HttpRequest, found: ReleaseFeed) -> bytes:
    choice = CalendarForm(without_nul(request.GET), profile=found.profile, lists=lists_of(found.profile)).choice()
    since = timezone.localdate() - timedelta(days=DAYS_BACK)
    coming = releases(rows_of(choice).filter(date__gte=since), MOST_EVENTS)
    return calendar_of(coming, choice.country, request.build_absolute_uri)


def _too_often() -> HttpResponse:
    response = HttpResponse("This is asked for too often. Try again in an hour.\n", "text/plain; charset=utf-8", 429)
    response["Retry-After"] = str(WITHIN)
    return response
