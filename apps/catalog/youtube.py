"""Asks the YouTube Data API once for the official trailer of a film for which TMDB has none, and keeps the answer.

https://developers.google.com/youtube/v3/docs/search/list: a search costs 100 of a project's 10,000 units a day, so
after "quota exceeded" nobody asks again for some hours.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from typing import Any

import requests
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from apps.catalog.models import Movie, Trailer
from apps.catalog.search.folding import fold
from apps.core.caching import CACHE_ERRORS
from apps.core.http import FetchError, Reply, Secret, fetch, session

logger = logging.getLogger(__name__)

ASKED = 10  # videos
QUOTA_PAUSE = 6 * 3600  # seconds
_PAUSE_KEY = "youtube:quota"
_KEY = re.compile(r"[A-Za-z0-9_-]{11}")
_NOT_OFFICIAL = {
    "reaction",
    "review",
    "fan",
    "fanmade",
    "parody",
    "concept",
    "ending",
    "explained",
    "gameplay",
    "honest",
}


def find_trailer(movie: Movie) -> Trailer | None:
    """Never raises because of YouTube. Without a definite answer the film is asked for again another time."""
    if not _is_wanted(movie):
        return None
    try:
        reply = fetch(
            _session(Secret(settings.YOUTUBE_API_KEY)),
            f"{settings.YOUTUBE_API_URL}/search",
            params={
                "part": "snippet",
                "type": "video",
                "videoEmbeddable": "true",
                "maxResults": ASKED,
                "q": f"{movie.title} {movie.year or ''} official trailer",
            },
            timeout=(3.05, 8),
            total=12,
            max_bytes=1_000_000,
        )
    except FetchError as error:
        logger.warning("YouTube: %s", error)
        return None
    return _kept(movie, reply)


def _is_wanted(movie: Movie) -> bool:
    if not settings.YOUTUBE_API_KEY or movie.trailer_asked_at is not None or movie.is_curated("trailers"):
        return False
    return not _is_pausing() and not movie.trailers.exists()


def _kept(movie: Movie, reply: Reply) -> Trailer | None:
    if reply.status in (403, 429):
        _pause()
    if reply.status != 200:
        logger.warning("YouTube answered with status %s.", reply.status)
        return None
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError):
        logger.warning("YouTube's answer is no JSON.")
        return None
    found = next((video for video in _videos(answer) if _is_trailer_of(movie, video["title"])), None)
    return _store(movie, found)


@transaction.atomic
def _store(movie: Movie, found: dict[str, Any] | None) -> Trailer | None:
    movie.trailer_asked_at = timezone.now()
    Movie.objects.filter(pk=movie.pk).update(trailer_asked_at=movie.trailer_asked_at)
    if found is None:
        return None
    trailer, _ = Trailer.objects.get_or_create(
        movie=movie,
        site=Trailer.Site.YOUTUBE,
        key=found["key"],
        defaults={"name": found["title"], "kind": "Trailer", "published_at": found["published_at"]},
    )
    return trailer


def _videos(answer: Any) -> Iterator[dict[str, Any]]:
    items = answer.get("items") if isinstance(answer, dict) else None
    for item in items if isinstance(items, list) else ():
        try:
            key, snippet = item["id"]["videoId"], item["snippet"]
            title, published_at = unescape(snippet["title"])[:200], _moment(snippet.get("publishedAt"))
        except (KeyError, TypeError, AttributeError):
            continue
        if isinstance(key, str) and _KEY.fullmatch(key):
            yield {"key": key, "title": title.replace("\0", ""), "published_at": published_at}


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_trailer_of(movie: Movie, title: str) -> bool:
    """Whether a video's title has the film's title in it as whole words, and the word trailer."""
    words = f" {' '.join(fold(title))} "
    names = {" ".join(fold(name)) for name in (movie.title, movie.original_title)} - {""}
    named = any(f" {name} " in words for name in names)
    return named and " trailer " in words and not _NOT_OFFICIAL & (set(words.split()) - _words_of(names))


def _words_of(names: set[str]) -> set[str]:
    return {word for name in names for word in name.split()}


def _is_pausing() -> bool:
    try:
        return cache.get(_PAUSE_KEY) is not None
    except CACHE_ERRORS:
        return False


def _pause() -> None:
    try:
        cache.set(_PAUSE_KEY, 1, QUOTA_PAUSE)
    except CACHE_ERRORS:
        logger.warning("The cache does not answer; YouTube may be asked again.")


@lru_cache(maxsize=2)
def _session(key: Secret) -> requests.Session:
    made = session()
    made.headers["X-Goog-Api-Key"] = key.reveal()
    return made
