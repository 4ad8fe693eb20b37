"""The films of a list as rows, built in Python as cards are: a page has forty of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape, urlize
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.genres import genre_name
from apps.catalog.models import Movie
from apps.catalog.narrowing import marks_of
from apps.catalog.templatetags.catalog import movie_url, poster
from apps.core.templatetags.core import facts_line, runtime
from apps.watchlists.buttons import FORM, on_card
from apps.watchlists.models import Entry, Watchlist

OFFERS_SHOWN = 4


def rows(
    request: HttpRequest,
    watchlist: Watchlist,
    entries: Sequence[Entry],
    offers: Mapping[int, Sequence[str]],
    *,
    may_edit: bool,
    may_order: bool,
) -> SafeString:
    """`<li>`s. Who may edit gets buttons to move, to note and to take off; other members one for their own list."""
    made = []
    for entry in entries:
        does = _editing(watchlist, entry, may_order=may_order) if may_edit else ""
        if request.profile:  # type: ignore[attr-defined]
            does = f"{_of_the_viewer(request, entry)}{does or on_card(request, entry.movie)}"
        made.append(_row(entry, offers.get(entry.movie_id, ()), does, handle=may_edit and may_order))
    return mark_safe("".join(made))  # noqa: S308


def _of_the_viewer(request: HttpRequest, entry: Entry) -> str:
    marks = marks_of(entry)
    return "".join(action(request, entry.movie, marks) for action in _row_actions())


@cache
def _row_actions() -> list[Callable[[HttpRequest, Movie, Mapping[str, bool]], str]]:
    return [import_string(path) for path in settings.ROW_ACTIONS]


def _row(entry: Entry, offers: Sequence[str], does: str, *, handle: bool) -> str:
    movie = entry.movie
    url = movie_url(movie)
    note = f'<p class="note">{_lines(entry.note)}</p>' if entry.note else ""
    where = f'<p class="where">{_where(offers)}</p>' if offers else ""
    grip = (
        '<span class="handle" aria-hidden="true"><svg class="icon"><use href="#i-grip"/></svg></span>' if handle else ""
    )
    return (
        f'<li class="entry" id="entry-{entry.pk}" data-movie="{movie.pk}">{grip}'
        f'<a class="entry-poster" href="{url}" tabindex="-1" aria-hidden="true">{poster(movie, "thumb")}</a>'
        f'<div class="entry-words"><a class="entry-title" href="{url}">{escape(movie.title)}</a>'
        f'<p class="facts">{escape(_facts(movie))}</p>{note}{where}</div>'
        f'<div class="entry-does">{does}</div></li>'
    )


def _facts(movie: Movie) -> str:
    rating = f"{movie.vote_average:.1f}" if movie.vote_average else ""
    facts = [movie.year, runtime(movie.runtime), genre_name(movie.lead_genre_id), movie.director_names, rating]
    return facts_line(facts)


def _lines(note: str) -> str:
    return urlize(note, nofollow=True, autoescape=True).replace("\n", "<br>")


def _where(offers: Sequence[str]) -> str:
    more = f" and {len(offers) - OFFERS_SHOWN} more" if len(offers) > OFFERS_SHOWN else ""
    return f"On {escape(', '.join(offers[:OFFERS_SHOWN]))}{more}"


def _editing(watchlist: Watchlist, entry: Entry, *, may_order: bool) -> str:
    base, title = f"{watchlist.get_absolute_url()}entries/{entry.pk}/", escape(entry.movie.title)
    moves = ""
    if may_order:
        moves = _button(f"{base}up/", f"Move {title} up", "up", " data-move=up") + _button(
            f"{base}down/", f"Move {title} down", "down", " data-move=down"
        )
    label = "Change the note on" if entry.note else "Write a note on"
    sign = '<svg class="icon"><use href="#i-note"/></svg>'
    note = f'<a class="tool" href="{base}note/" aria-label="{label} {title}">{sign}</a>'
    return moves + note + _button(f"{base}remove/", f"Take {title} off the list", "off", "")


def _button(url: str, label: str, sign: str, more: str) -> str:
    return (
        f'<button class="tool" form="{FORM}" formaction="{url}" aria-label="{label}"{more}>'
        f'<svg class="icon"><use href="#i-{sign}"/></svg></button>'
    )
