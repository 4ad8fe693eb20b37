"""/search/: our own films and people at once; what only TMDB has comes behind, in a fragment of its own."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from apps.catalog import search
from apps.catalog.models import Movie
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound
from apps.catalog.tmdb.remote_search import find_films
from apps.catalog.tmdb.sync import bring_in as bring_in_from_tmdb
from apps.core.visits import too_many

LONGEST = 200
# With fewer films than this of our own, TMDB is asked as well.
LITTLE = 6


def query_of(request: HttpRequest) -> str:
    """What was asked, without what no title has, and not longer than the form lets anybody type."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]


@login_not_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    text = query_of(request)
    if request.headers.get("HX-Target") == "suggestions":
        return _suggestions(request, text)
    found = search.search(text, viewer=request.profile, limit=40)
    context = {
        "query": text,
        "movies": found.movies,
        "people": found.people,
        "corrected": found.corrected,
        "asks_elsewhere": bool(text) and settings.TMDB_ENABLED and len(found.movies) < LITTLE,
    }
    return render(request, "catalog/search.html", context)


def _suggestions(request: HttpRequest, text: str) -> HttpResponse:
    found = search.suggest(text, viewer=request.profile, limit=8)
    context = {"query": text, "movies": found.movies, "people": found.people[:3]}
    return render(request, "components/_suggestions.html", context)


@login_not_required
@require_safe
@ensure_csrf_cookie
def elsewhere(request: HttpRequest) -> HttpResponse:
    """A fragment for htmx, a page of its own without JavaScript."""
    text = query_of(request)
    context: dict[str, object] = {"query": text, "is_fragment": "HX-Request" in request.headers}
    if too_many(request, "search-elsewhere", allowed=30, seconds=60):
        return render(request, "catalog/elsewhere.html", context | {"trouble": "busy"}, status=429)
    try:
        context["films"] = find_films(text)
    except TmdbError:
        context["trouble"] = "silent"
    return render(request, "catalog/elsewhere.html", context)


@login_not_required
@require_POST
def bring_in(request: HttpRequest, tmdb_id: int) -> HttpResponse:
    """Makes a film of TMDB's one of ours and goes to its page."""
    held = Movie.objects.visible_to(request.profile).filter(tmdb_id=tmdb_id).first()
    if held is not None:
        return redirect(held)
    if too_many(request, "bring-in", allowed=10, seconds=60):
        return _not_brought(request, "busy", 429)
    try:
        film = bring_in_from_tmdb(tmdb_id)
    except TmdbNotFound:
        return _not_brought(request, "unknown", 404)
    except TmdbError:
        return _not_brought(request, "silent", 503)
    return redirect(film) if not film.adult else _not_brought(request, "unknown", 404)


def _not_brought(request: HttpRequest, trouble: str, status: int) -> HttpResponse:
    return render(request, "catalog/not_brought.html", {"trouble": trouble}, status=status)
