"""JSON arrays of any length, one element at a time."""

import json
import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Any

from apps.core.tables import NotImportable, Part

CHUNK = 65_536
LONGEST = 16_000_000  # characters of one element: a list of some 50,000 films
_BLANK = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def read_elements(part: Part) -> Iterator[Any]:
    """The elements of the array that the file is; of an object, the object. NotImportable for anything else."""
    with part.open() as raw, TextIOWrapper(raw, encoding="utf-8-sig", errors="replace") as text:
        yield from _Reader(text, part.name).elements()


class _Reader:
    def __init__(self, text: TextIOWrapper, name: str) -> None:
        self.text, self.name = text, name
        self.buffer, self.ended = "", False

    def elements(self) -> Iterator[Any]:
        self._skip_blank()
        if self.buffer.startswith("["):
            self.buffer = self.buffer[1:]
            while self._skip_blank() and not self.buffer.startswith("]"):
                yield self._next()
            if not self.buffer:
                raise self._broken()
        elif self.buffer:
            yield self._next()

    def _skip_blank(self) -> bool:
        """Whether anything is left after blanks and commas."""
        while True:
            self.buffer = self.buffer[_BLANK.match(self.buffer).end() :]  # type: ignore[union-attr]
            if self.buffer or not self._more():
                return bool(self.buffer)

    def _more(self) -> bool:
        # As much again as there is: an element in many pieces is then read only a few times.
        piece = self.text.read(max(CHUNK, len(self.buffer)))
        self.buffer += piece
        self.ended = not piece
        return not self.ended

    def _next(self) -> Any:
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer)
            except RecursionError:
                raise self._broken() from None
            except ValueError:
                if len(self.buffer) > LONGEST or not self._more():
                    raise self._broken() from None
                continue
            # A number may go on in the next piece.
            if end == len(self.buffer) and self._more():
                continue
            self.buffer = self.buffer[end:]
            return value

    def _broken(self) -> NotImportable:
        return NotImportable(f"{self.name or 'This file'} is no complete JSON. Download it again from where it came.")
