"""TMDB's pictures from our own origin, when TMDB_IMAGE_PROXY is on."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from apps.catalog.tmdb import pictures
from apps.catalog.tmdb.errors import TmdbError, TmdbUnavailable

A_YEAR = "public, max-age=31536000, immutable"  # TMDB never changes the picture behind a path
A_MINUTE = "public, max-age=60"


@login_not_required
@require_safe
def picture(request: HttpRequest, size: str, file: str) -> HttpResponseBase:
    """404 for what is not ours to show, 502 when TMDB does not answer: the page then shows its drawn poster."""
    path = f"/{file}"
    if not settings.TMDB_IMAGE_PROXY or not pictures.is_known_name(size, path):
        return _nothing(404)
    try:
        found = pictures.kept(size, path) or _fetched(size, path)
    except TmdbUnavailable:
        return _nothing(502)
    except TmdbError:
        return _nothing(404)
    return _answer(found) if found else _nothing(404)


def _fetched(size: str, path: str) -> Path | None:
    return pictures.fetched(size, path) if pictures.is_allowed(size, path) else None


def _answer(file: Path) -> FileResponse:
    stream = file.open("rb")
    kind = pictures.content_type(stream.read(16))
    stream.seek(0)
    return FileResponse(stream, content_type=kind, headers={"Cache-Control": A_YEAR})


def _nothing(status: int) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain", headers={"Cache-Control": A_MINUTE})
