"""Template tags and filters that belong to no app. A builtin: no template needs to load it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()

# icons.css says this once for every icon.
_SAID_IN_CSS = ' fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A lucide icon as inline SVG, as large as the text beside it and hidden from screen readers."""
    svg = lucide(str(name), size=None, **{"class": "icon", "aria-hidden": "true"})
    return mark_safe("".join(line.strip() for line in svg.replace(_SAID_IN_CSS, "").splitlines()))  # noqa: S308


@register.filter
def runtime(minutes: int | None) -> str:
    """Minutes as a programme prints them: 117 is "1 h 57", 45 is "45 min", nothing is ""."""
    if not minutes or minutes < 0:
        return ""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


@register.filter
def facts_line(facts: Iterable[Any]) -> str:
    """The facts that are there, with middle dots between them."""
    return " · ".join(str(fact) for fact in facts if fact not in (None, ""))


@register.filter
def undo_url(message: Message) -> str:
    """Where a message's "Undo" posts to: who says the message gives it `extra_tags="undo=/address/"`."""
    given = message.extra_tags or ""
    return given.removeprefix("undo=") if given.startswith("undo=") else ""


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The page numbers that a pagination shows; "…" stands for those it leaves out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
