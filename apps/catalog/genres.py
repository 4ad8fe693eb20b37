"""The names of the genres by id: a small table that every card reads, so each process keeps it for a while."""

import time

from apps.catalog.models import Genre

KEPT_SECONDS = 60


class _Names:
    def __init__(self) -> None:
        self.by_id: dict[int, str] = {}
        self.read_at = float("-inf")

    def read(self) -> None:
        self.by_id = dict(Genre.objects.values_list("pk", "name"))
        self.read_at = time.monotonic()


_names = _Names()


def genre_name(genre_id: int | None) -> str:
    """The name of a genre, "" when there is none. At most one query a minute, whatever is asked."""
    if genre_id is None:
        return ""
    if time.monotonic() - _names.read_at > KEPT_SECONDS:
        _names.read()
    return _names.by_id.get(genre_id, "")


def forget_genre_names() -> None:
    """The next look-up reads the table again. Call it after a genre was added or renamed."""
    _names.read_at = float("-inf")
