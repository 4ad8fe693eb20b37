"""Text as the index knows it: words of a-z and 0-9, whatever script they were written in.

Everything is transliterated, so one alphabet of 36 letters serves every language: accents and case vanish, "stalker"
finds «Сталкер», and a typing error has few neighbours to look among.
"""

import re
from functools import lru_cache

from text_unidecode import unidecode

LONGEST_WORD = 40
MOST_WORDS = 60

# Each of these is a word by itself: Chinese, Japanese and Korean write no blanks.
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_APOSTROPHE = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[a-z0-9]+")
_JOINT = re.compile(r"[-.·]")
_COMPOUND = re.compile(r"[a-z0-9]+(?:[-.·][a-z0-9]+)+")


@lru_cache(maxsize=4096)
def fold(text: str) -> tuple[str, ...]:
    """The words of `text` in their order, at most 60 of at most 40 letters."""
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(_plain(text))[:MOST_WORDS])


def compounds(text: str) -> tuple[str, ...]:
    """What a hyphen or a full stop holds together, in one word: "spider-man" is also "spiderman"."""
    if not _JOINT.search(text):
        return ()
    return tuple(_JOINT.sub("", whole)[:LONGEST_WORD] for whole in _COMPOUND.findall(_plain(text)))


def _plain(text: str) -> str:
    joined = _APOSTROPHE.sub("", text.replace("&", " and "))
    # Most titles are plain already, and transliterating is by far the slowest step.
    return joined.lower() if joined.isascii() else unidecode(_IDEOGRAPH.sub(r" \1 ", joined)).replace("'", "").lower()
