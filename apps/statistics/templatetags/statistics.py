"""Charts and their tables, and figures as the eye reads them."""

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.templatetags.catalog import cards
from apps.core.templatetags.core import icon
from apps.diary.models import Viewing
from apps.statistics import charts, panels
from apps.statistics.figures import Figures, Part

register = template.Library()
register.simple_tag(charts.draw, name="draw_chart")
register.simple_tag(charts.table, name="chart_table")
register.filter("hours", panels.hours_figure)


@register.filter
def part_name(part: Part, kind: str) -> str:
    """What the figures of `kind` (genre, month ...) call this part."""
    return panels.NAMES[kind](part.key)


@register.filter
def most(figures: Figures, kind: str) -> Part | None:
    """The commonest of `kind`."""
    return figures.most(kind)


@register.simple_tag(takes_context=True)
def best_cards(context: Context, rows: Sequence[Viewing]) -> SafeString:
    """Films as cards, each with the stars that its viewing gave."""
    items = _items(context, rows)
    return mark_safe("".join(_with_stars(item, row) for item, row in zip(items, rows, strict=True)))  # noqa: S308


def _items(context: Context, rows: Sequence[Viewing]) -> list[str]:
    """The cards without their ends. They are dealt together, so that no neighbours are drawn alike."""
    return [item for item in cards(context, [row.movie for row in rows], 6).split("</li>") if item]


def _with_stars(item: str, row: Viewing) -> str:
    stars = f"{row.rating:g}"
    return (
        f'{item}<p class="stars">{icon("star")}<span>{stars}<span class="visually-hidden"> stars</span></span></p></li>'
    )
