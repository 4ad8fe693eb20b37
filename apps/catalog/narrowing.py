"""What the apps above the catalogue know of a film and a person: whether one has seen it, whether one owns it.

`FILM_NARROWINGS` (settings) names them. Lists of films are narrowed down by them, and their rows know them without a
query of their own.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.utils.module_loading import import_string

from apps.accounts.models import Profile


class Narrowing(NamedTuple):
    """`options` are "" for all, "yes" and "no". `holds` says it of rows with a `movie_id`, for who asks."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    holds: Callable[[Profile], Exists]

    def narrow(self, rows: QuerySet[Any], viewer: Profile, value: str) -> QuerySet[Any]:
        return rows.filter(self.holds(viewer) if value == "yes" else ~self.holds(viewer))


@cache
def narrowings() -> dict[str, Narrowing]:
    """By name, which is that of the parameter in addresses."""
    return {found.name: found for found in map(import_string, settings.FILM_NARROWINGS)}


def marked(rows: QuerySet[Any], viewer: Profile | None) -> QuerySet[Any]:
    """The rows with `is_<name>` for each narrowing; as they are for a visitor."""
    if viewer is None:
        return rows
    return rows.annotate(**{f"is_{name}": known.holds(viewer) for name, known in narrowings().items()})


def marks_of(row: Any) -> dict[str, bool]:
    """What `marked` has found of a row, by the names of the narrowings."""
    return {name: getattr(row, f"is_{name}") for name in narrowings()}
