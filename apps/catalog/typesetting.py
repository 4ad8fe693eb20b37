"""Sets a title in a box: estimates widths, breaks lines so that they balance, finds the largest size that fits.

For the drawn posters. The font is the reader's own, so widths are estimates on the careful side.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LEADING = 1.08
MAX_LINES = 6
SMALLEST = 7
# Longer titles are cut: the whole one stands beside the poster.
MAX_CHARACTERS = 72
_SPACE = 0.26
# Words longer than this are divided: a line that holds one whole would be set too small to read.
_LONGEST_WORD = 15
_NARROW = frozenset("iljtfrI.,:;!|'’()[]·-1")
_WIDE = frozenset("mwMWQOGDHNUÅÆŒŒщшюжмфЩШЮЖМФДЫ@%&")
# A closing mark or a small kana does not start a line.
_NEVER_FIRST = frozenset("、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Setting:
    lines: tuple[str, ...]
    size: int
    right_to_left: bool


@lru_cache(maxsize=4096)
def set_title(title: str, width: int, height: int, largest: int, stretch: float = 1.0) -> Setting:
    """`title` in a box of `width` x `height`, not above `largest`; `stretch` is how wide the face runs."""
    words, joint = _words_of(_shorten(title.strip()))
    widths = [_width(word) * stretch for word in words]
    space = _SPACE * stretch if joint else 0.0
    best: tuple[float, list[int]] = (0.0, [len(words)])
    for count in range(1, min(len(words), MAX_LINES) + 1):
        ends, longest = _break(widths, space, count)
        size = min(largest, width / longest, height / (len(ends) * LEADING))
        if size > best[0] + 0.5:
            best = (size, ends)
    starts = [0, *best[1]]
    lines = tuple(joint.join(words[start:end]) for start, end in pairwise(starts))
    return Setting(lines, max(SMALLEST, int(best[0])), is_right_to_left(title))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


def has_italics(text: str) -> bool:
    """Whether all letters are of scripts that have italics: Latin, Greek, Cyrillic."""
    return not any(
        character > "\u052f" and character.isalpha() and not "\u1e00" <= character <= "\u1fff" for character in text
    )


def initial_of(text: str) -> str:
    """The first letter or figure with the marks that belong to it."""
    letters = unicodedata.normalize("NFC", text)
    first = next((place for place, character in enumerate(letters) if character.isalnum()), None)
    if first is None:
        return letters.strip()[:1]
    end = first + 1
    while end < len(letters) and unicodedata.category(letters[end]) in {"Mn", "Mc"}:
        end += 1
    return letters[first:end].upper() if len(letters[first:end].upper()) <= end - first else letters[first:end]


def _shorten(title: str) -> str:
    if len(title) <= MAX_CHARACTERS:
        return title
    cut = title[:MAX_CHARACTERS]
    head, space, _ = cut.rpartition(" ")
    return f"{(head if len(head) > MAX_CHARACTERS // 2 and space else cut).rstrip(' ,;:-')}…"


def _words_of(title: str) -> tuple[list[str], str]:
    """What may stand on a line of its own, and what joins it again: scripts without spaces break anywhere."""
    words = title.split()
    if len(words) > 2 or not any(_is_full_width(character) for character in title):
        return _without_widows(words) or [title or " "], " "
    pieces = [title[0]]
    for character in title[1:]:
        if _goes_on(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces, ""


def _goes_on(piece: str, character: str) -> bool:
    return character in _NEVER_FIRST or not _is_full_width(character) and not _is_full_width(piece[-1])


def _without_widows(words: list[str]) -> list[str]:
    """Short words stay with what follows them: no line ends in "of" when it can be helped."""
    kept: list[str] = []
    for word in (piece for whole in words for piece in _divided(whole)):
        if kept and len(kept[-1]) <= 2 and kept[-1].islower() and len(words) > 3:
            kept[-1] += f" {word}"
        else:
            kept.append(word)
    return kept


def _divided(word: str) -> list[str]:
    if len(word) <= _LONGEST_WORD or not word.isalpha():
        return [word]
    middle = len(word) // 2
    return [f"{word[:middle]}-", *_divided(word[middle:])]


def _is_full_width(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


@lru_cache(maxsize=1024)
def _advance(character: str) -> float:
    """How far a character carries the line, in parts of the size."""
    if _is_full_width(character):
        return 1.02
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Cf"}:
        return 0.0
    if character == " ":
        return _SPACE
    if character in _NARROW:
        return 0.34
    wide = character in _WIDE
    if character.isupper():
        return 0.9 if wide else 0.7
    return 0.86 if wide else 0.62 if "\u0400" <= character <= "\u04ff" else 0.57


def _width(word: str) -> float:
    return sum(map(_advance, word))


def _break(widths: list[float], space: float, count: int) -> tuple[list[int], float]:
    """Ends of at most `count` lines whose longest is as short as can be, and how long that one is."""
    low = max(max(widths), 0.01)
    high = sum(widths) + space * (len(widths) - 1)
    for _ in range(8):
        middle = (low + high) / 2
        if len(_fill(widths, space, middle)) <= count:
            high = middle
        else:
            low = middle
    ends = _fill(widths, space, high)
    starts = [0, *ends]
    longest = max(sum(widths[a:b]) + space * (b - a - 1) for a, b in pairwise(starts))
    return ends, max(longest, 0.01)


def _fill(widths: list[float], space: float, limit: float) -> list[int]:
    ends, line = [], -space
    for place, width in enumerate(widths):
        if line + space + width > limit + 1e-9 and line > 0:
            ends.append(place)
            line = -space
        line += space + width
    ends.append(len(widths))
    return ends
