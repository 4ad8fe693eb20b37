"""The genres: a small table that every card and filter reads, so each process keeps it for a while."""

import time

from apps.catalog.models import Genre

KEPT_SECONDS = 60


class _Known:
    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.slugs: dict[int, str] = {}
        self.ids: dict[str, int] = {}
        self.choices: list[tuple[str, str]] = []
        self.read_at = float("-inf")

    def refresh(self) -> "_Known":
        """At most one query a minute, whatever is asked."""
        if time.monotonic() - self.read_at > KEPT_SECONDS:
            rows = list(Genre.objects.order_by("name").values_list("pk", "slug", "name"))
            self.names = {pk: name for pk, _, name in rows}
            self.slugs = {pk: slug for pk, slug, _ in rows}
            self.ids = {slug: pk for pk, slug, _ in rows}
            self.choices = [(slug, name) for _, slug, name in rows]
            self.read_at = time.monotonic()
        return self


_known = _Known()


def genre_name(genre_id: int | None) -> str:
    """The name of a genre, "" when there is none."""
    return "" if genre_id is None else _known.refresh().names.get(genre_id, "")


def genre_slug(genre_id: int) -> str:
    """How addresses call a genre, "" when there is none."""
    return _known.refresh().slugs.get(genre_id, "")


def genre_id(slug: str) -> int | None:
    return _known.refresh().ids.get(slug)


def genre_choices() -> list[tuple[str, str]]:
    """Slug and name of every genre, by name."""
    return _known.refresh().choices


def forget_genres() -> None:
    """The next look-up reads the table again. Call it after a genre was added or renamed."""
    _known.read_at = float("-inf")
