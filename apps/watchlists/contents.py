"""What is on a list, for one viewer: narrowed down, sorted, counted."""

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from django.core.cache import cache
from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.http import QueryDict

from apps.accounts.models import Profile
from apps.catalog.filters import decade_choices
from apps.catalog.genres import genre_choices, genre_id
from apps.catalog.models import Movie
from apps.core.caching import CACHE_ERRORS
from apps.core.paging import QuickPaginator
from apps.watchlists.forms import LENGTHS, SORTS
from apps.watchlists.models import Entry, EntryQuerySet, Watchlist

PER_PAGE = 30
SUMS_SECONDS = 600
FILM_FIELDS = tuple(f"movie__{name}" for name in Movie.objects.none().CARD_FIELDS)


class Sums(NamedTuple):
    films: int
    minutes: int


class Choice(NamedTuple):
    value: str
    label: str
    is_chosen: bool


class Wanted(NamedTuple):
    """What somebody asked of a list by the query of the address. What is not understood is left out."""

    sort: str = "order"
    genre: str = ""
    decade: str = ""
    length: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "Wanted":
        allowed = {name: {value for value, _, _ in choices} for name, choices in cls().choices().items()}
        found = {name: given.get(name, "") for name in allowed}
        return cls(**{name: value for name, value in found.items() if value in allowed[name] and value})

    @property
    def narrows(self) -> bool:
        return bool(self.genre or self.decade or self.length)

    def choices(self) -> dict[str, list[Choice]]:
        offered = {
            "sort": SORTS,
            "genre": [("", "Any genre"), *genre_choices()],
            "decade": [("", "Any decade"), *((str(decade), label) for decade, label in decade_choices())],
            "length": LENGTHS,
        }
        return {
            name: [Choice(value, label, value == getattr(self, name)) for value, label in pairs]
            for name, pairs in offered.items()
        }

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        if self.genre:
            links = Movie.genres.through.objects.filter(movie_id=OuterRef("movie_id"), genre_id=genre_id(self.genre))
            entries = entries.filter(Exists(links))
        if self.decade:
            entries = entries.filter(movie__year__gte=int(self.decade), movie__year__lt=int(self.decade) + 10)
        if self.length:
            entries = entries.filter(movie__runtime__lte=int(self.length))
        return entries


class CountedPaginator(QuickPaginator):
    """Knows the count from elsewhere."""

    count: int = 0  # type: ignore[assignment]


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


def page_of(watchlist: Watchlist, viewer: Profile | None, wanted: Wanted, number: str | None) -> Page[Entry]:
    """The nearest sensible page, its films with what a card shows of them."""
    entries = wanted.narrow(watchlist.entries.visible_to(viewer)).sorted_by(wanted.sort)
    paginator = QuickPaginator(entries, PER_PAGE, refine=_with_films)
    if not wanted.narrows:
        paginator = CountedPaginator(entries, PER_PAGE, refine=_with_films)
        paginator.count = sums_of(watchlist, viewer).films
    return paginator.get_page(number)


def _with_films(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.select_related("movie", "added_by").only(
        "position", "note", "watchlist_id", "added_at", "added_by__name", *FILM_FIELDS
    )
