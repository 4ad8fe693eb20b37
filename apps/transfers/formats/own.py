"""Our own export (docs/adr/0010): notflix.json names the version; what a profile has is in JSON below profiles/."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from apps.core.tables import NotImportable, Part
from apps.transfers.formats import values
from apps.transfers.formats.own_buckets import read_items
from apps.transfers.formats.own_objects import film_row, half_stars, objects, text
from apps.transfers.formats.parts import MB
from apps.transfers.formats.readers import Readable, checked
from apps.transfers.formats.rows import Kind, Row

MANIFEST, VERSION = "notflix.json", 1
BUCKETS = "buckets.json"
LONGEST_PERSON = 80
MAIN_NAME = "Watchlist"  # what the main list is called as long as nobody calls it anything else
LARGEST_NUMBER = 2**31 - 1


def is_own(parts: list[Part]) -> bool:
    return any(part.name == MANIFEST for part in parts)


def profiles_of(parts: list[Part]) -> dict[int, str]:
    """The people of the export, by their numbers; at least one."""
    return _people(next(part for part in parts if part.name == MANIFEST))


def readables(parts: list[Part], people: dict[int, str], profile: int | None) -> list[Readable]:
    """The parts of one profile: that of the given number, else of the first."""
    by_name = {part.name: part for part in parts}
    chosen = profile if profile in people else next(iter(people))
    readers: dict[str, Callable[[Part], Iterator[Row]]] = {
        "viewings.json": _viewings, "watchlists.json": _watchlists, "reviews.json": _reviews,
    }  # fmt: skip
    names = {f"profiles/{chosen}/{name}": reader for name, reader in readers.items()}
    if chosen == next(iter(people)):
        names[BUCKETS] = read_items  # of the account, so they come with its first person
    return [Readable(by_name[name], partial(read, by_name[name])) for name, read in names.items() if name in by_name]


def _people(manifest: Part) -> dict[int, str]:
    with manifest.open() as file:
        content = file.read(MB)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise NotImportable("notflix.json in this archive cannot be read. Make the export anew.") from None
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise NotImportable("This export was made by a newer Notflix than this one. Update this site first.")
    profiles = told.get("profiles")
    listed = profiles if isinstance(profiles, list) else []
    people = {
        number: values.text_of(text(row, "name"), LONGEST_PERSON) or f"Profile {number}"
        for row in listed
        if isinstance(row, dict) and type(number := row.get("number")) is int and 0 < number <= LARGEST_NUMBER
    }
    if not people:
        raise NotImportable("This export has no profile in it.")
    return people


def _viewings(part: Part) -> Iterator[Row]:
    for number, element in objects(part):
        row = film_row(Kind.DIARY, part, number, element.get("film"))
        row.date = values.date_of(text(element, "watched_on"), row.faults)
        row.half_stars = half_stars(element)
        row.rewatch = element.get("rewatch") is True
        row.text = values.text_of(text(element, "note"), values.LONGEST_NOTE)
        row.place = values.text_of(text(element, "place"), values.LONGEST_PLACE)
        row.companion = values.text_of(text(element, "companion"), values.LONGEST_PLACE)
        if row.date is None and not row.faults:
            row.kind = Kind.WATCHED  # rated or not: it is a viewing of its own, and no rating of another
        yield checked(row)


def _watchlists(part: Part) -> Iterator[Row]:
    for number, element in objects(part):
        if element.get("is_main") is True:
            yield from map(checked, _entries(part, number, element))
            yield from _about_main(part, number, element)
            continue
        for row in _entries(part, number, element):
            _name_list(row, element)
            yield checked(row)
        if element.get("entries") == []:
            empty = Row(Kind.LIST, number, part.name, is_empty=True, not_a_film="Nothing is on this list; it is made.")
            _name_list(empty, element)
            yield empty


def _about_main(part: Part, number: int, element: dict[str, Any]) -> Iterator[Row]:
    """The name and the description of the main list, where somebody gave it either."""
    row = Row(Kind.WATCHLIST, number, part.name, list_is_main=True, is_empty=True)
    row.not_a_film = "Your watchlist is called this, unless you have named or described it here."
    _name_list(row, element, otherwise=MAIN_NAME)
    if (row.list_name, row.list_text) != (MAIN_NAME, ""):
        yield row


def _entries(part: Part, number: int, element: dict[str, Any]) -> Iterator[Row]:
    entries = element.get("entries")
    for position, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        told = entry if isinstance(entry, dict) else {}
        row = film_row(Kind.WATCHLIST, part, number, told.get("film"))
        row.position = position
        row.text = values.text_of(text(told, "note"), values.LONGEST_NOTE)
        row.date = values.date_of(text(told, "added_at"), row.faults)
        row.moment = values.moment_of(text(told, "added_at"))
        yield row


def _name_list(row: Row, element: dict[str, Any], otherwise: str = "Imported list") -> None:
    row.kind = Kind.WATCHLIST if row.list_is_main else Kind.LIST
    row.list_key = str(row.line)
    row.list_name = values.text_of(text(element, "name"), values.LONGEST_NAME) or otherwise
    row.list_text = values.text_of(text(element, "description"), values.LONGEST_NOTE)
    row.list_visibility = text(element, "visibility")


def _reviews(part: Part) -> Iterator[Row]:
    for number, element in objects(part):
        row = film_row(Kind.REVIEW, part, number, element.get("film"))
        row.date = values.date_of(text(element, "date"), row.faults)
        row.half_stars = half_stars(element)
        row.text = values.text_of(text(element, "text"))
        row.spoiler = element.get("spoiler") is True
        yield checked(row)
