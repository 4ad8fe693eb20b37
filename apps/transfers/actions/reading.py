"""Reads the file of an import and finds the film of each line, in portions; a killed worker's are gone on with."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.diary.actions import ViewingDraft, check_draft
from apps.transfers.actions.bringing_items import bucket_of, note_faults
from apps.transfers.elsewhere import Elsewhere
from apps.transfers.files import source_of
from apps.transfers.formats import Kind, NotImportable, Row
from apps.transfers.matching import Found, match
from apps.transfers.models import Import, ImportedBucket, ImportedList, ImportRow

PORTION = 500
State = ImportRow.State
LIKED = "Liked films"


class Brought(NamedTuple):
    """What the lines name, each by its key."""

    lists: dict[str, ImportedList]
    buckets: dict[str, ImportedBucket]


def read(imported: Import) -> None:
    """Reads the lines that are not read yet, and looks again for the films of those that are unknown when all are."""
    elsewhere = Elsewhere(imported.profile)
    try:
        if imported.options.get("is_read"):
            _look_again(imported, elsewhere)
        else:
            _read_file(imported, elsewhere)
    except NotImportable as error:
        with transaction.atomic():
            imported.rows.all().delete()
            imported.lists.all().delete()
            imported.buckets.all().delete()
            imported.end(Import.State.FAILED, error=str(error)[:500])
        imported.drop_file()
        return
    options = imported.options | {"is_read": True}
    imported.end(Import.State.PREVIEW, options=options, notice=elsewhere.notice, finished_at=None)


def _read_file(imported: Import, elsewhere: Elsewhere) -> None:
    # The whole file is read once before anything is written: what is wrong with it as a whole shows now.
    source = source_of(imported)
    total = sum(1 for _ in source.rows())
    # Another person of the same export may have more, and can be chosen.
    if not total and not imported.is_of_several:
        raise NotImportable("There is no film in this file.")
    known = imported.rows.count()
    imported.beat(known, total)
    brought = Brought(
        {made.key: made for made in imported.lists.all()}, {made.key: made for made in imported.buckets.all()}
    )
    for first, portion in _portions(islice(source.rows(), known, None), known):
        _take(imported, first, portion, brought, elsewhere)


def _portions(rows: Iterator[Row], known: int) -> Iterator[tuple[int, list[Row]]]:
    first = known + 1
    while portion := list(islice(rows, PORTION)):
        yield first, portion
        first += len(portion)


def _take(imported: Import, first: int, rows: list[Row], brought: Brought, elsewhere: Elsewhere) -> None:
    note_faults(rows)
    wanted = [row for row in rows if not row.faults and not row.not_a_film and row.has_film]
    found = elsewhere.settle(wanted, match(wanted, viewer=imported.profile), lambda: imported.beat(first - 1))
    of_row = dict(zip(map(id, wanted), found, strict=True))
    with transaction.atomic():
        ImportRow.objects.bulk_create(
            _made(imported, number, row, of_row.get(id(row), Found()), brought)
            for number, row in enumerate(rows, first)
        )
        imported.beat(first - 1 + len(rows))


def _made(imported: Import, number: int, row: Row, found: Found, brought: Brought) -> ImportRow:
    made = ImportRow(
        source=imported,
        number=number,
        file=row.file[:200],
        line=row.line,
        kind=row.kind.value,
        title=row.title,
        year=row.year,
        date=row.date,
        fields=_fields(row),
    )
    fault = " ".join(row.faults) or _fault_of(made)
    if row.not_a_film or fault:
        made.state = State.SKIPPED if row.not_a_film else State.BAD
        made.reason = (row.not_a_film or fault)[:300]
    else:
        settle(made, found)
    made.brings = _list_of(imported, row, brought.lists)
    made.goes_into = bucket_of(imported, row, brought.buckets)
    return made


def settle(row: ImportRow, found: Found) -> None:
    """Writes down what matching found. Not saved."""
    row.movie_id, row.candidates = found.movie_id, found.candidates
    if found.movie_id or row.kind == Kind.ITEM:  # a copy needs no film
        row.state = State.MATCHED
    else:
        row.state = State.AMBIGUOUS if found.is_near else State.UNKNOWN


def _fields(row: Row) -> dict[str, Any]:
    """What a line says beyond the columns, as far as it says anything."""
    names = ("tmdb_id", "imdb_id", "half_stars", "rewatch", "text", "spoiler", "place", "companion", "position",
             "is_empty", "item")  # fmt: skip
    told = {name: value for name in names if (value := getattr(row, name))}
    return told | ({"moment": row.moment.isoformat()} if row.moment else {})


def _fault_of(row: ImportRow) -> str:
    """What the diary would refuse, said before anything is taken in."""
    if row.kind not in (Kind.DIARY, Kind.WATCHED):
        return ""
    try:
        check_draft(draft_of(row))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def draft_of(row: ImportRow, showing: int | None = None) -> ViewingDraft:
    told = row.fields
    return ViewingDraft(
        movie_id=row.movie_id or 0,
        watched_on=row.date if row.kind == Kind.DIARY else None,
        half_stars=told.get("half_stars"),
        rewatch=told.get("rewatch", False),
        note=told.get("text", ""),
        place=told.get("place", ""),
        companion=told.get("companion", ""),
        showing=showing,
    )


def _list_of(imported: Import, row: Row, lists: dict[str, ImportedList]) -> ImportedList | None:
    if row.kind not in (Kind.LIST, Kind.LIKE) and not row.list_is_main:
        return None
    name = LIKED if row.kind == Kind.LIKE else row.list_name or "Imported list"
    key = (row.list_key or name)[:200]
    if key not in lists:
        # Who saw it where it comes from are not those who are here: private, until somebody chooses otherwise.
        was = row.list_visibility if row.list_visibility in ImportedList.Visibility.values else ""
        lists[key] = ImportedList.objects.create(
            source=imported, key=key, name=name, description=row.list_text, was=was, is_main=row.list_is_main
        )
    return lists[key]


def _look_again(imported: Import, elsewhere: Elsewhere) -> None:
    unknown = imported.rows.filter(state=State.UNKNOWN)
    imported.beat(0, unknown.count())
    last = done = 0
    while portion := list(unknown.filter(number__gt=last).order_by("number")[:PORTION]):
        wanted = [_wanted(row) for row in portion]
        found = elsewhere.settle(wanted, match(wanted, viewer=imported.profile), partial(imported.beat, done))
        _write_found(portion, found)
        last, done = portion[-1].number, done + len(portion)
        imported.beat(done)


def _write_found(rows: Sequence[ImportRow], found: Sequence[Found]) -> None:
    for row, one in zip(rows, found, strict=True):
        settle(row, one)
    ImportRow.objects.bulk_update(rows, ["movie", "candidates", "state"], batch_size=100)


def _wanted(row: ImportRow) -> Any:
    told = row.fields
    return SimpleNamespace(title=row.title, year=row.year, tmdb_id=told.get("tmdb_id"), imdb_id=told.get("imdb_id", ""))
