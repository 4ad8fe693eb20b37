"""Reads single fields of a JSON object that may hold anything: what cannot be used is as good as absent.

Texts lose what a database refuses (NUL, lone surrogates), numbers that no column holds become None.
"""

import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR
from apps.catalog.pictures import is_picture_path

MAX_ID = 2**31 - 1
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CODE = re.compile(r"[A-Za-z0-9-]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_IMDB = {"title": re.compile(r"tt[0-9]{5,10}"), "name": re.compile(r"nm[0-9]{5,10}")}


class Fields:
    """One JSON object; of anything else it is an empty one."""

    __slots__ = ("_values",)

    def __init__(self, value: object) -> None:
        self._values: dict[str, Any] = value if isinstance(value, dict) else {}

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str, longest: int | None = None) -> str:
        """Without blanks at the ends; cut at a word, with an ellipsis, beyond `longest` characters."""
        return shortened(cleaned(self._values.get(name)), longest)

    def code(self, name: str, longest: int = 8) -> str:
        """A short word that stands for something, like a language; a part of one would stand for something else."""
        value = self._values.get(name)
        return value if isinstance(value, str) and _CODE.fullmatch(value) and len(value) <= longest else ""

    def identity(self, name: str = "id") -> int | None:
        """A number that TMDB and our columns can use as an id."""
        value = self.whole(name, MAX_ID)
        return value or None

    def whole(self, name: str, largest: int) -> int | None:
        """A whole number of 0 to `largest`."""
        value = self._values.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if 0 <= value <= largest else None

    def number(self, name: str, largest: float = 1e9) -> float | None:
        """A number of 0 to `largest`; older answers have some as text."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) and 0 <= number <= largest else None

    def flag(self, name: str) -> bool:
        return self._values.get(name) is True

    def day(self, name: str) -> date | None:
        """A date within the years that films can have. A time behind it is cut off."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return None
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            return None
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None

    def moment(self, name: str) -> datetime | None:
        value = self._values.get(name)
        if not isinstance(value, str) or self.day(name) is None:
            return None
        try:
            moment = datetime.fromisoformat(value.replace(" UTC", "+00:00"))
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def picture(self, name: str) -> str:
        """The path of a picture, "/" first; "" for anything that is not one."""
        value = self._values.get(name)
        return value if isinstance(value, str) and is_picture_path(value) else ""

    def country(self, name: str = "iso_3166_1") -> str:
        value = self._values.get(name)
        return value if isinstance(value, str) and _COUNTRY.fullmatch(value) else ""

    def imdb_id(self, of: str = "title") -> str | None:
        value = self._values.get("imdb_id")
        return value if isinstance(value, str) and _IMDB[of].fullmatch(value) else None

    def address(self, name: str) -> str:
        """A web address of at most 500 characters; "" for anything else, javascript: included."""
        value = cleaned(self._values.get(name))
        try:
            parts = urlsplit(value)
        except ValueError:
            return ""
        return value if parts.scheme in ("http", "https") and parts.netloc and len(value) <= 500 else ""

    def inner(self, name: str) -> "Fields":
        return Fields(self._values.get(name))

    def objects(self, name: str) -> Iterator["Fields"]:
        """The objects of a list; what is not an object is left out."""
        values = self._values.get(name)
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict):
                yield Fields(value)

    def by_key(self, name: str) -> Iterator[tuple[str, "Fields"]]:
        values = self._values.get(name)
        for key, value in values.items() if isinstance(values, dict) else ():
            yield key, Fields(value)

    def names(self) -> list[str]:
        return [name for name in self._values if isinstance(name, str)]

    def identities(self, name: str) -> tuple[int, ...]:
        """The ids of a list of numbers, each once, in its order."""
        values = self._values.get(name)
        found = (Fields({"id": value}).identity() for value in (values if isinstance(values, list) else ()))
        return tuple(dict.fromkeys(value for value in found if value))

    def texts(self, name: str, longest: int) -> tuple[str, ...]:
        """The texts of a list, each once, in its order."""
        values = self._values.get(name)
        found = (shortened(cleaned(value), longest) for value in (values if isinstance(values, list) else ()))
        return tuple(dict.fromkeys(value for value in found if value))

    def has_list(self, name: str) -> bool:
        return isinstance(self._values.get(name), list)


def cleaned(value: object) -> str:
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return _CONTROL.sub("", whole).strip()


def shortened(text: str, longest: int | None) -> str:
    if longest is None or len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, blank, _ = (cut, " ", "") if text[longest - 1] == " " else cut.rpartition(" ")
    # A script without blanks, or one endless word, is cut where it stands.
    return (head if blank and len(head) > longest // 2 else cut).rstrip(" ,;:-–—") + "…"
