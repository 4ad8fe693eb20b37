"""Which of the entries that have the words is meant. Popular ones win only among those that match alike."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from apps.catalog.search.documents import BETWEEN_TITLES
from apps.catalog.search.store import Match

EXACT, BEGUN, NEAR = 1.0, 0.92, 0.78


class Wanted(NamedTuple):
    """A word that was asked for: what stands for it and how well ("godfahter": 1, "godfather": 0.78)."""

    word: str
    terms: Mapping[str, float]
    is_beginning: bool

    def fit(self, word: str) -> float:
        """How well `word` of a title stands for it, 0 to 1."""
        fit = self.terms.get(word, 0.0)
        if fit < BEGUN and self.is_beginning:
            fit = max(fit, *(BEGUN * good for start, good in self.terms.items() if word.startswith(start)), 0.0)
        return fit


def ranked(matches: Sequence[Match], wanted: Sequence[Wanted]) -> list[int]:
    """The object ids of `matches`, which come the most popular first, the best first."""
    total = len(matches) or 1
    scored = [
        (_quality(match.titles, wanted) + 0.25 * (1 - place / total), match.object_id)
        for place, match in enumerate(matches)
    ]
    return [object_id for _, object_id in sorted(scored, reverse=True)]


def _quality(titles: str, wanted: Sequence[Wanted]) -> float:
    whole = "".join(word.word for word in wanted)
    return max(
        _quality_of(title.split(), wanted, whole) - (0.05 if number else 0.0)
        for number, title in enumerate(titles.split(BETWEEN_TITLES))
    )


def _quality_of(title: Sequence[str], wanted: Sequence[Wanted], whole: str) -> float:
    """3 for the very title, less for each word that is near, missing, or in the title and not asked for."""
    if "".join(title) == whole:
        return 3.0
    fits = [max((word.fit(other) for other in title), default=0.0) for word in wanted]
    matched = sum(fits) / len(fits)
    coverage = min(1.0, sum(fit > 0 for fit in fits) / len(title))
    in_order = all(word.fit(other) > 0 for word, other in zip(wanted, title, strict=False)) and len(title) >= len(
        wanted
    )
    return matched + 0.8 * coverage + (0.4 if in_order else 0.0)
