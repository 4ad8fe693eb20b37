"""Charts as inline SVG, each with its figures in a table for whoever cannot see it. Colours and type are classes.

A chart is drawn 360 wide, which is a phone: the page scales it up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, TALL = 360, 176
_TOP, _FLOOR = 20, 148  # of the columns
_LINE, _LABELS, _FIGURES = 28, 124, 42  # of the bars: height of one, and room at its sides
MOST_LABELS = 12  # below columns
_DIGIT = 6.7  # how wide one is
_LONGEST = 19  # characters beside a bar


class Bar(NamedTuple):
    label: str
    value: float
    figure: str = ""  # what is written at it


class Cell(NamedTuple):
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`slug` names it on its page; `says` is what the eye sees at once."""

    slug: str
    title: str
    says: str
    bars: Sequence[Bar]
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_lying: bool = False
    note: str = field(default="")


def draw(chart: Chart) -> SafeString:
    height = _LINE * len(chart.bars) + 4 if chart.is_lying else TALL
    inside = _lying(chart.bars) if chart.is_lying else _standing(chart.bars)
    name = chart.slug
    return mark_safe(  # noqa: S308
        f'<svg class="chart-art" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(chart.title)}</title><desc id="{name}-d">{escape(chart.says)}</desc>'
        f"{inside}</svg>"
    )


def table(chart: Chart) -> SafeString:
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in chart.head)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in chart.rows)
    return mark_safe(  # noqa: S308
        f'<table><caption class="visually-hidden">{escape(chart.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(row: Sequence[Cell]) -> str:
    first, *others = row
    name = f'<a href="{escape(first.url)}">{escape(first.text)}</a>' if first.url else escape(first.text)
    return f'<th scope="row">{name}</th>' + "".join(f"<td>{escape(cell.text)}</td>" for cell in others)


def _standing(bars: Sequence[Bar]) -> str:
    """Columns: for what has an order, as months and ratings have."""
    highest, peak = _highest(bars)
    step = WIDTH / max(len(bars), 1)
    wide = min(step * 0.72, 40)
    nth = -(-len(bars) // MOST_LABELS)
    fits = max((len(bar.figure) for bar in bars), default=0) * _DIGIT < step
    parts = [f'<path class="floor" d="M0 {_FLOOR + 0.5}H{WIDTH}"/>']
    for place, bar in enumerate(bars):
        middle = step * (place + 0.5)
        tall = (_FLOOR - _TOP) * bar.value / highest
        if bar.value:
            parts.append(_rect(middle - wide / 2, _FLOOR - tall, wide, tall, is_peak=place == peak))
        if bar.figure and bar.value and (fits or place == peak):
            parts.append(_text(middle, _FLOOR - tall - 6, bar.figure, "mid fig"))
        if place % nth == 0:
            parts.append(_text(middle, TALL - 8, bar.label, "mid"))
    return "".join(parts)


def _lying(bars: Sequence[Bar]) -> str:
    """Bars with their names at the left: for what has none but the most first."""
    highest, peak = _highest(bars)
    room = WIDTH - _LABELS - _FIGURES
    parts = []
    for place, bar in enumerate(bars):
        top = _LINE * place + 4
        wide = room * bar.value / highest
        label = bar.label if len(bar.label) <= _LONGEST else f"{bar.label[: _LONGEST - 1].rstrip()}…"
        parts.append(_text(0, top + 15, label, ""))
        parts.append(_rect(_LABELS, top, max(wide, 1), 20, is_peak=place == peak))
        parts.append(_text(_LABELS + wide + 6, top + 15, bar.figure, "fig"))
    return "".join(parts)


def _highest(bars: Sequence[Bar]) -> tuple[float, int | None]:
    """The highest value, 1 at least, and the place of the one bar that has it; None when several do."""
    highest = max((bar.value for bar in bars), default=0)
    places = [place for place, bar in enumerate(bars) if bar.value == highest]
    return highest or 1, places[0] if len(places) == 1 else None


def _rect(x: float, y: float, wide: float, tall: float, *, is_peak: bool) -> str:
    kind = "bar peak" if is_peak else "bar"
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="1.5"/>'


def _text(x: float, y: float, words: str, kind: str) -> str:
    given = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{given}>{escape(words)}</text>'
