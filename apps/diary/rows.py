"""Viewings as rows, built in Python as cards are: a page has forty of them, a month as many as somebody saw."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from apps.catalog.templatetags.catalog import movie_url, poster
from apps.core.templatetags.core import icon
from apps.diary.models import Viewing
from apps.diary.stars import printed

NOTE_SHOWN = 240


def lines(viewings: Iterable[Viewing], back: str) -> SafeString:
    """`<li>`s of the diary, with their films; `back` is the page to which a change leads back."""
    base, query = reverse("diary"), escape("?" + urlencode({"next": back}))
    return mark_safe("".join(_line(viewing, f"{base}viewings/{viewing.pk}/{query}") for viewing in viewings))  # noqa: S308


def of_day(viewings: Iterable[Viewing]) -> SafeString:
    """`<li>`s of a day in the calendar of a month, with their films."""
    return mark_safe("".join(_of_day(viewing) for viewing in viewings))  # noqa: S308


def _line(viewing: Viewing, change_url: str) -> str:
    movie, on = viewing.movie, viewing.watched_on
    url, title = movie_url(movie), escape(movie.title)
    when = f'<time datetime="{on}"><b>{on.day}</b> <small>{on:%a}</small></time>' if on else "<span></span>"
    note = f'<p class="line-note">{escape(Truncator(viewing.note).chars(NOTE_SHOWN))}</p>' if viewing.note else ""
    spoken = f", {on.day} {on:%B} {on.year}" if on else ""
    return (
        f'<li>{when}<a class="thumb" href="{url}" tabindex="-1" aria-hidden="true">{poster(movie, "thumb")}</a>'
        f'<div><p class="line-title"><a href="{url}">{title}</a> <small>{movie.year or ""}</small></p>'
        f'<p class="line-facts">{_facts(viewing)}</p>{note}</div>'
        f'<a class="tool" href="{change_url}" data-dialog aria-label="Change {title}{spoken}">{icon("pencil")}</a></li>'
    )


def _facts(viewing: Viewing) -> str:
    again = f"<span>{icon('repeat-2')}seen before</span>" if viewing.rewatch else ""
    company = f"<span>with {escape(viewing.companion)}</span>" if viewing.companion else ""
    place = f"<span>{escape(viewing.place)}</span>" if viewing.place else ""
    return f"{printed(viewing.half_stars)}{again}{company}{place}"


def _of_day(viewing: Viewing) -> str:
    movie = viewing.movie
    return (
        f'<li><a href="{movie_url(movie)}">{poster(movie, "thumb")}<span class="day-words">'
        f"<b>{escape(movie.title)}</b> {printed(viewing.half_stars)}</span></a></li>"
    )
