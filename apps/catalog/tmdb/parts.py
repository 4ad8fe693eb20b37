"""Makes the rows that belong to a film exactly those of an answer, writing only what differs."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from apps.catalog.models import Movie

Row = TypeVar("Row", bound=models.Model)

BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A film's row as it was just written. A new one has nothing yet that would have to be read and compared."""

    movie: Movie
    is_new: bool

    def held(self, model: type[Row]) -> Iterable[Row]:
        """The rows of `model` that belong to the film so far."""
        return () if self.is_new else model._default_manager.filter(movie=self.movie).order_by("pk")

    def is_open(self, field: str) -> bool:
        """Whether no curator has locked the field."""
        return not self.movie.is_curated(field)


def replace_rows(
    existing: Iterable[Row],
    wanted: Iterable[Row],
    *,
    key: Callable[[Row], Hashable],
    compared: Sequence[str] = (),
) -> None:
    """`existing` become `wanted`. `key` tells rows apart as their constraint does; `compared` are the other fields."""
    old = {key(row): row for row in existing}
    new = {key(row): row for row in wanted}
    _delete([row for found, row in old.items() if found not in new])
    changed = [old[found] for found, row in new.items() if found in old and _take_over(old[found], row, compared)]
    _update(changed, compared)
    _create([row for found, row in new.items() if found not in old])


def _take_over(row: models.Model, source: models.Model, fields: Sequence[str]) -> bool:
    differing = [name for name in fields if getattr(row, name) != getattr(source, name)]
    for name in differing:
        setattr(row, name, getattr(source, name))
    return bool(differing)


def _delete(rows: list[Row]) -> None:
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _update(rows: list[Row], fields: Sequence[str]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, fields, batch_size=100)


def _create(rows: list[Row]) -> None:
    if rows:
        # Another process may store the same film: what it has written is as good as ours.
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def link(field: str, wanted: dict[int, Sequence[Any]], *, are_new: bool = False) -> set[int]:
    """Makes the links of a many-to-many field of films those of `wanted` (movie id: ids, in their order).

    The ids of the films whose links have changed. `are_new`: they have none so far.
    """
    if not wanted:
        return set()
    relation = Movie._meta.get_field(field)
    through = getattr(Movie, field).through
    column = f"{relation.m2m_reverse_field_name()}_id"  # type: ignore[union-attr]
    held = {} if are_new else _held(through, column, wanted)
    differing = [movie_id for movie_id, others in wanted.items() if list(others) != held.get(movie_id, [])]
    if not held.keys().isdisjoint(differing):
        through.objects.filter(movie_id__in=differing).delete()
    links = [through(movie_id=movie_id, **{column: other}) for movie_id in differing for other in wanted[movie_id]]
    if links:
        through.objects.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)
    return set(differing)


def _held(through: Any, column: str, movie_ids: Iterable[int]) -> dict[int, list[Any]]:
    """What each film that has any is linked to, in the order of the links."""
    held = defaultdict(list)
    rows = through.objects.filter(movie_id__in=list(movie_ids)).order_by("pk")
    for movie_id, other in rows.values_list("movie_id", column):
        held[movie_id].append(other)
    return held


def fill(row: Any, facts: dict[str, Any]) -> bool:
    """Sets the fields of `facts` that no curator has locked; whether any of them changed."""
    changed = False
    for field, value in facts.items():
        if field not in row.curated_fields and getattr(row, field) != value:
            setattr(row, field, value)
            changed = True
    return changed


def touch(rows: Iterable[Any], now: datetime) -> None:
    """bulk_update leaves auto_now fields as they are."""
    for row in rows:
        row.updated_at = now
