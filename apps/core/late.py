"""Parts of a page that are made when the rest of it is there, so that each kind of them asks the database once.

A card wants to say whether its film is on one's watchlist. Asked card by card, or row by row, that is a query for each;
so the tag leaves a mark where the part goes, and `LatePartsMiddleware` fills all marks of the page together.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

# Gets all things of the page that were left to it, answers with the markup of each.
Make = Callable[[HttpRequest, Sequence[Any]], Sequence[str]]


class LateParts:
    """The marks of one page. They cannot be guessed: text from people never looks like one."""

    def __init__(self) -> None:
        self._nonce = secrets.token_hex(6)
        self._parts: list[tuple[Make, Any]] = []

    def mark(self, make: Make, thing: Any) -> SafeString:
        self._parts.append((make, thing))
        return mark_safe(f"<!--{self._nonce}:{len(self._parts) - 1}-->")  # noqa: S308

    def fill(self, request: HttpRequest, page: bytes) -> bytes:
        made: dict[int, bytes] = {}
        for make in dict.fromkeys(make for make, _ in self._parts):
            places = [place for place, part in enumerate(self._parts) if part[0] == make]
            markup = make(request, [self._parts[place][1] for place in places])
            made.update(zip(places, (text.encode() for text in markup), strict=True))
        marks = re.compile(f"<!--{self._nonce}:([0-9]+)-->".encode())
        return marks.sub(lambda mark: made[int(mark[1])], page)


def later(request: HttpRequest, make: Make, thing: Any) -> SafeString:
    """A mark that becomes what `make` says of `thing` once the page is whole."""
    parts: LateParts | None = getattr(request, "late_parts", None)
    if parts is None:
        parts = LateParts()
        request.late_parts = parts  # type: ignore[attr-defined]
    return parts.mark(make, thing)


class LatePartsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        parts: LateParts | None = getattr(request, "late_parts", None)
        if parts is not None and not response.streaming:
            response.content = parts.fill(request, response.content)
        return response
