"""What other apps' pages show of one's diary. To a visitor, whose pages are kept for all, nothing."""

from collections.abc import Collection, Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.catalog.models import Movie
from apps.core.late import later
from apps.core.templatetags.core import icon
from apps.diary import rows
from apps.diary.marks import Count, Mark, fill
from apps.diary.models import Viewing
from apps.diary.stars import printed

register = template.Library()
SHOWN_OF_A_FILM = 5


register.filter("as_stars", printed)
register.simple_tag(rows.of_day, name="films_of_day")


@register.simple_tag(takes_context=True)
def diary_lines(context: Context, viewings: Iterable[Viewing]) -> SafeString:
    """The viewings as list items; what is changed leads back to the page."""
    return rows.lines(viewings, context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def seen_mark(context: Context, movie_id: int) -> SafeString | str:
    """A sign beside a film that stands in the diary. All of a page are asked for together."""
    request = _signed_in(context)
    return later(request, fill, Mark(movie_id)) if request else ""


@register.simple_tag(takes_context=True)
def seen_of(context: Context, movie_ids: Collection[int], also: int | None = None) -> SafeString | str:
    """ "Seen 2 of 6", of films that this viewer may see; `also` is one more of them."""
    request = _signed_in(context)
    ids = frozenset({*movie_ids, also} - {None})
    return later(request, fill, Count(ids)) if request and ids else ""


@register.filter
def ids_of(movies: Collection[Movie]) -> list[int]:
    return [movie.pk for movie in movies]


@register.simple_tag(takes_context=True)
def log_button(context: Context, movie: Movie) -> SafeString | str:
    """ "Log this film", or when it was seen last; either way to the form that logs it."""
    request = _signed_in(context)
    if not request:
        return ""
    viewings = _of_film(request, movie)
    url = reverse("diary_log", args=[movie.pk])
    if not viewings:
        return format_html('<a class="button" href="{}" data-dialog>{}Log this film</a>', url, icon("notebook-pen"))
    last = viewings[0].watched_on
    words = f"Seen on {last.day} {last:%b} {last.year}" if last else "Seen"
    return format_html(
        '<a class="button" href="{}" data-dialog>{}{}<span class="visually-hidden">. Log it again</span></a>',
        url, icon("check"), words,
    )  # fmt: skip


@register.inclusion_tag("diary/_film.html", takes_context=True)
def film_viewings(context: Context, movie: Movie) -> dict[str, Any]:
    """What the diary says of a film: the last viewings, each with a way to change it."""
    request = _signed_in(context)
    viewings = _of_film(request, movie) if request else []
    return {"viewings": viewings[:SHOWN_OF_A_FILM], "times": len(viewings), "movie": movie}


def _signed_in(context: Context) -> HttpRequest | None:
    request: HttpRequest | None = context.get("request")
    return request if getattr(request, "profile", None) else None


def _of_film(request: HttpRequest, movie: Movie) -> list[Viewing]:
    """Asked once for the button and the list of a page."""
    known: dict[int, list[Viewing]] = request.__dict__.setdefault("viewings_of_films", {})
    if movie.pk not in known:
        profile = request.profile  # type: ignore[attr-defined]
        rows = Viewing.objects.of(profile).filter(movie=movie)
        known[movie.pk] = list(rows.latest_first().only("watched_on", "rewatch", "half_stars", "place", "companion"))
    return known[movie.pk]
