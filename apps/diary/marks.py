"""The sign that a film has been seen, and "Seen 2 of 6", wherever films stand: one query for all of a page."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from apps.catalog.models import Movie
from apps.core.late import later
from apps.diary.seen import seen_ids


class Mark(NamedTuple):
    movie_id: int


class Count(NamedTuple):
    movie_ids: frozenset[int]


# Drawn once a page, in diary/_signs.html: a home page has sixty cards.
_EYE = '<svg class="icon" aria-hidden="true"><use href="#i-seen"/></svg>'


def on_card(request: HttpRequest, movie: Movie) -> SafeString:
    return later(request, fill, Mark(movie.pk))


def on_row(request: HttpRequest, movie: Movie, marks: Mapping[str, bool]) -> str:
    """To the form that logs the film, which leads back to the page; another sign says that it was seen."""
    is_seen = marks["seen"]
    url, back = reverse("diary_log", args=[movie.pk]), escape(urlencode({"next": request.get_full_path()}))
    label = f"Seen. Log {escape(movie.title)} again" if is_seen else f"Log {escape(movie.title)}"
    return (
        f'<a class="tool{" is-seen" if is_seen else ""}" href="{url}?{back}" data-dialog aria-label="{label}">'
        f'<svg class="icon"><use href="#i-{"seen" if is_seen else "log"}"/></svg></a>'
    )


def fill(request: HttpRequest, parts: Sequence[Mark | Count]) -> list[str]:
    wanted: set[int] = set()
    for part in parts:
        wanted |= part.movie_ids if isinstance(part, Count) else {part.movie_id}
    seen = seen_ids(request.profile, wanted)  # type: ignore[attr-defined]
    sign = f'<span class="seen">{_EYE}Seen</span>'
    return [_count(part, seen) if isinstance(part, Count) else sign if part.movie_id in seen else "" for part in parts]


def _count(part: Count, seen: set[int]) -> str:
    all_, done = len(part.movie_ids), len(part.movie_ids & seen)
    words = f"all {all_}" if done == all_ > 1 else f"{done} of {all_}"
    return f'<p class="seen-of">{_EYE if done else ""}Seen {words}</p>'
