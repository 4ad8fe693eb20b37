"""What somebody asks of a list by the query of the address: an order, and which of its films."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from apps.accounts.models import Profile
from apps.catalog.filters import decade_choices
from apps.catalog.genres import genre_choices, genre_id
from apps.catalog.models import Movie
from apps.catalog.narrowing import narrowings
from apps.watchlists.forms import LENGTHS, SORTS
from apps.watchlists.models import EntryQuerySet

Pairs = list[tuple[str, str]]


class Choice(NamedTuple):
    value: str
    label: str
    is_chosen: bool


class Field(NamedTuple):
    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Wanted:
    """The values chosen, by name; "" where nothing is."""

    viewer: Profile | None
    values: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str], viewer: Profile | None) -> "Wanted":
        """What is not understood is left out."""
        allowed = {name: {value for value, _ in pairs} for name, (_, pairs) in offered(viewer).items()}
        return cls(viewer, {name: given[name] for name in allowed if given.get(name, "") in allowed[name] - {""}})

    @property
    def sort(self) -> str:
        return self.values.get("sort", "order")

    @property
    def narrows(self) -> bool:
        return bool(self.values.keys() - {"sort"})

    def fields(self) -> list[Field]:
        """For the form that asks."""
        chosen = dict(self.values) | {"sort": self.sort}
        return [
            Field(name, label, [Choice(value, words, value == chosen.get(name, "")) for value, words in pairs])
            for name, (label, pairs) in offered(self.viewer).items()
        ]

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        for name, value in self.values.items():
            if name == "genre":
                links = Movie.genres.through.objects.filter(movie_id=OuterRef("movie_id"), genre_id=genre_id(value))
                entries = entries.filter(Exists(links))
            elif name == "decade":
                entries = entries.filter(movie__year__gte=int(value), movie__year__lt=int(value) + 10)
            elif name == "length":
                entries = entries.filter(movie__runtime__lte=int(value))
            elif name in narrowings() and self.viewer:
                entries = narrowings()[name].narrow(entries, self.viewer, value)
        return entries


def offered(viewer: Profile | None) -> dict[str, tuple[str, Pairs]]:
    """Label and choices by name: the list's own, and to whoever is signed in those of the apps above."""
    own: dict[str, tuple[str, Pairs]] = {
        "sort": ("Sort by", SORTS),
        "genre": ("Genre", [("", "Any genre"), *genre_choices()]),
        "decade": ("Decade", [("", "Any decade"), *((str(decade), label) for decade, label in decade_choices())]),
        "length": ("Running time", LENGTHS),
    }
    return own | {found.name: (found.label, [*found.options]) for found in narrowings().values() if viewer}
