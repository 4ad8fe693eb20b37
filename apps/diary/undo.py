"""Takes the last removal of a session back. Only that session can, and only once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from apps.catalog.models import Movie
from apps.diary.actions import log_viewing
from apps.diary.models import Viewing

SESSION_KEY = "removed_viewing"
KEPT = ("movie_id", "rewatch", "half_stars", "place", "companion", "note", "source")


def offer_undo(request: HttpRequest, viewing: Viewing, *, back: str) -> None:
    """Says that `viewing` is gone, with a button that brings it back; `back` is the page that one then returns to."""
    facts: dict[str, Any] = {name: getattr(viewing, name) for name in KEPT}
    facts["watched_on"] = viewing.watched_on and viewing.watched_on.isoformat()
    request.session[SESSION_KEY] = {"profile": viewing.profile_id, "back": back, "facts": facts}
    text = f"{viewing.movie.title} is out of your diary."
    messages.success(request, text, extra_tags=f"undo={reverse('diary_restore')}")


def undo_removal(request: HttpRequest) -> tuple[Viewing | None, str]:
    """The viewing that is back, None when there is nothing to bring back; and the page to return to.

    ValidationError when the diary has another in its place by now.
    """
    kept = request.session.pop(SESSION_KEY, None)
    profile = request.profile  # type: ignore[attr-defined]
    if kept is None or kept["profile"] != profile.pk:
        return None, reverse("diary")
    facts = kept["facts"]
    movie = Movie.objects.visible_to(profile).filter(pk=facts.pop("movie_id")).first()
    if movie is None:
        return None, kept["back"]
    if facts["watched_on"]:
        facts["watched_on"] = date.fromisoformat(facts["watched_on"])
    return log_viewing(profile=profile, movie=movie, by=profile, **facts), kept["back"]
