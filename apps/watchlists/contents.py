"""What is on a list, for one viewer: narrowed down, sorted, counted."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from django.core.cache import cache
from django.core.paginator import Page
from django.db.models import Count, QuerySet, Sum

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.catalog.narrowing import marked
from apps.core.caching import CACHE_ERRORS
from apps.core.paging import QuickPaginator
from apps.watchlists.models import Entry, EntryQuerySet, Watchlist
from apps.watchlists.wanted import Wanted

PER_PAGE = 25
SUMS_SECONDS = 600
FILM_FIELDS = tuple(f"movie__{name}" for name in Movie.objects.none().CARD_FIELDS)


class Sums(NamedTuple):
    films: int
    minutes: int


class EntryPaginator(QuickPaginator):
    """A page in one query, whose inner one reads ids alone; `known` is the count where that is known already."""

    def __init__(self, entries: EntryQuerySet, wanted: Wanted, known: int | None) -> None:
        super().__init__(entries, PER_PAGE)
        self.wanted = wanted
        if known is not None:
            self.count = known

    def _rows(self, start: int, end: int) -> list[Any]:
        ids = self.queryset.values("pk")[start:end]
        rows = Entry.objects.filter(pk__in=ids).sorted_by(self.wanted.sort)
        return list(_with_films(marked(rows, self.wanted.viewer)))


def sums_of(watchlist: Watchlist, viewer: Profile | None) -> Sums:
    """How many films of the list the viewer sees, and their length together."""
    return sums_for([watchlist], viewer)[watchlist.pk]


def sums_for(lists: Iterable[Watchlist], viewer: Profile | None) -> dict[int, Sums]:
    """The same for several lists, in one query at most: what was counted is kept until a list changes."""
    keys = {watchlist.pk: _key_of(watchlist, viewer) for watchlist in lists}
    found: dict[str, tuple[int, int]] = {}
    with suppress(*CACHE_ERRORS):
        found = cache.get_many(keys.values())
    unknown = {pk: key for pk, key in keys.items() if key not in found}
    if unknown:
        counted = _count(unknown, viewer)
        new = {key: tuple(counted.get(pk, (0, 0))) for pk, key in unknown.items()}
        with suppress(*CACHE_ERRORS):
            cache.set_many(new, SUMS_SECONDS)
        found |= new
    return {pk: Sums(*found[key]) for pk, key in keys.items()}


def _key_of(watchlist: Watchlist, viewer: Profile | None) -> str:
    changed = int(watchlist.updated_at.timestamp() * 1_000_000)
    limit = f"{viewer.highest_age}-{viewer.shows_unrated}" if viewer else "visitor"
    return f"watchlist-sums:{watchlist.pk}:{changed}:{limit}"


def _count(ids: Iterable[int], viewer: Profile | None) -> dict[int, Sums]:
    rows = Entry.objects.filter(watchlist__in=list(ids)).visible_to(viewer).order_by().values_list("watchlist_id")
    counted = rows.annotate(films=Count("pk"), minutes=Sum("movie__runtime"))
    return {pk: Sums(films, minutes or 0) for pk, films, minutes in counted}


def page_of(watchlist: Watchlist, wanted: Wanted, number: str | None) -> Page[Entry]:
    """The nearest sensible page, its films with what a card shows of them."""
    entries = wanted.narrow(watchlist.entries.visible_to(wanted.viewer)).sorted_by(wanted.sort)
    known = None if wanted.narrows else sums_of(watchlist, wanted.viewer).films
    return EntryPaginator(entries, wanted, known).get_page(number)


def _with_films(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.select_related("movie", "added_by").only(
        "position", "note", "watchlist_id", "added_at", "added_by__name", *FILM_FIELDS
    )
