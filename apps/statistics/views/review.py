"""A year in review: for its owner, and for whoever has its link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import Profile
from apps.statistics import actions
from apps.statistics.kept import figures_of
from apps.statistics.milestones import BEST_SHOWN, milestones_of
from apps.statistics.models import SharedReview
from apps.statistics.panels import charts_of
from apps.statistics.views.statistics import check_year

CHARTS_SHOWN = ("months", "months-hours", "ratings", "decades")
FAVOURITES = (("genre", "Genre"), ("decade", "Decade"), ("country", "Country"), ("language", "Language"))


@never_cache
@require_safe
def review(request: HttpRequest, year: int) -> HttpResponse:
    check_year(year)
    context = _context(request.profile, year, viewer=request.profile)
    context["may_share"] = not request.profile.for_child
    shared = SharedReview.objects.filter(profile=request.profile, year=year).first()
    context["shared_url"] = shared and request.build_absolute_uri(reverse("shared_review", args=[shared.secret]))
    return render(request, "statistics/review.html", context)


@require_POST
def share(request: HttpRequest, year: int) -> HttpResponse:
    check_year(year)
    if request.profile.for_child:
        raise PermissionDenied("A child's year stays in the household.")
    actions.share_review(profile=request.profile, year=year, by=request.profile)
    messages.success(request, "Whoever has the link can look at this year now.")
    return redirect("review", year)


@require_POST
def stop_sharing(request: HttpRequest, year: int) -> HttpResponse:
    check_year(year)
    actions.stop_sharing_review(profile=request.profile, year=year, by=request.profile)
    messages.success(request, "The link leads nowhere any more.")
    return redirect("review", year)


@login_not_required
@never_cache
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """One year, counted and with its posters; no note, no place, no company, no other day of the diary."""
    rows = SharedReview.objects.with_secret(secret).select_related("profile__highest_rating")
    found = get_object_or_404(rows)
    context = _context(found.profile, found.year, viewer=request.profile)
    response = render(request, "statistics/shared_review.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key: no site that a link leads to is told it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _context(profile: Profile, year: int, *, viewer: Profile | None) -> dict[str, Any]:
    figures = figures_of(profile, year)
    return {
        "owner": profile,
        "year": year,
        "figures": figures,
        "kinds": FAVOURITES,
        "charts": [chart for chart in charts_of(figures) if chart.slug in CHARTS_SHOWN],
        "milestones": milestones_of(profile, year, viewer=viewer, best=BEST_SHOWN),
    }
