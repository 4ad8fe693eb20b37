"""Charts and their tables, and figures as the eye reads them."""

from collections.abc import Iterable, Sequence

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.templatetags.catalog import cards, movie_url, poster
from apps.core.templatetags.core import facts_line, icon
from apps.diary.models import Viewing
from apps.statistics import charts, panels
from apps.statistics.figures import Figures, Part
from apps.statistics.releases import Release

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


@register.simple_tag
def best_cards(rows: Sequence[Viewing]) -> SafeString:
    """Films as cards, each with the stars that its viewing gave."""
    return mark_safe("".join(_with_stars(item, row) for item, row in zip(_items(rows), rows, strict=True)))  # noqa: S308


def _items(rows: Sequence[Viewing]) -> list[str]:
    """The cards without their ends. They are dealt together, so that no neighbours are drawn alike; without
    a request they have no buttons: the year is over."""
    return [item for item in cards(Context(), [row.movie for row in rows], 6).split("</li>") if item]


def _with_stars(item: str, row: Viewing) -> str:
    stars = f"{row.rating:g}"
    return (
        f'{item}<p class="stars">{icon("star")}<span>{stars}<span class="visually-hidden"> stars</span></span></p></li>'
    )


@register.simple_tag
def films_of_releases(releases: Iterable[Release]) -> SafeString:
    """The films of a day as list items: a month has hundreds."""
    return mark_safe("".join(_film_of(release) for release in releases))  # noqa: S308


def _film_of(release: Release) -> str:
    movie = release.movie
    facts = [release.kind.label, *release.notes, "again" if release.earlier else ""]
    return (
        f'<li><a href="{movie_url(movie)}">{poster(movie, "thumb")}'
        f"<span><b>{escape(movie.title)}</b><small>{escape(facts_line(facts))}</small></span></a></li>"
    )
