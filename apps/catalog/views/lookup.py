"""/movie/<title>: a film by its title, as JSON for programs and as a redirect for browsers."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from apps.catalog import search
from apps.catalog.models import Movie

SUGGESTED = 5
LONGEST = 300


@login_not_required
@require_safe
def by_title(request: HttpRequest, title: str) -> HttpResponse:
    wanted = " ".join(title.replace("\0", " ").split()).strip("/")[:LONGEST]
    film = search.find_by_title(wanted, viewer=request.profile)
    response = _for_browser(film) if _is_browser(request) else _as_json(request, film, wanted)
    patch_vary_headers(response, ["Accept"])
    return response


def _is_browser(request: HttpRequest) -> bool:
    """Browsers say that they take HTML; a program that takes anything gets JSON."""
    return "text/html" in request.headers.get("Accept", "")


def _for_browser(film: Movie | None) -> HttpResponse:
    if film is None:
        raise Http404("There is no film of this title.")
    return redirect(film)


def _as_json(request: HttpRequest, film: Movie | None, wanted: str) -> JsonResponse:
    if film is not None:
        return JsonResponse(_facts(request, film))
    near = search.search(wanted, viewer=request.profile, limit=SUGGESTED).movies
    problem = {
        "type": "about:blank",
        "title": "Not found",
        "status": HTTPStatus.NOT_FOUND,
        "detail": f"There is no film called “{wanted}” here.",
        "suggestions": [_short(request, other) for other in near],
    }
    return JsonResponse(problem, status=HTTPStatus.NOT_FOUND, content_type="application/problem+json")


def _facts(request: HttpRequest, film: Movie) -> dict[str, Any]:
    full = Movie.objects.prefetch_related("genres", "countries").get(pk=film.pk)
    return _short(request, full) | {
        "original_title": full.original_title,
        "original_language": full.original_language,
        "release_date": full.release_date,
        "runtime": full.runtime,
        "overview": full.overview,
        "tagline": full.tagline,
        "genres": [genre.name for genre in full.genres.all()],
        "countries": [country.code for country in full.countries.all()],
        "directors": full.director_names,
        "vote_average": full.vote_average,
        "vote_count": full.vote_count,
        "imdb_id": full.imdb_id,
        "tmdb_id": full.tmdb_id,
    }


def _short(request: HttpRequest, film: Movie) -> dict[str, Any]:
    return {
        "id": film.pk,
        "title": film.title,
        "year": film.year,
        "url": request.build_absolute_uri(film.get_absolute_url()),
        "api_url": request.build_absolute_uri(f"/api/movies/{film.pk}/"),
    }
