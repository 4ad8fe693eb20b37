"""The compositions of the drawn posters: flat shapes on a sheet of 200 x 300, varied by dice.

Each leaves a part of the sheet bare, its box, where the title stands on the ground colour. Shapes are SVG paths of
the classes `a` and `b`, the palette's two colours, and `g`, its ground.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin


class Dice:
    """Numbers that look random and always fall the same way for the same seed, a large one."""

    def __init__(self, seed: int) -> None:
        self._left = seed

    def roll(self, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        span = high - low + 1
        self._left, rest = divmod(self._left, span)
        return low + rest


@dataclass(frozen=True, slots=True)
class Composition:
    name: str
    draw: Callable[[Dice], str]
    # Where the title stands: top edge and height; it is 168 wide.
    box_top: int
    box_height: int
    # Which of VOICES suit it.
    voices: tuple[str, ...]
    largest: int = 58
    centred: bool = False
    # The wide part that shows the shapes when they stand behind a hero: its top edge.
    scene_top: int = 90
    # What is drawn there; the poster's own shapes when None.
    scene: Callable[[Dice], str] | None = None


def path(kind: str, data: str) -> str:
    return f'<path class="{kind}" d="{data}"/>'


def disc(kind: str, x: int, y: int, radius: int) -> str:
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"/>'


def figure(kind: str, x: int, floor: int) -> str:
    """Somebody who stands there, seen from behind."""
    return path(kind, f"M{x - 9} {floor}l4-34q5-6 10 0l4 34z") + disc(kind, x, floor - 44, 6)


def horizon(dice: Dice) -> str:
    line, radius = dice.roll(196, 216), dice.roll(40, 62)
    left = dice.roll(24, 176 - 2 * radius)
    sun = path("b", f"M{left} {line}a{radius} {radius} 0 0 1 {2 * radius} 0z")
    sea = path("a", f"M0 {line}h200v{300 - line}H0z")
    glints = "".join(
        f"M{left + step * 9} {line + 14 + step * 16}h{2 * radius - step * 18}v4h{step * 18 - 2 * radius}z"
        for step in range(4)
        if 2 * radius > step * 18
    )
    return sun + sea + path("b", glints)


def eclipse(dice: Dice) -> str:
    x, radius = dice.roll(60, 140), dice.roll(70, 84)
    shift = dice.roll(18, 40) * (1 if x < 100 else -1)
    return disc("a", x, 98, radius) + disc("b", x + shift, 98 - dice.roll(-14, 22), radius - dice.roll(22, 40))


def diagonal(dice: Dice) -> str:
    rise, top, band = dice.roll(60, 100), dice.roll(226, 250), dice.roll(24, 40)
    stripes = []
    for place, kind in enumerate("aba"):
        y = top + place * (band + 8)
        stripes.append(path(kind, f"M0 {y}L200 {y - rise}v{band}L0 {y + band}z"))
    return "".join(stripes) + disc("b", dice.roll(28, 70), dice.roll(150, 162), dice.roll(10, 16))


_CELLS = (
    "M{x} {y}h56v56h-56z",
    "M{x} {y}h56a56 56 0 0 1-56 56z",
    "M{x} {y}v56h56a56 56 0 0 0-56-56z",
    "M{r} {y}v56h-56a56 56 0 0 1 56-56z",
    "M{r} {y}v56a56 56 0 0 1-56-56z",
    "M{x} {m}a28 28 0 0 1 56 0a28 28 0 0 1-56 0z",
    "",
)


def tiles(dice: Dice) -> str:
    cells = {"a": "", "b": ""}
    for place in range(9):
        x, y = 16 + place % 3 * 56, 16 + place // 3 * 56
        kind = "b" if dice.roll(0, 2) == 0 else "a"
        cells[kind] += _CELLS[dice.roll(0, len(_CELLS) - 1)].format(x=x, y=y, r=x + 56, m=y + 28)
    return path("a", cells["a"]) + path("b", cells["b"])


def spotlight(dice: Dice) -> str:
    lamp, middle, reach = dice.roll(20, 180), dice.roll(80, 120), dice.roll(56, 76)
    pool = f'<ellipse class="b" cx="{middle}" cy="180" rx="{reach}" ry="15"/>'
    return path("a", f"M{lamp} 0L{middle - reach} 180h{2 * reach}z") + pool + figure("g", middle, 182)


def stairs(dice: Dice) -> str:
    steps, low = dice.roll(4, 6), dice.roll(268, 282)
    tread, rise = 200 // steps + 1, dice.roll(22, 27)
    shape = f"M0 300V{low}" + f"h{tread}v-{rise}" * (steps - 1) + f"h{tread}V300z"
    moon = disc("b", dice.roll(36, 84), dice.roll(176, 196), dice.roll(14, 24))
    return moon + path("a", shape)


def curtain(dice: Dice) -> str:
    reach, hem = dice.roll(84, 104), dice.roll(176, 200)
    left = f"M0 0h{reach}Q{reach - 6} {hem - 90} 0 {hem}z"
    right = f"M200 0h-{reach}Q{206 - reach} {hem - 90} 200 {hem}z"
    folds = "".join(
        f"M{x} 0h9Q{x + 2} {hem - 110} 0 {hem - 24 - place * 34}v-14Q{x - 8} {hem - 120} {x} 0z"
        f"M{200 - x} 0h-9Q{198 - x} {hem - 110} 200 {hem - 24 - place * 34}v-14Q{208 - x} {hem - 120} {200 - x} 0z"
        for place, x in enumerate((60, 34))
    )
    return disc("b", 100, dice.roll(120, 136), dice.roll(20, 34)) + path("a", left + right) + path("b", folds)


def waves(dice: Dice) -> str:
    length, height = dice.roll(4, 8) * 10, dice.roll(12, 20)
    bands = []
    for place, kind in enumerate("abag"):
        y, shift = 176 + place * 30, dice.roll(0, length)
        swell = f"q{length // 2}-{height} {length} 0" + f"t{length} 0" * (240 // length + 2)
        bands.append(path(kind, f"M-{shift} {y}{swell}V300H-{shift}z"))
    return disc("b", dice.roll(40, 160), 150, dice.roll(14, 22)) + "".join(bands)


def doorway(dice: Dice) -> str:
    left, width = dice.roll(30, 70), dice.roll(76, 96)
    radius, inner = width // 2, width // 2 - 16
    outside = f"M{left} 190v-{150 - radius}a{radius} {radius} 0 0 1 {2 * radius} 0v{150 - radius}z"
    opening = f"M{left + 16} 190v-{150 - radius}a{inner} {inner} 0 0 1 {2 * inner} 0v{150 - radius}z"
    floor = "M0 190h200v4H0z"
    somebody = figure("a", left + radius + dice.roll(-8, 8), 191) if dice.roll(0, 2) else ""
    return path("a", outside + floor) + path("b", opening) + somebody


def rays(dice: Dice) -> str:
    x, y, count = dice.roll(50, 150), dice.roll(120, 176), dice.roll(9, 14)
    turn = dice.roll(0, 30) / 100
    wedges = ""
    for place in range(count):
        angle = turn + place * 2 * pi / count
        ends = ((x + 260 * cos(angle + side), y + 260 * sin(angle + side)) for side in (0, pi / count))
        wedges += f"M{x} {y}" + "".join(f"L{round(a)} {round(b)}" for a, b in ends) + "z"
    return path("a", wedges) + disc("b", x, y, dice.roll(26, 40)) + path("g", "M-2 196h204v106H-2z")


def orbit(dice: Dice) -> str:
    x, y, angle = dice.roll(80, 120), 100, dice.roll(0, 62) / 10
    rings = "".join(f'<circle class="o" cx="{x}" cy="{y}" r="{radius}"/>' for radius in (44, 64, 84))
    planet = disc("b", x + round(64 * cos(angle)), y + round(64 * sin(angle)), dice.roll(8, 13))
    moon = disc("a", x + round(84 * cos(angle + 2)), y + round(84 * sin(angle + 2)), 5)
    return rings + disc("a", x, y, dice.roll(20, 30)) + planet + moon


def skyline(dice: Dice) -> str:
    houses, lights, x = "M0 300", "", 0
    while x < 200:
        width, top = dice.roll(22, 40), dice.roll(170, 250)
        houses += f"V{top}h{width}"
        if dice.roll(0, 2):
            lights += f"M{x + width // 2 - 3} {top + 12}h6v10h-6z"
        x += width
    moon = disc("b", dice.roll(40, 160), dice.roll(150, 180), dice.roll(16, 30))
    return moon + path("a", f"{houses}V300z") + path("b", lights)


def eye(dice: Dice) -> str:
    lid, look = dice.roll(52, 74), dice.roll(-18, 18)
    white = path("a", f"M10 104Q100 {104 - 2 * lid} 190 104Q100 {104 + 2 * lid} 10 104z")
    iris = dice.roll(26, 36)
    return white + disc("b", 100 + look, 104, iris) + disc("g", 100 + look, 104, iris // 2)


def mountains(dice: Dice) -> str:
    high, peak = dice.roll(150, 176), dice.roll(70, 150)
    back = path("a", f"M{peak - 150} 300L{peak} {high}l150 {300 - high}z")
    snow = path("b", f"M{peak} {high}l22 {22 * (300 - high) // 150}-14 6-9-8-10 9-11-7z")
    other = dice.roll(0, 60) if peak > 100 else dice.roll(140, 200)
    front = path("b", f"M{other - 110} 300l110-{dice.roll(50, 80)}L{other + 120} 300z")
    return back + snow + front


def monogram(dice: Dice) -> str:
    """A bar under the letter, which posters.py sets: only it knows the title."""
    return path("b", f"M16 {dice.roll(204, 208)}h{dice.roll(24, 168)}v5H16z")


def plain(dice: Dice) -> str:
    """Type and little else, as the Swiss would."""
    bar = dice.roll(20, 60)
    return path("a", "M0 230h200v70H0z") + path("b", f"M{bar} 230h{dice.roll(30, 120)}v70H{bar}z")


def bust(dice: Dice) -> str:
    """Somebody, head and shoulders: nobody in particular, and nothing that says man or woman."""
    x, y, head, shoulders = dice.roll(92, 112), dice.roll(136, 146), dice.roll(38, 45), dice.roll(66, 84)
    body = path("a", f"M{x - shoulders} 300v-20a{shoulders} 74 0 0 1 {2 * shoulders} 0v20z")
    neck = path("b", f"M{x - 15} {y}h30v74q-15 18-30 0z")
    wears = (
        "",
        path("a", f"M{x - head} {y}a{head} {head} 0 0 1 {2 * head} 0q-{head}-{head}-{2 * head} 0z"),
        path("a", f"M{x - head - 20} {y - 14}h{2 * head + 40}v-9h-22l-8-40h-{2 * head - 20}l-8 40h-22z"),
        path("a", f"M{x - head * 13 // 15} {y - head // 2}A{head} {head} 0 0 1 {x + head} {y}z"),
        path("a", f"M{x - head} {y}A{head} {head} 0 0 1 {x + head * 13 // 15} {y - head // 2}z"),
    )[dice.roll(0, 4)]
    return body + neck + disc("b", x, y, head) + wears


COMPOSITIONS = (
    Composition("horizon", horizon, 34, 100, ("serif", "italic", "caps"), scene_top=134),
    Composition("eclipse", eclipse, 196, 78, ("serif", "sans", "italic"), scene_top=42),
    Composition("diagonal", diagonal, 34, 96, ("sans", "caps", "serif"), scene_top=150),
    Composition("tiles", tiles, 196, 78, ("sans", "caps"), scene_top=44),
    Composition("spotlight", spotlight, 204, 70, ("serif", "caps"), scene_top=108),
    Composition("stairs", stairs, 34, 110, ("sans", "serif"), scene_top=160),
    Composition("curtain", curtain, 198, 76, ("serif", "italic"), centred=True, scene_top=70),
    Composition("waves", waves, 34, 92, ("italic", "serif"), scene_top=130),
    Composition("doorway", doorway, 204, 70, ("serif", "caps"), scene_top=96),
    Composition("rays", rays, 202, 72, ("sans", "caps", "serif"), scene_top=90),
    Composition("orbit", orbit, 200, 74, ("caps", "serif", "sans"), scene_top=45),
    Composition("skyline", skyline, 34, 100, ("sans", "italic", "caps"), scene_top=130),
    Composition("eye", eye, 200, 74, ("serif", "sans"), scene_top=48),
    Composition("mountains", mountains, 34, 100, ("caps", "serif"), scene_top=126),
    Composition("monogram", monogram, 218, 56, ("serif", "sans"), scene_top=44, scene=tiles),
    Composition("plain", plain, 34, 180, ("sans", "serif", "italic"), largest=66, scene_top=188),
)
