"""The home page, and what search engines ask for first. Error pages are Django's own with our templates."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.catalog.actions.rows import KEPT
from apps.catalog.genres import genre_name
from apps.catalog.models import HomeRow, Movie
from apps.core.page_cache import cached_for_visitors
from apps.core.templatetags.core import runtime

CARDS_IN_ROW = 10
# Rows of the first answer; the ones further down come when one scrolls there, or from a link.
ROWS_AT_ONCE = 6
# Entries are read beyond what is shown, since some may be hidden from who asks.
ENTRIES_READ = CARDS_IN_ROW + 4
HERO_ROWS = 3


class Row(NamedTuple):
    title: str
    url: str
    movies: list[Movie]


@login_not_required
@require_safe
@cached_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    start = _start(request)
    rows, has_more = _rows(request, start)
    if start and "HX-Request" in request.headers:
        return render(request, "_home_rows.html", _shown(rows, start, has_more))
    hero = _hero(rows) if not start else None
    context = _shown(rows, start, has_more, without=hero)
    if hero is not None:
        context["hero"] = hero
        context["facts"] = [hero.year, runtime(hero.runtime), genre_name(hero.lead_genre_id), hero.director_names]
    return render(request, "home.html", context)


def _start(request: HttpRequest) -> int:
    given = request.GET.get("from", "")
    return min(int(given), 1000) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _rows(request: HttpRequest, start: int) -> tuple[list[Row], bool]:
    """The rows from `start` on with their films, and whether more follow: two queries, however many rows there are."""
    filled = HomeRow.objects.filter(enabled=True, entries__isnull=False).distinct().select_related("genre")
    chosen = list(filled.order_by("position", "pk")[start : start + ROWS_AT_ONCE + 1])
    shown = chosen[:ROWS_AT_ONCE]
    films: dict[int, list[Movie]] = {row.pk: [] for row in shown}
    # The films come with their place in a row, not the place with its film: that halves the objects to make.
    visible = Movie.objects.visible_to(request.profile).filter(
        home_entries__row__in=shown, home_entries__position__lt=_entries_read(request)
    )
    placed = visible.annotate(row_id=F("home_entries__row_id"), place=F("home_entries__position"))
    for movie in placed.only(*Movie.objects.all().CARD_FIELDS, "backdrop_path").order_by("row_id", "place"):
        films[movie.row_id].append(movie)
    rows = [Row(row.title, _row_url(row), films[row.pk]) for row in shown if films[row.pk]]
    return rows, len(chosen) > ROWS_AT_ONCE


def _entries_read(request: HttpRequest) -> int:
    """A child's row is filled from further down: much of its head may be hidden."""
    return KEPT if request.profile is not None and request.profile.for_child else ENTRIES_READ


def _row_url(row: HomeRow) -> str:
    """The browse page of the same films, "" where there is none."""
    queries = {
        HomeRow.Kind.POPULAR: {"sort": "popularity"},
        HomeRow.Kind.NEWEST: {"sort": "newest"},
        HomeRow.Kind.TOP_RATED: {"sort": "rating"},
        HomeRow.Kind.GENRE: {"genre": row.genre.slug if row.genre else ""},
        HomeRow.Kind.DECADE: {"decade": row.decade},
    }
    query = queries.get(HomeRow.Kind(row.kind))
    return f"{reverse('movies')}?{urlencode(query)}" if query else ""


def _shown(rows: list[Row], start: int, has_more: bool, without: Movie | None = None) -> dict[str, object]:
    shown = [row._replace(movies=[movie for movie in row.movies if movie != without][:CARDS_IN_ROW]) for row in rows]
    return {"rows": shown, "more_from": start + ROWS_AT_ONCE if has_more else None, "start": start}


def _hero(rows: list[Row]) -> Movie | None:
    """A film of the first rows, another each day; one with a wide picture where there is one."""
    films = list(dict.fromkeys(movie for row in rows[:HERO_ROWS] for movie in row.movies[:CARDS_IN_ROW]))
    candidates = [movie for movie in films if movie.backdrop_path] or films
    if not candidates:
        return None
    chosen = candidates[timezone.localdate().toordinal() % len(candidates)]
    return Movie.objects.get(pk=chosen.pk)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /search/",
        "Disallow: /api/",
        # Filters combine without end; the plain list and the pages of films say it all.
        "Disallow: /movies/?*&",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
