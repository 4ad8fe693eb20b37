"""TMDB's daily id export: every film it has, a JSON object a line, about a million of them.

Films that we do not hold come in with the little that a line says; of films that we hold only the popularity changes.
Adult films and what TMDB calls videos (recordings of concerts, extras of discs) stay out.
"""

import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from apps.catalog.actions.rows import ensure_default_rows, fill_home_rows
from apps.catalog.models import Movie, SearchEntry, SyncRun
from apps.catalog.names import slug_of, sort_title_of
from apps.catalog.search import index_movies
from apps.catalog.search.documents import document, place_of
from apps.catalog.search.indexing import add_documents
from apps.catalog.tmdb.runs import Run, recorded

NAME = "id export"
BATCH = 25_000
LOG_PAGES = 40_000  # of 4 kB
LONGEST_LINE = 10_000  # bytes
LARGEST_ID = 2**31 - 1
LONGEST_TITLE = 300
_GZIP = b"\x1f\x8b"


class ExportedFilm(NamedTuple):
    tmdb_id: int
    title: str
    popularity: float


class BadLine(ValueError):
    """A line that is no film of the export; says why."""


def import_export(file: Path, step: Callable[[int, int], None]) -> SyncRun:
    """Reads the whole file, from where an interrupted run of the same file stopped. OSError when it cannot be read.

    `step` is told how many bytes of the file are read, of how many.
    """
    size = file.stat().st_size
    with _long_writing(), recorded(NAME) as run, _opened(file) as (lines, position):
        identity = f"{file.name}:{size}:{file.stat().st_mtime_ns}"
        first = run.cursor.get("line", 0) if run.cursor.get("file") == identity else 0
        for _ in islice(lines, first):
            pass
        number = first
        while batch := list(islice(lines, BATCH)):
            number += len(batch)
            _import_batch(run, batch, number - len(batch) + 1, {"file": identity, "line": number})
            step(position(), size)
        ensure_default_rows()
        fill_home_rows()
    return run.row


@contextmanager
def _long_writing() -> Iterator[None]:
    """Tunes SQLite for a long writer: no map of the file, which serves readers and would fill a small machine's memory;
    and the log goes into the file after several batches, for most pages of an index are written by each of them."""
    if connection.vendor != "sqlite":
        yield
        return
    tuned = {"mmap_size": 0, "wal_autocheckpoint": LOG_PAGES}
    with connection.cursor() as cursor:
        before = {name: row[0] for name in tuned if (row := cursor.execute(f"PRAGMA {name}").fetchone())}
        _tune(cursor, tuned)
        try:
            yield
        finally:
            _tune(cursor, before)


def _tune(cursor: CursorWrapper, values: dict[str, int]) -> None:
    for name, value in values.items():
        cursor.execute(f"PRAGMA {name} = {value}")


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Iterator[bytes], Callable[[], int]]]:
    """The lines of a plain or compressed file, and how far the reading has come in it."""
    with file.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw
        yield _lines(stream), lambda: os.lseek(raw.fileno(), 0, os.SEEK_CUR)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Lines of a bounded length: a file without line ends must not fill the memory."""
    while line := stream.readline(LONGEST_LINE):
        yield line


def _import_batch(run: Run, lines: list[bytes], first: int, cursor: dict[str, Any]) -> None:
    films: dict[int, ExportedFilm] = {}
    bad: list[str] = []
    for number, line in enumerate(lines, first):
        try:
            film = parse_line(line)
        except BadLine as error:
            bad.append(f"line {number}: {error}")
            continue
        if film is not None:
            films[film.tmdb_id] = film
    with transaction.atomic():
        _store(films)
        run.row.failed += len(bad)
        if bad:
            run.note("; ".join(bad[:3]) + (f" and {len(bad) - 3} more" if len(bad) > 3 else ""))
        run.advance(len(films), cursor)


def parse_line(line: bytes) -> ExportedFilm | None:
    """None for a film that stays out. BadLine for anything else than a film."""
    if not line.strip():
        return None
    try:
        data = json.loads(line)
    except ValueError:
        raise BadLine("not JSON") from None
    if not isinstance(data, dict):
        raise BadLine("not an object")
    if data.get("adult") or data.get("video"):
        return None
    return ExportedFilm(_id_of(data), _title_of(data), _popularity_of(data))


def _id_of(data: dict[str, Any]) -> int:
    value = data.get("id")
    if type(value) is not int or not 0 < value <= LARGEST_ID:
        raise BadLine("no id")
    return value


def _title_of(data: dict[str, Any]) -> str:
    value = data.get("original_title")
    # A lone surrogate and NUL are JSON but not text that a database takes.
    title = value.encode("utf-8", "ignore").decode().replace("\0", "").strip() if isinstance(value, str) else ""
    if not title:
        raise BadLine("no title")
    return title[:LONGEST_TITLE]


def _popularity_of(data: dict[str, Any]) -> float:
    value = data.get("popularity")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return 0.0
    return float(value)


def _store(films: dict[int, ExportedFilm]) -> None:
    held = {tmdb_id: (pk, popularity) for tmdb_id, pk, popularity in _held(films)}
    _insert([film for tmdb_id, film in films.items() if tmdb_id not in held])
    changed = {
        held[tmdb_id][0]: (held[tmdb_id][1], film.popularity)
        for tmdb_id, film in films.items()
        if tmdb_id in held and held[tmdb_id][1] != film.popularity
    }
    _change_popularity(changed)


def _held(tmdb_ids: Iterable[int]) -> list[tuple[int, int, float]]:
    """TMDB id, primary key and popularity of those that we hold."""
    # One parameter: a list of ten thousand would leave a statement of a megabyte in the cache for each batch.
    vendor = connection.vendor
    sql = (
        f"SELECT tmdb_id, id, popularity FROM {Movie._meta.db_table}"  # noqa: S608
        f" WHERE tmdb_id IN (SELECT {_JSON_VALUE[vendor]} FROM {_JSON_ROWS[vendor]})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(tmdb_ids))])
        rows: list[tuple[int, int, float]] = cursor.fetchall()
    return rows


def _insert(films: list[ExportedFilm]) -> None:
    """Writes new films and their search entries."""
    if not films:
        return
    columns, constants = _columns()
    rows = [
        [film.tmdb_id, film.title, film.title, slug_of(film.title), sort_title_of(film.title), film.popularity]
        for film in films
    ]
    # By sort title: what lies together in the two largest indexes is written together.
    rows.sort(key=itemgetter(4))
    given = ", ".join(
        _JSON_COLUMN[connection.vendor].format(at=at, kind=kind) for at, kind in enumerate(_GIVEN.values())
    )
    sql = (
        f"INSERT INTO {Movie._meta.db_table} ({', '.join([*_GIVEN, *columns])})"  # noqa: S608
        f" SELECT {given}, {', '.join(['%s'] * len(constants))} FROM {_JSON_ROWS[connection.vendor]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants, json.dumps(rows)])
    pks = {tmdb_id: pk for tmdb_id, pk, _ in _held(film.tmdb_id for film in films)}
    documents = (document(pks[film.tmdb_id], film.popularity, [film.title]) for film in films)
    add_documents(SearchEntry.Kind.MOVIE, (row for row in documents if row is not None))


# What a line gives, with its type on PostgreSQL; the other columns are the same for every film.
_GIVEN = {
    "tmdb_id": "integer",
    "title": "text",
    "original_title": "text",
    "slug": "text",
    "sort_title": "text",
    "popularity": "double precision",
}
# One parameter for the whole batch: a million instances of the model would take four times as long.
_JSON_COLUMN = {"sqlite": "json_extract(value, '$[{at}]')", "postgresql": "(value->>{at})::{kind}"}
_JSON_VALUE = {"sqlite": "value", "postgresql": "(value #>> '{}')::integer"}
_JSON_ROWS = {"sqlite": "json_each(%s)", "postgresql": "json_array_elements(%s::json) AS value"}


def _columns() -> tuple[list[str], list[Any]]:
    """The columns that a line does not give, and what a new film has in them."""
    blank = Movie(source=Movie.Source.TMDB)
    blank.derive()
    blank.created_at = blank.updated_at = timezone.now()
    values = {
        field.column: field.get_db_prep_save(getattr(blank, field.attname), connection)
        for field in Movie._meta.concrete_fields
        if field.column and field.column not in _GIVEN and not field.primary_key and not field.generated
    }
    return list(values), list(values.values())


def _change_popularity(changed: dict[int, tuple[float, float]]) -> None:
    """`changed`: before and after by film."""
    if not changed:
        return
    table, vendor = Movie._meta.db_table, connection.vendor
    pk, popularity = (
        _JSON_COLUMN[vendor].format(at=at, kind=kind) for at, kind in enumerate(("bigint", "double precision"))
    )
    sql = f"UPDATE {table} SET popularity = {popularity} FROM {_JSON_ROWS[vendor]} WHERE {table}.id = {pk}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps([[film, after] for film, (_, after) in changed.items()])])
    index_movies(film for film, (before, after) in changed.items() if place_of(film, before) != place_of(film, after))
