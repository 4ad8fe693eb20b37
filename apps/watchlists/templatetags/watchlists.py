"""What other pages show of watchlists: the form behind the buttons of cards, the button of a film's page."""

import time
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from apps.catalog.models import Movie
from apps.watchlists.buttons import FORM, with_words
from apps.watchlists.models import Watchlist
from apps.watchlists.rows import rows
from apps.watchlists.views.asking import UNDO_KEY

register = template.Library()


@register.inclusion_tag("watchlists/_form.html", takes_context=True)
def listing_form(context: Context) -> dict[str, Any]:
    """The one form that every button of a page belongs to. Nothing for visitors, whose pages are the same for all."""
    request: HttpRequest | None = context.get("request")
    if getattr(request, "profile", None) is None:
        return {"is_shown": False}
    undo = request.session.get(UNDO_KEY)
    is_fresh = bool(undo) and undo["until"] > time.time()
    return {
        "is_shown": True,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "id": FORM,
        "next": request.get_full_path(),
        "undo": undo if is_fresh else None,
    }


@register.simple_tag(takes_context=True)
def watchlist_button(context: Context, movie: Movie) -> SafeString | str:
    """On and off one's watchlist, in words."""
    request = context.get("request")
    return with_words(request, movie) if getattr(request, "profile", None) else ""


@register.simple_tag(takes_context=True)
def entry_rows(context: Context, may_edit: bool, may_order: bool) -> SafeString:
    """The rows of `entries` of `watchlist` with their `offers`, all three from the context."""
    watchlist: Watchlist = context["watchlist"]
    return rows(
        context["request"], watchlist, context["entries"], context["offers"], may_edit=may_edit, may_order=may_order
    )
