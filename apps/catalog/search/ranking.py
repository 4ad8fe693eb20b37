"""Which of the entries that have the words is meant. Popular ones win only among those that match alike."""

from collections.abc import Iterable, Sequence

from apps.catalog.search.documents import BETWEEN_TITLES
from apps.catalog.search.store import Match

EXACT, BEGUN, NEAR = 1.0, 0.92, 0.78


class Wanted(dict[str, float]):
    """How well each word of a title stands for `word`, which was asked for, 0 to 1: 1 "godfather", 0.78 a reading of
    it, and 0.92 what begins with it where it may be the beginning of one.

    Filled as it is asked: hundreds of titles that have a word in common have many others in common.
    """

    def __init__(self, word: str, near: Iterable[str] = (), *, is_beginning: bool = False) -> None:
        super().__init__()
        self.word = word
        self._terms = dict.fromkeys(near, NEAR) | {word: EXACT}
        self._starts = self._terms if is_beginning else {}

    def __missing__(self, word: str) -> float:
        begun = (BEGUN * fit for start, fit in self._starts.items() if word.startswith(start))
        fit = self[word] = max(self._terms.get(word, 0.0), *begun, 0.0)
        return fit


def ranked(matches: Sequence[Match], wanted: Sequence[Wanted]) -> list[int]:
    """The object ids of `matches`, which come the most popular first, the best first."""
    total = len(matches) or 1
    whole = "".join(word.word for word in wanted)
    scored = [
        (_quality(match.titles, wanted, whole) + 0.25 * (1 - place / total), match.object_id)
        for place, match in enumerate(matches)
    ]
    return [object_id for _, object_id in sorted(scored, reverse=True)]


def _quality(titles: str, wanted: Sequence[Wanted], whole: str) -> float:
    first, *others = [_quality_of(title, wanted, whole) for title in titles.split(BETWEEN_TITLES)]
    return max(first, max(others, default=0.0) - 0.05)


def _quality_of(title: str, wanted: Sequence[Wanted], whole: str) -> float:
    """3 for the very title, less for each word that is near, missing, or in the title and not asked for."""
    if title.replace(" ", "") == whole:
        return 3.0
    words = title.split()
    fits = [max(map(word.__getitem__, words)) for word in wanted]
    matched = sum(fits) / len(fits)
    coverage = min(1.0, len([fit for fit in fits if fit]) / len(words))
    in_order = len(words) >= len(wanted) and all(map(Wanted.__getitem__, wanted, words))
    return matched + 0.8 * coverage + (0.4 if in_order else 0.0)
