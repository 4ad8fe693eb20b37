"""Pieces: the files of an export, each written a batch at a time."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

BATCH = 500
FILM = ("movie__title", "movie__original_title", "movie__year", "movie__tmdb_id", "movie__imdb_id")

Chunk = tuple[int, str | bytes]  # how many rows it holds, and their text, or what is no text
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the archive. `rows` is how many its chunks will hold together, as far as one can tell beforehand."""

    name: str
    rows: int
    chunks: Callable[[], Iterable[Chunk]]


def told(rows: QuerySet[Any], *fields: str) -> Iterator[list[Told]]:
    """The rows in their order, as dictionaries of `fields`, a batch at a time.

    Only the ids are kept, eight bytes each. No cursor stays open: progress is written between two batches.
    """
    ids = array("q", rows.values_list("pk", flat=True).iterator())
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        found = {row["pk"]: row for row in rows.model._default_manager.filter(pk__in=some).values("pk", *fields)}
        yield [found[pk] for pk in some if pk in found]  # a row may go while we write


def film_of(row: Told) -> Told:
    """How a film is named in the export: by all that another site may know it by."""
    return {name.removeprefix("movie__"): row[name] for name in FILM}


def as_json(name: str, value: Any) -> Piece:
    """A small document."""
    return Piece(name, 1, lambda: [(1, f"{dumped(value, indent=2)}\n")])


def as_array(name: str, rows: int, batches: Callable[[], Iterator[list[Told]]]) -> Piece:
    """One object a row."""
    return Piece(name, rows, lambda: array_chunks(batches()))


def array_chunks(batches: Iterable[list[Told]]) -> Iterator[Chunk]:
    before = "[\n"
    for batch in batches:
        if batch:
            yield len(batch), before + ",\n".join(dumped(row) for row in batch)
            before = ",\n"
    yield 0, "[]\n" if before == "[\n" else "\n]\n"


class _Exact(DjangoJSONEncoder):
    """Django's cuts moments to milliseconds; what comes back should be what was there."""

    def default(self, o: Any) -> Any:
        return o.isoformat().replace("+00:00", "Z") if isinstance(o, datetime) else super().default(o)


def dumped(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, cls=_Exact, ensure_ascii=False, indent=indent)
