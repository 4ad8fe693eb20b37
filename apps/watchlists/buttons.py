"""The button that puts a film on one's watchlist and takes it off, on cards and on the film's page.

Each belongs to the one form of the page (templates/watchlists/_form.html): it works without JavaScript, and forty of
them weigh little. What it says depends on what is on the list, which is asked once for all buttons of a page.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from apps.catalog.models import Movie
from apps.core.late import later
from apps.watchlists.models import Entry

FORM = "listing"


class Slot(NamedTuple):
    """Where a button goes. `wide` with words, else a sign alone."""

    movie_id: int
    title: str
    wide: bool


def on_card(request: HttpRequest, movie: Movie) -> SafeString:
    return later(request, buttons, Slot(movie.pk, movie.title, wide=False))


def with_words(request: HttpRequest, movie: Movie) -> SafeString:
    return later(request, buttons, Slot(movie.pk, movie.title, wide=True))


def buttons(request: HttpRequest, slots: Sequence[Slot]) -> list[str]:
    """The buttons of a page, with one query for all."""
    listed = Entry.objects.filter(
        watchlist__profile=request.profile,  # type: ignore[attr-defined]
        watchlist__is_main=True,
        movie_id__in={slot.movie_id for slot in slots},
    )
    on_list = set(listed.values_list("movie_id", flat=True))
    remove = reverse("watchlist_main_remove")
    return [_button(slot, remove if slot.movie_id in on_list else "") for slot in slots]


def _button(slot: Slot, remove: str) -> str:
    """`remove` is where a film goes off the list, "" for one that is not on it. What it says stays: it is pressed."""
    kind, words = ("button listing", "Watchlist") if slot.wide else ("listing", "")
    label = "" if slot.wide else f' aria-label="{escape(slot.title)} on your watchlist"'
    state = f'aria-pressed="true" formaction="{remove}"' if remove else 'aria-pressed="false"'
    return f'<button class="{kind}" form="{FORM}" name="movie" value="{slot.movie_id}" {state}{label}>{words}</button>'
