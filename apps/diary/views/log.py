"""A film goes into the diary, is changed there, and comes out again. Each page is also the content of a dialog."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from apps.catalog.models import Movie
from apps.core.answers import way_back
from apps.diary.actions import change_viewing, log_viewing, remove_viewing
from apps.diary.forms import ViewingForm
from apps.diary.models import Viewing, ViewingQuerySet
from apps.diary.undo import offer_undo, undo_removal
from apps.watchlists.actions import remove_entry
from apps.watchlists.models import Entry, EntryQuerySet, Watchlist

EARLIER = 5  # earlier viewings named beside the form
WORDS_REMEMBERED, ROWS_LOOKED_AT = 12, 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, movie: int) -> HttpResponse:
    """The form that logs a film, today by default."""
    film = get_object_or_404(Movie.objects.visible_to(request.profile), pk=movie)
    earlier = list(_own(request).filter(movie=film).latest_first()[: EARLIER + 1])
    back = way_back(request, film.get_absolute_url())
    given = request.POST if request.method == "POST" else None
    form = ViewingForm(given, initial={"watched_on": timezone.localdate(), "rewatch": bool(earlier)})
    if form.is_valid():
        try:
            viewing = log_viewing(profile=request.profile, movie=film, by=request.profile, **form.facts())
        except ValidationError as error:
            form.say(error)
        else:
            messages.success(request, f"{film.title} is in your diary, {_day_of(viewing)}.")
            return _after_logging(request, viewing, back)
    context = {"movie": film, "earlier": earlier[:EARLIER], "has_more": len(earlier) > EARLIER}
    return _form_page(request, form, back, "diary/log", **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def viewing(request: HttpRequest, pk: int) -> HttpResponse:
    """One viewing, to change or to remove."""
    row = get_object_or_404(_own(request).with_films(), pk=pk)
    back = way_back(request, reverse("diary"))
    form = ViewingForm(request.POST) if request.method == "POST" else ViewingForm.of(row)
    if form.is_valid():
        try:
            change_viewing(viewing=row, by=request.profile, facts=form.facts())
        except ValidationError as error:
            form.say(error)
        else:
            messages.success(request, f"{row.movie.title} is changed.")
            return _go(request, back)
    return _form_page(request, form, back, "diary/viewing", viewing=row, movie=row.movie)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_own(request).select_related("movie"), pk=pk)
    back = way_back(request, reverse("diary"))
    remove_viewing(viewing=row, by=request.profile)
    offer_undo(request, row, back=back)
    return redirect(back)


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Brings back what was removed last."""
    back = reverse("diary")
    try:
        restored, back = undo_removal(request)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if restored:
            messages.success(request, f"{restored.movie.title} is back in your diary.")
        else:
            messages.warning(request, "There is nothing to bring back.")
    return redirect(back)


@never_cache
@require_safe
def logged(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whether a film that has been watched should stay on the lists that it is on."""
    row = get_object_or_404(_own(request).with_films(), pk=pk)
    back = way_back(request, row.movie.get_absolute_url())
    entries = list(_on_lists(request, row))
    if not entries:
        return _go(request, back)
    template = "diary/_logged.html" if request.htmx else "diary/logged.html"
    return render(request, template, {"viewing": row, "movie": row.movie, "entries": entries, "next": back})


@require_POST
def take_off(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Takes the film that was watched off a list."""
    row = get_object_or_404(_own(request).select_related("movie"), pk=pk)
    listed = get_object_or_404(_on_lists(request, row), pk=entry)
    remove_entry(entry=listed, by=request.profile)
    messages.success(request, f"{row.movie.title} is off {listed.watchlist}.")
    back = way_back(request, row.movie.get_absolute_url())
    return redirect(_asking(row, back) if _on_lists(request, row).exists() else back)


def _own(request: HttpRequest) -> ViewingQuerySet:
    return Viewing.objects.visible_to(request.profile)


def _on_lists(request: HttpRequest, row: Viewing) -> EntryQuerySet:
    """Where the film stands on lists that one may take it off."""
    lists = Watchlist.objects.editable_by(request.profile)
    return Entry.objects.filter(movie=row.movie_id, watchlist__in=lists).select_related("watchlist").order_by("pk")


def _after_logging(request: HttpRequest, row: Viewing, back: str) -> HttpResponse:
    return redirect(_asking(row, back)) if _on_lists(request, row).exists() else _go(request, back)


def _asking(row: Viewing, back: str) -> str:
    return f"{reverse('diary_logged', args=[row.pk])}?{urlencode({'next': back})}"


def _go(request: HttpRequest, back: str) -> HttpResponse:
    """On to `back`, the whole page of it also when a dialog asked."""
    return HttpResponseClientRedirect(back) if request.htmx else redirect(back)


def _form_page(request: HttpRequest, form: ViewingForm, back: str, template: str, **context: Any) -> HttpResponse:
    places, companions = _remembered(request)
    context |= {"form": form, "next": back, "places": places, "companions": companions}
    name = f"{template}.html" if not request.htmx else f"{template.replace('/', '/_')}.html"
    return render(request, name, context, status=422 if form.errors else 200)


def _remembered(request: HttpRequest) -> tuple[list[str], list[str]]:
    """Where and with whom one watched lately, to choose again."""
    rows = _own(request).dated().order_by("-watched_on", "-id")
    pairs = list(rows.values_list("place", "companion")[:ROWS_LOOKED_AT])
    places, companions = (list(dict.fromkeys(pair[side] for pair in pairs if pair[side])) for side in (0, 1))
    return places[:WORDS_REMEMBERED], companions[:WORDS_REMEMBERED]


def _day_of(row: Viewing) -> str:
    return date_format(row.watched_on, "j F Y") if row.watched_on else "without a date"
