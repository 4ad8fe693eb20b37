"""Ways to narrow films down that the apps above the catalogue know of: what one has seen, what one owns.

`FILM_NARROWINGS` (settings) names them; lists of films offer them to whoever is signed in.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from apps.accounts.models import Profile


class Narrowing(NamedTuple):
    """`narrow` gets rows with a `movie_id`, who asks, and the value chosen of `options`; the first option is none."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    narrow: Callable[[QuerySet[Any], Profile, str], QuerySet[Any]]


@cache
def narrowings() -> dict[str, Narrowing]:
    """By name, which is that of the parameter in addresses."""
    return {found.name: found for found in map(import_string, settings.FILM_NARROWINGS)}
