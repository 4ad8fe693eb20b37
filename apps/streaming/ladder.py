"""The sizes that are made of a film: never larger than it is, the smallest first."""

from typing import NamedTuple

from apps.streaming.probing import Facts

KILOBITS = {360: 800, 480: 1_400, 720: 2_800, 1080: 5_000}  # a second, of the pictures, at most
LARGEST_WHOLE = 720  # a browser that plays no playlists gets one file of this size or the next smaller


class Rung(NamedTuple):
    """`name` is the shorter side in pixels; `kilobits` are those of a second."""

    name: int
    width: int
    height: int
    kilobits: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def ladder(facts: Facts) -> list[Rung]:
    shorter = min(facts.width, facts.height)
    names = [name for name in KILOBITS if name <= shorter] or [_even(shorter)]
    return [_rung(name, facts) for name in names]


def wholes(rungs: list[Rung]) -> set[int]:
    """The names of those that are kept as one file too: the smallest, which is there first, and a good one."""
    return {rungs[0].name, max([rung.name for rung in rungs if rung.name <= LARGEST_WHOLE], default=rungs[0].name)}


def _rung(name: int, facts: Facts) -> Rung:
    longer = _even(name * max(facts.width, facts.height) / min(facts.width, facts.height))
    width, height = (longer, name) if facts.width >= facts.height else (name, longer)
    return Rung(name, width, height, KILOBITS.get(name, KILOBITS[360]))


def _even(pixels: float) -> int:
    """H.264 has no odd sides."""
    return max(2, round(pixels / 2) * 2)
