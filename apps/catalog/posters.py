"""Drawn posters for films without a picture, and drawn portraits for people without one.

Pure and deterministic: a film always gets the same poster, unless its neighbour in a row has one like it. What is
drawn is inline SVG whose colours and faces are classes; static/css/tokens.css and posters.css say what they look like.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol, TypeVar

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.compositions import COMPOSITIONS, Composition, Dice, bust
from apps.catalog.typesetting import LEADING, has_italics, initial_of, is_right_to_left, set_title

# How wide each face runs beside the serif, and its class.
VOICES = {"serif": (1.0, ""), "italic": (1.03, " vi"), "sans": (1.1, " vh"), "caps": (1.08, " vc")}

# Palettes q0 to q21 of tokens.css by what they are good for.
PALETTE_COUNT = 22
_ALL_PALETTES = range(PALETTE_COUNT)
_FOR_GENRES = {
    "Action": (20, 21, 3, 2),
    "Adventure": (14, 5, 20, 15),
    "Animation": (16, 12, 11, 17),
    "Comedy": (11, 12, 13, 16),
    "Crime": (2, 3, 18, 21),
    "Documentary": (19, 18, 10, 9),
    "Drama": (9, 8, 10, 7, 15),
    "Family": (12, 16, 11, 5),
    "Fantasy": (17, 16, 4, 10),
    "History": (15, 14, 9, 1),
    "Horror": (0, 1, 18, 2),
    "Music": (18, 8, 11, 4),
    "Mystery": (2, 17, 0, 8),
    "Romance": (7, 8, 13, 12),
    "Science Fiction": (4, 5, 6, 17),
    "Science fiction": (4, 5, 6, 17),
    "TV Movie": (19, 12, 10, 6),
    "Thriller": (2, 3, 0, 21),
    "War": (15, 19, 14, 1),
    "Western": (14, 20, 3, 1),
}
_LEFT, _RIGHT, _WIDTH = 16, 184, 168
# The longest credit that fits beside a year.
_CREDIT_LENGTH = 24
# Films this close to each other in a row or a grid are drawn differently.
_NEAR_COMPOSITIONS, _NEAR_PALETTES = 7, 2


class Film(Protocol):
    title: str
    year: int | None


FilmType = TypeVar("FilmType", bound=Film)


@dataclass(frozen=True, slots=True)
class Design:
    """What a poster is drawn from: which composition, which palette and the seed of its dice."""

    composition: int
    palette: int
    seed: int


@lru_cache(maxsize=8192)
def design_of(title: str, year: int | None, genre: str) -> Design:
    """The design that a film has when nothing beside it looks the same."""
    seed = int.from_bytes(blake2b(f"{title}|{year}".encode(), digest_size=24).digest(), "big")
    dice = Dice(seed)
    palettes = _palettes_for(genre)
    composition = dice.roll(0, len(COMPOSITIONS) - 1)
    return Design(composition, palettes[dice.roll(0, len(palettes) - 1)], seed)


def deal(films: Iterable[tuple[FilmType, str]]) -> Iterator[tuple[FilmType, Design]]:
    """Designs for films in the order they stand, each given with its genre, so that no two neighbours look alike."""
    compositions: deque[int] = deque(maxlen=_NEAR_COMPOSITIONS)
    palettes: deque[int] = deque(maxlen=_NEAR_PALETTES)
    for film, genre in films:
        design = design_of(film.title, film.year, genre)
        composition, palette = design.composition, design.palette
        while composition in compositions:
            composition = (composition + 1) % len(COMPOSITIONS)
        if palette in palettes:
            palette = next(other for other in _palettes_for(genre) if other not in palettes)
        compositions.append(composition)
        palettes.append(palette)
        yield film, replace(design, composition=composition, palette=palette)


def _palettes_for(genre: str) -> Sequence[int]:
    """More than are ever near each other, so that there is always another."""
    return _FOR_GENRES.get(genre, _ALL_PALETTES)


@lru_cache(maxsize=4096)
def draw_poster(design: Design, title: str, year: int | None = None, director: str = "") -> SafeString:
    """A poster of 2:3. The title is part of the drawing only: say it in text beside it."""
    composition = COMPOSITIONS[design.composition]
    dice = Dice(design.seed)
    shapes = composition.draw(dice)
    letter = _initial(title) if composition.name == "monogram" else ""
    voice = composition.voices[dice.roll(0, len(composition.voices) - 1)]
    if voice == "italic" and not has_italics(title):
        voice = "serif"
    words = _title(composition, title, voice) + _credit(composition, title, year, director)
    return mark_safe(  # noqa: S308
        f'<svg class="poster art q{design.palette}{VOICES[voice][1]}" viewBox="0 0 200 300" aria-hidden="true">'
        f"{letter}{shapes}{words}</svg>"
    )


@lru_cache(maxsize=512)
def draw_scene(design: Design) -> SafeString:
    """The poster's shapes alone, wide, for behind a hero."""
    composition = COMPOSITIONS[design.composition]
    top, draw = composition.scene_top, composition.scene or composition.draw
    return mark_safe(  # noqa: S308
        f'<svg class="backdrop art q{design.palette}" viewBox="0 {top} 200 112" preserveAspectRatio="xMidYMid slice"'
        f' aria-hidden="true">{draw(Dice(design.seed))}</svg>'
    )


@lru_cache(maxsize=4096)
def portrait_palette(name: str, avoid: int | None = None) -> int:
    """The palette of a person's portrait: the person's own, or another where `avoid`, the neighbour's, is the same."""
    palette = _portrait_dice(name).roll(0, PALETTE_COUNT - 1)
    return palette if palette != avoid else (palette + 7) % PALETTE_COUNT


@lru_cache(maxsize=4096)
def draw_portrait(name: str, palette: int | None = None) -> SafeString:
    """Head and shoulders with the person's initials, 2:3 as portraits are."""
    dice = _portrait_dice(name)
    own = dice.roll(0, PALETTE_COUNT - 1)
    palette = own if palette is None else palette
    words = name.split() or [" "]
    initials = initial_of(words[0]) + (initial_of(words[-1]) if len(words) > 1 else "")
    return mark_safe(  # noqa: S308
        f'<svg class="portrait art q{palette}" viewBox="0 0 200 300" aria-hidden="true">'
        f'{bust(dice)}<text class="n" x="14" y="46">{escape(initials)}</text></svg>'
    )


def _portrait_dice(name: str) -> Dice:
    return Dice(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big"))


def _initial(title: str) -> str:
    return f'<text class="m a" x="100" y="190">{escape(initial_of(title))}</text>'


def _title(composition: Composition, title: str, voice: str) -> str:
    words = title.upper() if voice == "caps" and len(title) < 40 else title
    setting = set_title(words, _WIDTH, composition.box_height, composition.largest, VOICES[voice][0])
    step = round(setting.size * LEADING)
    if composition.box_top > 150:
        first = 270 - step * (len(setting.lines) - 1)
    else:
        first = composition.box_top + round(setting.size * 0.82)
    x, kind = _stand(composition, setting.right_to_left)
    head, *rest = map(escape, setting.lines)
    lines = "".join(f'<tspan x="{x}" dy="{step}">{line}</tspan>' for line in rest)
    return f'<text{kind} x="{x}" y="{first}" font-size="{setting.size}">{head}{lines}</text>'


def _credit(composition: Composition, title: str, year: int | None, director: str) -> str:
    first_director = director.partition(",")[0]
    who = first_director if len(first_director) <= _CREDIT_LENGTH else ""
    credit = " · ".join(filter(None, (str(year or ""), who)))
    if not credit:
        return ""
    x = 100 if composition.centred else _RIGHT if is_right_to_left(title) else _LEFT
    kind = "s e" if x == _RIGHT else "s m2" if composition.centred else "s"
    y = 287 if composition.box_top > 150 else 25
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(credit)}</text>'


def _stand(composition: Composition, right_to_left: bool) -> tuple[int, str]:
    """Where lines begin, and the class that makes them run from there."""
    if composition.centred:
        return 100, ' class="m2"'
    return (_RIGHT, ' class="r"') if right_to_left else (_LEFT, "")
