"""What a request names, as far as its profile may see or change it; and how a change is answered."""

import time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from apps.catalog.models import Movie
from apps.core.answers import back, toast
from apps.core.ids import id_in
from apps.watchlists.actions import RemovedEntry
from apps.watchlists.models import Entry, Member, Suggestion, Watchlist

SALT = "watchlists.removed"
UNDO_KEY = "watchlists_undo"
UNDO_SECONDS = 30  # how long a page without JavaScript offers it
TOKEN_SECONDS = 24 * 3600


def visible(request: HttpRequest, pk: int) -> Watchlist:
    """A list that one may read, with `may_edit` and `is_own`; 404 for any other."""
    profile = request.profile
    lists = Watchlist.objects.visible_to(profile).select_related("profile")
    member = Member.objects.filter(watchlist=OuterRef("pk"), profile=profile)
    suggestions = Suggestion.objects.filter(watchlist=OuterRef("pk")).order_by()
    annotated = lists.annotate(is_member=Exists(member), has_suggestions=Exists(suggestions))
    watchlist = get_object_or_404(annotated, pk=pk)
    watchlist.is_own = watchlist.profile_id == profile.pk
    watchlist.may_edit = watchlist.is_own or watchlist.is_member
    return watchlist


def editable(request: HttpRequest, pk: int) -> Watchlist:
    """A list that one may change; who may only read it is refused."""
    watchlist = visible(request, pk)
    if not watchlist.may_edit:
        raise PermissionDenied
    return watchlist


def owned(request: HttpRequest, pk: int) -> Watchlist:
    """One's own list; whoever edits or reads it with its owner is refused."""
    watchlist = visible(request, pk)
    if not watchlist.is_own:
        raise PermissionDenied
    return watchlist


def entry_of(request: HttpRequest, pk: int, entry_id: int) -> Entry:
    """An entry, which the viewer sees, of a list that it may change."""
    watchlist = editable(request, pk)
    entries = watchlist.entries.visible_to(request.profile).select_related("movie")
    entry = get_object_or_404(entries, pk=entry_id)
    entry.watchlist = watchlist
    return entry


def film_of(request: HttpRequest) -> Movie:
    """The film that a form names by `movie`, if the viewer may see it."""
    return visible_film(request, request.POST.get("movie", ""))


def visible_film(request: HttpRequest, given: str | int) -> Movie:
    return get_object_or_404(Movie.objects.visible_to(request.profile), pk=id_in(str(given)))


def said(
    request: HttpRequest,
    text: str,
    fallback: str,
    *,
    listed: dict[str, Any] | None = None,
    undo: dict[str, str] | None = None,
) -> HttpResponse:
    """What was done, in words, and a way back: in the toast, or kept for the page that follows."""
    if request.htmx:
        return toast(text, undo=undo, **({"listed": listed} if listed else {}))
    messages.success(request, text)
    if undo and undo["name"] == "token":
        request.session[UNDO_KEY] = {**undo, "until": time.time() + UNDO_SECONDS}
    return back(request, fallback)


def undo_of_removal(watchlist: Watchlist, removed: RemovedEntry) -> dict[str, str]:
    """Puts back as it was what was taken off: all of it travels with the button, signed."""
    facts = [
        watchlist.pk,
        removed.movie_id,
        removed.position,
        removed.note,
        removed.added_by_id,
        removed.added_at.isoformat(),
    ]
    token = signing.dumps(facts, salt=SALT, compress=True)
    return {"url": reverse("watchlist_restore", args=[watchlist.pk]), "name": "token", "value": token}


def removed_in(token: str, watchlist: Watchlist) -> RemovedEntry:
    """What `undo_of_removal` wrote; ValidationError when it is no such token, an old one, or another list's."""
    try:
        list_id, movie_id, position, note, added_by_id, added_at = signing.loads(
            token, salt=SALT, max_age=TOKEN_SECONDS
        )
    except signing.BadSignature:
        raise ValidationError("This can no longer be undone. Add the film again.") from None
    when = parse_datetime(added_at)
    if list_id != watchlist.pk or when is None:
        raise ValidationError("This can no longer be undone. Add the film again.")
    return RemovedEntry(movie_id, position, note, added_by_id, when)
