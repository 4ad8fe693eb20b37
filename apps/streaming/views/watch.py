"""/watch/: a page with the player, and the files that it plays. Whether one may is asked for each."""

import re
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.streaming.models import Rendition
from apps.streaming.playlists import SOUND, master_playlist
from apps.streaming.views.asking import size_of, visible

NAME = re.compile(r"([1-9][0-9]{0,3})(\.m3u8|\.mp4|-init\.mp4|-[0-9]{5}\.m4s)", re.ASCII)
SOUND_NAME = re.compile(rf"([1-9][0-9]{{0,3}}){SOUND}(\.m3u8|-init\.mp4|-[0-9]{{5}}\.m4s)", re.ASCII)
MASTER = "master.m3u8"
PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)


@never_cache
@require_safe
def watch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    video = visible(request, pk)
    sizes = list(video.renditions.all())
    whole = max((size.rung for size in sizes if size.is_whole), default=None)
    profile = request.profile  # type: ignore[attr-defined]
    context = {
        "video": video,
        "sizes": sizes,
        "whole": f"{whole}.mp4" if whole else "",
        "best": sizes[-1] if sizes else None,
        "may_edit": video.owner_id == profile.account_id and not profile.for_child,
        "movie": video.movie if video.movie_id and not video.movie.adult else None,
    }
    return render(request, "streaming/watch.html", context)


@require_safe
def file(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponseBase:
    """A playlist, a segment or a whole file of a video; 404 for any other name and for who may not watch it."""
    if name == MASTER:
        sizes = list(visible(request, pk).renditions.all())
        return _playlist(master_playlist(sizes))
    match = NAME.fullmatch(name) or SOUND_NAME.fullmatch(name)
    if match is None:
        raise Http404
    size = size_of(request, pk, int(match[1]))
    path = size.video.folder_of(size.attempt) / name
    if not path.is_file():
        raise Http404
    if name.endswith(".m3u8"):
        return _playlist(path.read_text(encoding="utf-8"))
    return _bytes(request, size, path, "audio/mp4" if SOUND in name else "video/mp4")


def _playlist(text: str) -> HttpResponse:
    if not text:
        raise Http404
    response = HttpResponse(text, content_type=PLAYLIST_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def _bytes(request: HttpRequest, size: Rendition, path: Path, content_type: str) -> HttpResponseBase:
    """All of a file, or the range that is asked for. What it has never changes: another attempt has another mark."""
    total, etag = path.stat().st_size, f'"{size.pk}-{size.attempt}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _marked(HttpResponse(status=HTTPStatus.NOT_MODIFIED), etag)
    wanted = _range_of(request, etag)
    begin, end = _bounds(wanted, total) if wanted else (0, total)
    if begin >= end:
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{total}"
        return response
    response = StreamingHttpResponse(_pieces(path, begin, end), content_type=content_type)
    response["Content-Length"] = str(end - begin)
    if wanted:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {begin}-{end - 1}/{total}"
    return _marked(response, etag)


def _marked(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _range_of(request: HttpRequest, etag: str) -> re.Match[str] | None:
    """One range. Several at once, other units, and a range of what it was before are answered with all of it."""
    if request.headers.get("If-Range", etag) != etag:
        return None
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    return match if match and (match[1] or match[2]) else None


def _bounds(wanted: re.Match[str], total: int) -> tuple[int, int]:
    """The first byte and the one after the last; nothing where the first comes after the end."""
    first, last = wanted[1], wanted[2]
    if not first:
        return max(0, total - int(last)), total
    return int(first), min(total, int(last) + 1 if last else total)


def _pieces(path: Path, begin: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as opened:
        opened.seek(begin)
        left = end - begin
        while left > 0 and (piece := opened.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
