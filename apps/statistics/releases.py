"""When the films on one's lists come out: by country, and by how they reach their public."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from apps.accounts.models import Profile
from apps.catalog.models import Movie, ReleaseDate
from apps.watchlists.models import Entry, Watchlist

KINDS = {
    "premiere": ReleaseDate.Kind.PREMIERE,
    "limited": ReleaseDate.Kind.LIMITED,
    "cinema": ReleaseDate.Kind.THEATRICAL,
    "digital": ReleaseDate.Kind.DIGITAL,
    "disc": ReleaseDate.Kind.PHYSICAL,
    "tv": ReleaseDate.Kind.TV,
}
SLUGS = {kind: slug for slug, kind in KINDS.items()}
MOST_LISTS = 200
_CARD = [f"movie__{name}" for name in Movie.objects.all().CARD_FIELDS]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which releases. `lists` are ids of watchlists that `profile` may edit; `kinds` empty: all of them."""

    profile: Profile
    lists: Collection[int]
    country: str
    kinds: Collection[int] = ()


class Release(NamedTuple):
    """A film that comes out; several rows of one day and kind are one, their notes together."""

    movie: Movie
    kind: ReleaseDate.Kind
    on: date
    notes: tuple[str, ...]
    earlier: int  # days before this one on which the film came out in this way, in this country

    @property
    def kind_slug(self) -> str:
        return SLUGS[self.kind]


def lists_of(profile: Profile) -> list[Watchlist]:
    """Those whose films a profile's calendar shows: its own, and those it edits with others. `filled` says if any."""
    rows = Watchlist.objects.editable_by(profile).select_related("profile")
    filled = Exists(Entry.objects.filter(watchlist=OuterRef("pk")))
    found = rows.annotate(filled=filled).order_by("-is_main", "name", "pk")[:MOST_LISTS]
    return sorted(found, key=lambda watchlist: watchlist.profile_id != profile.pk)


def rows_of(choice: Choice) -> QuerySet[ReleaseDate]:
    visible = Movie.objects.visible_to(choice.profile).filter(pk=OuterRef("movie_id"))
    rows = ReleaseDate.objects.filter(Exists(visible), movie__in=_listed(choice), country=choice.country)
    rows = rows.filter(kind__in=choice.kinds) if choice.kinds else rows
    return rows.order_by("date", "movie__sort_title", "movie", "kind", "id")


def releases(rows: QuerySet[ReleaseDate], limit: int) -> list[Release]:
    """Those of the first `limit` rows, with their films; one query."""
    before = (
        ReleaseDate.objects.filter(
            movie=OuterRef("movie"), country=OuterRef("country"), kind=OuterRef("kind"), date__lt=OuterRef("date")
        )
        .order_by()
        .values("movie")
        .annotate(days=Count("date", distinct=True))
        .values("days")
    )
    counted = rows.annotate(earlier=Coalesce(Subquery(before), 0)).select_related("movie")
    return list(
        _joined(counted.only("movie_id", "country", "kind", "date", "note", "movie__updated_at", *_CARD)[:limit])
    )


def _joined(rows: Iterable[ReleaseDate]) -> Iterator[Release]:
    for _, alike in groupby(rows, key=lambda row: (row.date, row.movie_id, row.kind)):
        first, *others = alike
        notes = tuple(dict.fromkeys(row.note for row in (first, *others) if row.note))
        yield Release(first.movie, ReleaseDate.Kind(first.kind), first.date, notes, first.earlier)


def undated(choice: Choice, limit: int) -> tuple[Sequence[Movie], int]:
    """The first of the films that have no such date in this country, by title, and how many they are."""
    dates = ReleaseDate.objects.filter(movie=OuterRef("pk"), country=choice.country)
    dates = dates.filter(kind__in=choice.kinds) if choice.kinds else dates
    films = Movie.objects.visible_to(choice.profile).filter(~Exists(dates), pk__in=_listed(choice))
    total = Window(Count("pk"))
    found = list(films.annotate(total=total).order_by("sort_title", "id").as_cards()[:limit])
    return found, found[0].total if found else 0


def _listed(choice: Choice) -> QuerySet[Entry, int]:
    return Entry.objects.filter(watchlist__in=choice.lists).order_by().values_list("movie", flat=True)


def month_of(release: Release) -> date:
    return release.on.replace(day=1)
