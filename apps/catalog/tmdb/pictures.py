"""Pictures of TMDB on our own origin: fetched once, kept on disk, and only those of films and people that we hold."""

import logging
import os
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import requests
from django.conf import settings

from apps.catalog.models import Franchise, Movie, Person, Studio, WatchProvider
from apps.catalog.pictures import SIZE_NAMES, is_picture_path
from apps.catalog.tmdb.breaker import Breaker
from apps.catalog.tmdb.errors import TmdbNotFound, TmdbUnavailable
from apps.core.http import FetchError, TooLarge, fetch, session

logger = logging.getLogger(__name__)

MAX_BYTES = 5_000_000
KEPT_DAYS = 150  # as long as the facts
# By what the bytes say, not by the header: a page of ours must not pass on anything but a picture. No SVG, it can run.
SIGNATURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))

breaker = Breaker("tmdb-pictures")


def is_allowed(size: str, path: str) -> bool:
    """Whether the size exists and `path` ("/" first) is of a picture that one of our rows names."""
    return size in SIZE_NAMES and is_picture_path(path) and not path.endswith(".svg") and _is_held(path)


def _is_held(path: str) -> bool:
    """Each look-up is by an index; most pictures are posters."""
    return (
        Movie.objects.filter(poster_path=path).exists()
        or Person.objects.filter(profile_path=path).exists()
        or Movie.objects.filter(backdrop_path=path).exists()
        or WatchProvider.objects.filter(logo_path=path).exists()
        or Franchise.objects.filter(poster_path=path).exists()
        or Franchise.objects.filter(backdrop_path=path).exists()
        or Studio.objects.filter(logo_path=path).exists()
    )


def kept(size: str, path: str) -> Path | None:
    """The file of a picture that was fetched before. The arguments must have passed `is_known_name`."""
    file = _file(size, path)
    return file if file.is_file() else None


def is_known_name(size: str, path: str) -> bool:
    """Whether the two can stand in a path on disk and at TMDB."""
    return size in SIZE_NAMES and is_picture_path(path)


def fetched(size: str, path: str) -> Path:
    """Fetches a picture and keeps it. TmdbNotFound or TmdbUnavailable."""
    if breaker.is_open():
        raise TmdbUnavailable("TMDB's pictures did not come a moment ago")
    try:
        reply = fetch(
            _session(), f"{settings.TMDB_IMAGE_URL}/{size}{path}", timeout=(2, 5), total=10, max_bytes=MAX_BYTES
        )
    except TooLarge as error:
        raise TmdbNotFound(f"TMDB's picture: {error}") from error
    except FetchError as error:
        breaker.open()
        raise TmdbUnavailable(f"TMDB's picture: {error}") from error
    if reply.status >= 500 or reply.status == 429:
        breaker.open()
        raise TmdbUnavailable(f"TMDB's pictures answered with status {reply.status}")
    if reply.status != 200 or not content_type(reply.body):
        raise TmdbNotFound(f"TMDB has no such picture (status {reply.status})")
    file = _file(size, path)
    _write(file, reply.body)
    return file


def content_type(start: bytes) -> str:
    """The type of a picture that begins like this; "" when it is none of those that we pass on."""
    return next((kind for signature, kind in SIGNATURES if start.startswith(signature)), "")


def _file(size: str, path: str) -> Path:
    # Two letters of the name as a directory: a million files in one would be slow to find.
    return Path(settings.MEDIA_ROOT) / "pictures" / size / path[1:3].lower() / path[1:]


def _write(file: Path, body: bytes) -> None:
    """Readers find the whole picture or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as draft:
        draft.write(body)
    os.replace(draft.name, file)


def drop_old() -> int:
    """Deletes the pictures that were fetched too long ago; how many. Those still wanted are fetched again."""
    before = time.time() - KEPT_DAYS * 86_400
    dropped = 0
    for file in _files():
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
            dropped += 1
    return dropped


def _files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT) / "pictures"
    return (file for file in root.rglob("*") if file.is_file())


@lru_cache(maxsize=1)
def _session() -> requests.Session:
    made = session(connections=16)
    made.headers["Accept"] = "image/jpeg, image/png"
    return made
