"""What items are narrowed down by and sorted by in the API. A value that is none is a 400."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.catalog.names import sort_title_of
from apps.moviebucket.models import Item, ItemQuerySet

LONGEST = 100
_WHOLE = re.compile("[0-9]{1,19}", re.ASCII)


class Filter(NamedTuple):
    """`lookup` is that of the column; `read` makes a value of the text, None where it is none."""

    lookup: str
    read: Callable[[str], Any]
    schema: dict[str, Any]
    description: str


def _number(lookup: str, least: int, most: int, description: str) -> Filter:
    def read(text: str) -> int | None:
        number = int(text) if _WHOLE.fullmatch(text) else None
        return number if number is not None and least <= number <= most else None

    return Filter(lookup, read, {"type": "integer", "minimum": least, "maximum": most}, description)


def _text(lookup: str, description: str, *, may_be_empty: bool = True) -> Filter:
    def read(text: str) -> str | None:
        if len(text) > LONGEST or not (text or may_be_empty):
            return None
        return text.replace("\0", "").strip()

    schema = {"type": "string", "minLength": 0 if may_be_empty else 1, "maxLength": LONGEST}
    return Filter(lookup, read, schema, description)


def _choice(lookup: str, values: list[str], description: str) -> Filter:
    return Filter(lookup, lambda text: text if text in values else None, {"enum": values}, description)


FILTERS = {
    "q": _text("sort_title__contains", "Part of the title, whatever its case and accents."),
    "format": _text("format", "VHS, DVD, Streaming or another one of this site.", may_be_empty=False),
    "release_year": _number("release_year", 1800, 2100, "Of this year."),
    "release_year_min": _number("release_year__gte", 1800, 2100, "From this year."),
    "release_year_max": _number("release_year__lte", 1800, 2100, "Up to this year."),
    "length_min": _number("length__gte", 0, 500, "At least so many minutes."),
    "length_max": _number("length__lte", 0, 500, "At most so many minutes."),
    "rating_min": _number("rating__gte", 1, 5, "Rated at least."),
    "rating_max": _number("rating__lte", 1, 5, "Rated at most."),
    "condition": _choice("condition", ["", *Item.Condition.values], "In this condition; empty: nobody said."),
    "room": _text("room", "In this room; empty: in none."),
    "service": _text("service", "On this streaming service; empty: on none."),
    "movie": _number("movie", 1, 2**63 - 1, "Copies of this film, by its id."),
}


class ItemFilters(BaseFilterBackend):
    def filter_queryset(self, request: Request, queryset: ItemQuerySet, view: APIView) -> ItemQuerySet:
        wrong = {}
        for name, known in FILTERS.items():
            given = request.query_params.get(name)
            if given is None:
                continue
            value = known.read(given)
            if value is None:
                wrong[name] = [f"“{given[:80]}” cannot be looked for here. {known.description}"]
            elif name != "q":
                queryset = queryset.filter(**{known.lookup: value})
            elif value:
                queryset = queryset.filter(**{known.lookup: sort_title_of(value)})
        if wrong:
            raise ValidationError(wrong)
        return queryset

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [_query(name, known.description, known.schema) for name, known in FILTERS.items()]


class ItemOrder(BaseFilterBackend):
    """`?ordering=` by one of SORTS, "-" before it for the other way round."""

    NAMES = [f"{sign}{name}" for name in ItemQuerySet.SORTS for sign in ("", "-")]

    def filter_queryset(self, request: Request, queryset: ItemQuerySet, view: APIView) -> ItemQuerySet:
        name = request.query_params.get("ordering", "title")
        if name not in self.NAMES:
            raise ValidationError({"ordering": [f"Choose one of: {', '.join(self.NAMES)}."]})
        return queryset.sorted_by(name)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [_query("ordering", "Without it by title.", {"type": "string", "enum": self.NAMES})]


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
