"""Finds out what a file is, by what is in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from apps.core.tables import NotImportable, Part, Record, read_records
from apps.transfers.formats import imdb, letterboxd, mapped, own, tmdb_table, trakt
from apps.transfers.formats.parts import Limits, parts_of
from apps.transfers.formats.readers import Readable
from apps.transfers.formats.rows import Damaged, Kind, Row

FORMATS = {
    "letterboxd": "Letterboxd",
    "imdb": "IMDb",
    "trakt": "Trakt",
    "tmdb": "TMDB",
    "notflix": "Notflix",
    "csv": "A table of your own",
}
HEAD = 2_048
NOTHING = (
    "There is nothing in this file that tells of films. Send the export of Letterboxd, IMDb, Trakt or TMDB, or a CSV."
)


@dataclass(slots=True)
class Source:
    """`format` is one of FORMATS; `unmapped` is the table whose columns somebody has to name first; `profiles` are the
    people of our own export, of whom one is read."""

    format: str
    limits: Limits
    readables: list[Readable] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unmapped: Part | None = None
    profiles: dict[int, str] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """May raise NotImportable on the way: what an archive holds shows when it is read."""
        every = (row for readable in self.readables for row in readable.rows())
        yield from islice(every, self.limits.rows)
        if next(every, None) is not None:
            raise NotImportable(f"There are more than {self.limits.rows:,} lines. Send the file in pieces.")


def open_source(
    opened: Callable[[], BinaryIO],
    name: str,
    *,
    limits: Limits,
    mapping: mapped.Columns | None = None,
    profile: int | None = None,
) -> Source:
    """`opened` opens the uploaded file; `name` is asked only where the contents do not tell."""
    parts = parts_of(opened, name, limits)
    if own.is_own(parts):
        people = own.profiles_of(parts)
        return Source("notflix", limits, own.readables(parts, people, profile), profiles=people)
    if len(parts) == 1:
        return _of_one(parts[0], limits, mapping)
    return _of_several(parts, limits)


def _of_one(part: Part, limits: Limits, mapping: mapped.Columns | None) -> Source:
    kind = mapping.kind if mapping else None
    if mapping and mapping.columns:
        return Source("csv", limits, [mapped.readable(part, mapping)])
    if _is_json(part):
        trakt.must_be_trakt(part)
        return Source("trakt", limits, [trakt.readable_document(part, kind=kind, has_history=False)])
    first = _first_record(part)
    found = _table(part, first, in_archive=False, kind=kind)
    if found:
        return Source(found[0], limits, [found[1]])
    if len(first.cells) < 2 and not _might_be_titles(first):
        raise NotImportable(NOTHING)
    return Source("csv", limits, unmapped=part)


def _of_several(parts: list[Part], limits: Limits) -> Source:
    formats: dict[str, Source] = {}
    left_out: list[str] = []
    for part in parts:
        found = None if letterboxd.is_left_out(part) else _of_member(part, parts)
        if found is None:
            left_out.append(part.name)
        else:
            formats.setdefault(found[0], Source(found[0], limits)).readables.append(found[1])
    if not formats:
        raise NotImportable(NOTHING)
    if len(formats) > 1:
        names = " and ".join(FORMATS[name] for name in formats)
        raise NotImportable(f"This archive holds files of {names}. Send one after the other.")
    source = next(iter(formats.values()))
    source.left_out = left_out
    return source


def _of_member(part: Part, parts: list[Part]) -> tuple[str, Readable] | None:
    try:
        if _is_json(part):
            if not trakt.is_document(part):
                return None
            history = trakt.has_history(parts)
            return "trakt", trakt.readable_document(part, kind=None, has_history=history)
        if part.name.casefold().endswith((".csv", ".txt", ".tsv")):
            return _table(part, _first_record(part), in_archive=True, kind=None)
    except Damaged:
        raise
    except NotImportable:
        return None  # a file of an archive that tells of no film, such as a profile
    return None


def _table(part: Part, first: Record, *, in_archive: bool, kind: Kind | None) -> tuple[str, Readable] | None:
    """What table it is by its headings, and how it is read."""
    headings = {" ".join(cell.split()).casefold() for cell in first.cells}
    if found := letterboxd.readable(part, first, in_archive=in_archive, kind=kind):
        return "letterboxd", found
    if found := imdb.readable(part, headings, kind=kind):
        return "imdb", found
    if found := trakt.readable(part, headings, kind=kind):
        return "trakt", found
    if found := tmdb_table.readable(part, headings, kind=kind):
        return "tmdb", found
    return None


def _first_record(part: Part) -> Record:
    first = next(read_records(part), None)
    if first is None:
        raise NotImportable(f"There is nothing in {part.name or 'this file'}.")
    if first.fault:
        raise NotImportable(f"{NOTHING} Line {first.line}: {first.fault}")
    if sum(not cell.isprintable() for cell in first.cells) > len(first.cells) // 2:
        raise NotImportable(NOTHING)
    return first


def _might_be_titles(first: Record) -> bool:
    """A table of one column is one when its heading says so."""
    return bool(first.cells) and " ".join(first.cells[0].split()).casefold() in mapped.COLUMNS["title"]


def _is_json(part: Part) -> bool:
    with part.open() as file:
        head = file.read(HEAD)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")
