"""Films of lists become rows: what a list knows of a film, written in a few queries for any number of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from apps.catalog.models import Genre, MergedMovie, Movie
from apps.catalog.tmdb.parts import BATCH, fill, link, touch
from apps.catalog.tmdb.payloads import MovieItem

LIST_FIELDS = [
    "tmdb_id", "source", "title", "original_title", "original_language", "overview", "release_date", "year", "adult",
    "poster_path", "backdrop_path", "popularity", "vote_average", "vote_count", "slug", "sort_title", "release_key",
]  # fmt: skip


@dataclass(slots=True)
class Written:
    """The row of each film, and which of them are new or have changed."""

    rows: dict[int, Movie] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)


def write_items(items: Iterable[MovieItem]) -> Written:
    """Makes or updates a row for each film; does not derive what follows from other tables.

    A film that curators have merged into another stands for that one, whose facts it leaves alone.
    """
    by_id = {item.tmdb_id: item for item in items}
    if not by_id:
        return Written()
    merged = merged_into(by_id)
    by_id = {tmdb_id: item for tmdb_id, item in by_id.items() if tmdb_id not in merged}
    held = {row.tmdb_id: row for row in Movie.objects.select_for_update().filter(tmdb_id__in=by_id).order_by("pk")}
    new, changed = [], []
    for tmdb_id, item in sorted(by_id.items()):
        row = held.get(tmdb_id)
        if row is None:
            new.append(fresh(item))
        elif fill_from_item(row, item):
            changed.append(row)
    create(new, LIST_FIELDS)
    touch(changed, timezone.now())
    Movie.objects.bulk_update(changed, [*LIST_FIELDS, "updated_at"], batch_size=50)
    rows = {row.tmdb_id: row for row in [*held.values(), *new] if row.tmdb_id}
    linked = _link_genres(rows, by_id)
    return Written(rows | merged, {row.pk for row in [*new, *changed]} | linked)


def merged_into(tmdb_ids: Iterable[int]) -> dict[int, Movie]:
    """The kept films of those that curators have merged, by the TMDB ids that led to the duplicates."""
    merged = MergedMovie.objects.filter(tmdb_id__in=list(tmdb_ids)).select_related("movie")
    return {row.tmdb_id: row.movie for row in merged if row.tmdb_id is not None}


def create(rows: Sequence[Movie], fields: Sequence[str]) -> None:
    """Inserts films; one that another process has inserted meanwhile takes on our facts instead of failing."""
    Movie.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["tmdb_id"],
        update_fields=[name for name in fields if name != "tmdb_id"],
    )


def fresh(item: MovieItem) -> Movie:
    row = Movie(tmdb_id=item.tmdb_id, source=Movie.Source.TMDB)
    fill_from_item(row, item)
    return row


def fill_from_item(row: Movie, item: MovieItem) -> bool:
    """Whether anything changed. What TMDB does not say leaves a text or a figure that we have as it is."""
    facts: dict[str, Any] = {
        "source": Movie.Source.TMDB,
        "title": item.title,
        "adult": item.adult,
        "poster_path": item.poster_path,  # one that TMDB has taken back is gone from its servers, too
        "backdrop_path": item.backdrop_path,
        **_known(
            original_title=item.original_title,
            original_language=item.original_language,
            overview=item.overview,
            popularity=item.popularity,
            vote_average=item.vote_average,
            vote_count=item.vote_count,
        ),
        **_date_facts(row, item),
    }
    if not fill(row, facts):
        return False
    row.derive()
    return True


def _known(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def _date_facts(row: Movie, item: MovieItem) -> dict[str, Any]:
    """A year that a curator has locked goes with the date that it follows from."""
    if row.is_curated("year"):
        return {}
    if item.release_date is not None:
        return {"release_date": item.release_date}
    if row.release_date is not None:
        return {"release_date": None, "year": None}
    return {}


def _link_genres(rows: dict[int, Movie], items: dict[int, MovieItem]) -> set[int]:
    """Ids of the films whose genres have changed. Those that a curator has locked do not."""
    known = {
        tmdb_id: pk
        for tmdb_id, pk in Genre.objects.filter(tmdb_id__isnull=False).values_list("tmdb_id", "pk")
        if tmdb_id is not None
    }
    wanted = {
        rows[tmdb_id].pk: [known[genre] for genre in item.genre_ids if genre in known]
        for tmdb_id, item in items.items()
        if item.genre_ids is not None and not rows[tmdb_id].is_curated("genres")
    }
    return link("genres", {movie_id: genres for movie_id, genres in wanted.items() if genres})


def held_ids(tmdb_ids: Iterable[int]) -> dict[int, int]:
    """Our ids of those of the films that we hold, by their TMDB ids."""
    wanted = list(tmdb_ids)
    rows = Movie.objects.filter(tmdb_id__in=wanted).values_list("tmdb_id", "pk")
    held = {tmdb_id: pk for tmdb_id, pk in rows if tmdb_id is not None}
    return held | {tmdb_id: movie.pk for tmdb_id, movie in merged_into(wanted).items()}
