"""Fills the rows of the home page, so that the page only reads."""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from apps.catalog import facets
from apps.catalog.models import Genre, HomeRow, HomeRowEntry, Movie, MovieQuerySet

# More than a page shows: whom a profile's limit hides films from still sees a full row.
KEPT = 40
# A film may stand in this many rows at the head of a row before others are preferred there.
SHOWN = 10
FEWEST = 4
# Votes that a film needs to be called top rated; where nothing has them, the row stays away.
ENOUGH_VOTES = 50

DEFAULT_GENRES = ["Science Fiction", "Comedy", "Animation", "Crime", "Documentary"]
DEFAULT_DECADES = [1970, 1950]


def ensure_default_rows() -> None:
    """Gives a new site its rows; a site whose curators have rows, even switched off, keeps those."""
    if HomeRow.objects.exists():
        return
    genres = {genre.name: genre for genre in Genre.objects.filter(name__in=DEFAULT_GENRES)}
    kinds = HomeRow.Kind
    rows = [
        HomeRow(title=str(kind.label), kind=kind)
        for kind in (kinds.TRENDING, kinds.POPULAR, kinds.NOW, kinds.NEWEST, kinds.TOP_RATED)
    ]
    rows += [HomeRow(title=name, kind=kinds.GENRE, genre=genres[name]) for name in DEFAULT_GENRES if name in genres]
    rows += [HomeRow(title=f"The {decade}s", kind=kinds.DECADE, decade=decade) for decade in DEFAULT_DECADES]
    rows.append(HomeRow(title="Free to watch and share", kind=kinds.FREE))
    for position, row in enumerate(rows):
        row.position = position * 10
    HomeRow.objects.bulk_create(rows)


@transaction.atomic
def fill_home_rows() -> None:
    """Writes the entries of every enabled row again. Films that stand in a row above come later in the ones below,
    but for those of a row that is chosen by hand, which is shown as it was chosen."""
    shown: set[int] = set()
    HomeRowEntry.objects.all().delete()
    for row in HomeRow.objects.filter(enabled=True):
        is_chosen = row.kind == HomeRow.Kind.CHOSEN
        ids = _fresh_first(_film_ids(row), set() if is_chosen else shown)
        if len(ids) < (1 if is_chosen else FEWEST):
            continue
        shown.update(ids[:SHOWN])
        HomeRowEntry.objects.bulk_create(
            HomeRowEntry(row=row, movie_id=movie_id, position=position) for position, movie_id in enumerate(ids)
        )


def _fresh_first(ids: Iterable[int], shown: set[int]) -> list[int]:
    return sorted(dict.fromkeys(ids), key=lambda movie_id: movie_id in shown)[:KEPT]


def _film_ids(row: HomeRow) -> Sequence[int]:
    films = Movie.objects.filter(adult=False)
    select = _KINDS[HomeRow.Kind(row.kind)]
    # Twice as many as are kept, since films of the rows above move to the end.
    return list(select(films, row).values_list("pk", flat=True)[: KEPT * 2])


def _chart(films: MovieQuerySet, row: HomeRow) -> MovieQuerySet:
    return films.filter(chart_entries__chart=row.kind).order_by("chart_entries__rank", "pk")


def _newest(films: MovieQuerySet, row: HomeRow) -> MovieQuerySet:
    today = timezone.localdate()
    return films.filter(release_key__lte=today.year * 10_000 + today.month * 100 + today.day).sorted_by("newest")


def _top_rated(films: MovieQuerySet, row: HomeRow) -> MovieQuerySet:
    return films.filter(vote_count__gte=ENOUGH_VOTES).sorted_by("rating")


def _chosen(films: MovieQuerySet, row: HomeRow) -> MovieQuerySet:
    return films.filter(chosen_in__row=row).order_by("chosen_in__position", "chosen_in__pk")


def _of_genre(films: MovieQuerySet, row: HomeRow) -> MovieQuerySet:
    return facets.of_genre(films, row.genre_id or 0).sorted_by("popularity")


_KINDS: dict[HomeRow.Kind, Callable[[MovieQuerySet, HomeRow], MovieQuerySet]] = {
    HomeRow.Kind.TRENDING: _chart,
    HomeRow.Kind.NOW: _chart,
    HomeRow.Kind.UPCOMING: _chart,
    HomeRow.Kind.POPULAR: lambda films, row: films.sorted_by("popularity"),
    HomeRow.Kind.NEWEST: _newest,
    HomeRow.Kind.TOP_RATED: _top_rated,
    HomeRow.Kind.GENRE: _of_genre,
    HomeRow.Kind.DECADE: lambda films, row: films.in_decade(row.decade or 0).sorted_by("popularity"),
    HomeRow.Kind.FREE: lambda films, row: films.filter(freely_licensed=True).sorted_by("popularity"),
    HomeRow.Kind.CHOSEN: _chosen,
}
