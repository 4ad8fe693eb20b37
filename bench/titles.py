"""Titles by the million that are spread like real ones: a few words in very many titles, very many words in a few."""

import random
from collections.abc import Iterator
from itertools import accumulate

VOCABULARY = 280_000
ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pr qu r s sh st t th tr v w y z".split()
VOWELS = "a e i o u ai ea ee ie oa ou".split()
CODAS = ["", "", "n", "r", "s", "t", "l", "m", "nd", "st", "ck", "rt", "ng"]
COMMON = """
the of a in and to man love my night la de le life day last for girl black house world el on story little dead i with
you dark one big blood city secret time women boys on red death das der les lost road home
""".split()
# How many words titles have, as in film catalogues: most have two or three.
LENGTHS, SHARES = (1, 2, 3, 4, 5, 6, 8), (14, 30, 24, 15, 9, 5, 3)
SKEW = 0.92  # of Zipf's law over the ranks of words


class Titles:
    """The same titles for the same `seed`."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.words = list(dict.fromkeys(COMMON + [self._word() for _ in range(VOCABULARY)]))
        self.weights = list(accumulate(1 / (rank + 6) ** SKEW for rank in range(len(self.words))))

    def __call__(self, count: int) -> Iterator[str]:
        for _ in range(count):
            length = self.chance.choices(LENGTHS, SHARES)[0]
            words = dict.fromkeys(self.chance.choices(self.words, cum_weights=self.weights, k=length))
            yield " ".join(word.capitalize() for word in words)

    def _word(self) -> str:
        pick = self.chance.choice
        syllables = self.chance.choices((1, 2, 3, 4), (12, 45, 33, 10))[0]
        return "".join(pick(ONSETS) + pick(VOWELS) + pick(CODAS) for _ in range(syllables))


def mistyped(text: str, chance: random.Random) -> str:
    """`text` with one edit inside one of its words of four letters and more: as fingers do, not at its first letter."""
    words = text.split()
    long_enough = [place for place, word in enumerate(words) if len(word) >= 4]
    if not long_enough:
        return text
    place = chance.choice(long_enough)
    words[place] = _edited(words[place], chance)
    return " ".join(words)


def _edited(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice([each for each in "abcdefghijklmnopqrstuvwxyz" if each != word[at]])
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
        )
    )
