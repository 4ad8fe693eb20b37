"""buckets.json of our own export: the copies that an account owns, bucket by bucket."""

from collections.abc import Iterator
from typing import Any

from apps.core.tables import Part
from apps.transfers.formats import values
from apps.transfers.formats.own_objects import film_row, objects, text
from apps.transfers.formats.rows import Kind, Row

MOST_IN_A_LIST = 100  # more than there may be of anything
BESIDE = ("film", "photo", "added_at", "loans")  # of a copy, and no field that one writes in it


def read_items(part: Part) -> Iterator[Row]:
    """A row for each copy, and for a bucket without any a row that tells of the bucket alone."""
    for number, element in objects(part):
        items = element.get("items")
        for item in items if isinstance(items, list) else []:
            row = _item_row(part, number, item if isinstance(item, dict) else {})
            _name_bucket(row, element)
            yield row
        if items == []:
            empty = Row(
                Kind.ITEM, number, part.name, is_empty=True, not_a_film="Nothing is in this bucket; it is made."
            )
            _name_bucket(empty, element)
            yield empty


def _item_row(part: Part, number: int, told: dict[str, Any]) -> Row:
    film = told.get("film")
    row = film_row(Kind.ITEM, part, number, film)
    row.faults.clear()  # a copy comes without its film where that is not to be read
    row.has_film = isinstance(film, dict)
    row.title = row.title or text(told, "title")[: values.LONGEST_TITLE]
    row.moment = values.moment_of(text(told, "added_at"))
    row.item = {name: _scalar(value) for name, value in told.items() if name not in BESIDE}
    return row


def _scalar(value: Any) -> Any:
    """As it stands there, for the rules of an item to read: what is no text, number, list or nothing they refuse."""
    if isinstance(value, list):
        return [_scalar(one) for one in value[:MOST_IN_A_LIST]]
    if isinstance(value, dict):
        return {}
    return values.storable(value) if isinstance(value, str) else value


def _name_bucket(row: Row, element: dict[str, Any]) -> None:
    row.list_key = str(row.line)
    row.list_name = values.text_of(text(element, "name"), values.LONGEST_NAME) or "Imported bucket"
    row.list_text = values.text_of(text(element, "description"), values.LONGEST_NOTE)
