"""From what was typed to the ids of films or people, the best first.

In this order, each step only where the one before did not settle it: the whole title; every word as it is; every word
as it is or one typing error away; all words but one. While one types, the last word is the beginning of one.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from apps.catalog.search import spelling
from apps.catalog.search.documents import BETWEEN_TITLES, is_plain_word, title_key, year_word
from apps.catalog.search.folding import fold
from apps.catalog.search.ranking import Wanted, ranked
from apps.catalog.search.store import Groups, Match, store

MOST_WORDS = 10
CANDIDATES = 100
ENOUGH = 10
# A mistyped word is looked for in this many of the words; the longest are the likeliest.
MISTYPED_AT_MOST = 4
# Letters after which few enough titles begin alike to read them all.
LONG_ENOUGH = 6
_YEAR = re.compile(r"(?:18[7-9]|19\d|20\d)\d\Z")
Near = dict[str, dict[str, int]]  # readings of a word, and in how many entries each is


class Found(NamedTuple):
    ids: list[int]
    corrected: str = ""


def match(kind: int, text: str, limit: int, *, typing: bool = False) -> Found:
    """Ids of `kind` (SearchEntry.Kind) for `text`; `corrected` is the reading when nothing has the words as typed."""
    words = fold(text)[:MOST_WORDS]
    words = tuple(word for word in words if is_plain_word(word))
    if not words or limit < 1:
        return Found([])
    return _Search(kind, words, max(limit, CANDIDATES), typing).found(limit)


class _Search:
    def __init__(self, kind: int, words: Sequence[str], most: int, typing: bool) -> None:
        self.kind, self.words, self.most, self.typing = kind, words, most, typing
        self.whole_words = words[:-1] if typing else words
        self.entries = spelling.entries_of(words)
        self.matches: dict[int, Match] = {}

    def found(self, limit: int) -> Found:
        unknown = self._has_unknown(self.whole_words)
        as_typed = [] if unknown else self._find_as_typed()
        near = self._near() if unknown or len(as_typed) < max(ENOUGH, limit) and not self._is_whole_title() else {}
        self._find_near(near, unknown)
        if not self.matches:
            self._find_the_rest(unknown)
        ids = ranked(list(self.matches.values()), self._wanted(near))[:limit]
        corrected = ids and not as_typed and not self._is_whole_title()
        return Found(ids, self._reading(near) if corrected else "")

    def _find_as_typed(self) -> list[Match]:
        whole = [[title_key(self.words)]]
        direct = self._find(self._groups({}), whole, expected=1 + self._rarest(range(len(self.words))))
        if len(direct) == self.most:
            # Among the first hundred that have the words the very title need not be.
            self._find(whole, expected=1)
        self._find_what_begins_so(direct)
        return direct

    def _is_whole_title(self) -> bool:
        """Whether something that was found is called exactly this, blanks apart."""
        typed = "".join(self.words)
        return any(typed in found.titles.replace(" ", "").split(BETWEEN_TITLES) for found in self.matches.values())

    def _find_the_rest(self, unknown: bool) -> None:
        """What begins like a last word that nobody knows, else what has all the words but one."""
        if unknown and not self.typing and not self._has_unknown(self.words[:-1]):
            self._find_begun()
        if not self.matches:
            self._find_without_one()

    def _find_what_begins_so(self, direct: list[Match]) -> None:
        if self.typing:
            if len(direct) == self.most:
                self._find_titles_begun([self.words])
        elif len(direct) < ENOUGH and not (len(self.words) > 1 and self._is_whole_title()):
            self._find_begun()

    def _find(self, *alternatives: Groups, expected: int) -> list[Match]:
        rows = store().find(self.kind, alternatives, self.most, expected=expected)
        for row in rows:
            self.matches.setdefault(row.object_id, row)
        return rows

    # --- the words as they are ---

    def _groups(self, near: Near) -> Groups:
        return [self._terms(number, word, near.get(word, {})) for number, word in enumerate(self.words)]

    def _terms(self, number: int, word: str, near: Iterable[str]) -> list[str]:
        if self._is_beginning(number):
            return [f"{term}*" for term in (word, *near)]
        terms = [word, *near]
        if _YEAR.match(word) and len(self.words) > 1:
            terms.append(year_word(word))
        return terms

    def _find_begun(self) -> None:
        """Also what only begins like the last word: "alien" asks for "Aliens" too."""
        *others, last = self._groups({})
        expected = self._rarest(range(len(others))) if others else spelling.entries_beginning(last[0])
        self._find([*others, [*last, f"{last[0]}*"]], expected=expected)

    def _find_without_one(self) -> None:
        """What has all the words but one: "sharknado 2" asks for "Sharknado" where there is no second part.

        The shortest words say the least and are left out first.
        """
        groups = self._groups({})
        for left_out in sorted(range(len(groups)), key=lambda number: len(self.words[number])):
            rest = [number for number in range(len(groups)) if number != left_out]
            if rest and self._find([groups[number] for number in rest], expected=self._rarest(rest)):
                return

    def _is_beginning(self, number: int) -> bool:
        return self.typing and number == len(self.words) - 1

    def _rarest(self, numbers: Iterable[int]) -> int:
        """About how many entries have all the words of these `numbers`: no more than have the rarest."""
        return min(self._expected_of(number) for number in numbers)

    def _expected_of(self, number: int) -> int:
        word = self.words[number]
        if self._is_beginning(number) and len(self.words) == 1:
            return spelling.entries_beginning(word)
        # How common a beginning is beside other words is not worth a question of its own.
        return spelling.MANY if _YEAR.match(word) or self._is_beginning(number) else self.entries.get(word, 0)

    def _has_unknown(self, words: Iterable[str]) -> bool:
        """Whether one of `words` is in no entry, so that none has them all."""
        return any(word not in self.entries and not _YEAR.match(word) for word in words)

    # --- a typing error away ---

    def _near(self) -> Near:
        """Readings of the words that may be mistyped: those that nobody wrote before, else any."""
        whole_words = list(dict.fromkeys(self.whole_words))
        unknown = [word for word in whole_words if word not in self.entries and not _YEAR.match(word)]
        suspects = unknown or whole_words
        longest = sorted(suspects, key=len, reverse=True)[:MISTYPED_AT_MOST]
        near = spelling.neighbours(longest)
        last = self.words[-1]
        if self.typing and not unknown and len(last) >= spelling.SHORTEST:
            near[last] = spelling.beginnings(last)
        return {word: readings for word, readings in near.items() if readings}

    def _find_titles_begun(self, readings: Sequence[Sequence[str]]) -> None:
        """Titles that begin with all that was typed: they may be far down among those that merely have the words."""
        keys = [title_key(words) for words in readings if sum(map(len, words)) >= LONG_ENOUGH]
        if keys:
            self._find([[f"{key}*" for key in keys]], expected=1)

    def _find_near(self, near: Near, unknown: bool) -> None:
        # "ironman" is no word and yet a whole title, blanks apart. Where all words are known that was asked before.
        whole_title = [[[title_key(self.words)]]] if unknown else []
        changes = self._changes(near) if near else []
        alternatives = [*map(self._groups, changes), *whole_title]
        rows = self._find(*alternatives, expected=1 + sum(map(self._expected_near, changes))) if alternatives else []
        if not near:
            return
        # Among all that have the words is the title that is meant. Among the first hundred it need not be.
        if 0 < len(rows) < self.most:
            return
        if self.typing:
            self._find_titles_begun(self._with_one_changed(near))
        else:
            self._find([[title_key(words) for words in self._with_one_changed(near)]], expected=1)

    def _with_one_changed(self, near: Near) -> list[list[str]]:
        return [
            [reading if other == word else other for other in self.words]
            for word, readings in near.items()
            for reading in readings
        ]

    def _changes(self, near: Near) -> list[Near]:
        """All unknown words changed at once; of words that are all known, one at a time."""
        unknown = {word: readings for word, readings in near.items() if word not in self.entries}
        if unknown:
            return [unknown]
        return [{word: readings} for word, readings in near.items()]

    def _expected_near(self, changed: Near) -> int:
        return min(
            spelling.MANY
            if self._is_beginning(number)
            else self.entries.get(word, 0) + sum(changed[word].values())
            if word in changed
            else self._expected_of(number)
            for number, word in enumerate(self.words)
        )

    def _wanted(self, near: Near) -> list[Wanted]:
        return [
            Wanted(word, near.get(word, {}), is_beginning=number == len(self.words) - 1)
            for number, word in enumerate(self.words)
            if not (_YEAR.match(word) and len(self.words) > 1)
        ] or [Wanted(word) for word in self.words]

    def _reading(self, near: Near) -> str:
        """The words as the best match has them, for the sentence above the results; "" where that is as they were."""
        best = next(iter(self.matches.values())).titles.replace("|", " ").split()
        reading = [next((r for r in near.get(word, {}) if r in best), word) for word in self.words]
        return " ".join(reading) if reading != list(self.words) else ""
