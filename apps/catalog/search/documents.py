"""What of a film or a person goes into the index."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from apps.catalog.search.folding import compounds, fold

MOST_TITLES = 40
BETWEEN_TITLES = "|"
# Words that nobody types: they begin like no title does.
_WHOLE_TITLE, _YEAR = "zq0", "zqy"
LONGEST_KEY = 80

_ID_BITS = 39
_MOST_POPULAR = 100_000.0
_STEPS_TO_DOUBLE = 4
_STEPS = 100  # more than the most popular one has


@dataclass(frozen=True, slots=True)
class Document:
    """An entry of the index: see models.SearchEntry."""

    object_id: int
    place: int
    titles: str
    words: str


def document(object_id: int, popularity: float, texts: Iterable[str], year: int | None = None) -> Document | None:
    """None when no title has a letter or a digit left."""
    originals = list(dict.fromkeys(text for text in texts if text))[:MOST_TITLES]
    titles = list(dict.fromkeys(folded for text in originals if (folded := fold(text))))
    if not titles:
        return None
    words = dict.fromkeys(
        chain(
            chain.from_iterable(titles),
            chain.from_iterable(map(compounds, originals)),
            map(title_key, titles),
            [year_word(year)] if year else [],
        )
    )
    joined = BETWEEN_TITLES.join(" ".join(title) for title in titles)
    return Document(object_id, place_of(object_id, popularity), joined, " ".join(words))


def title_key(words: Sequence[str]) -> str:
    """One word for a whole title, whatever blanks and hyphens are in it: finds it among thousands that contain it."""
    return (_WHOLE_TITLE + "".join(words))[:LONGEST_KEY]


def year_word(year: int | str) -> str:
    return f"{_YEAR}{year}"


def place_of(object_id: int, popularity: float) -> int:
    """Where the entry stands: the more popular, the smaller. The id in the low bits makes it unique.

    Popularity counts in steps of a fifth or so: it changes every day, and a small change should move nothing.
    """
    step = int(math.log2(1 + min(max(popularity, 0.0), _MOST_POPULAR)) * _STEPS_TO_DOUBLE)
    return (_STEPS - step) << _ID_BITS | object_id


def is_plain_word(word: str) -> bool:
    """Whether people may type it: not one of the words above."""
    return not word.startswith((_WHOLE_TITLE, _YEAR))
