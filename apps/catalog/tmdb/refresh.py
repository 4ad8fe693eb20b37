"""What a page does about a film or person of which it has too little, or too old facts: it asks, and goes on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from apps.catalog import tasks
from apps.catalog.models import Movie, Person
from apps.core.caching import CACHE_ERRORS

logger = logging.getLogger(__name__)

LOOKED_AT_AFTER = timedelta(days=14)  # a film that people look at is refreshed sooner than the terms ask for
ASKED_FOR = 10 * 60  # seconds in which one question is enough
QUEUE_WAIT = 50  # milliseconds
QUEUE_ERRORS: tuple[type[Exception], ...] = (DatabaseError, *CACHE_ERRORS)  # its broker may be the cache's server


def ask_for_details(row: Movie | Person) -> bool:
    """Has the row refreshed behind the page when that is due; whether it was asked for just now.

    Never raises and never waits: when cache or queue do not answer, the next view asks again.
    """
    job = _due(row)
    if job is None:
        return False
    key = f"asked:{job.name}:{row.pk}"
    try:
        if not cache.add(key, 1, ASKED_FOR):
            return False
    except CACHE_ERRORS:
        return False  # without its memory each view would put the same job into the queue
    try:
        with _impatient():
            job.enqueue(row.pk)
    except QUEUE_ERRORS as error:
        logger.warning("The queue took no job: %s", type(error).__name__)
        _forget(key)
        return False
    return True


def _due(row: Movie | Person) -> Any:
    """The task that the row needs, or None."""
    if row.tmdb_id is not None and settings.TMDB_ENABLED:
        return _refresher(row) if row.fetched_at is None or _is_old(row) else None
    wants_trailer = isinstance(row, Movie) and row.trailer_asked_at is None
    return tasks.find_trailer if wants_trailer and settings.YOUTUBE_API_KEY else None


def _refresher(row: Movie | Person) -> Any:
    return tasks.refresh_movie if isinstance(row, Movie) else tasks.refresh_person


def _is_old(row: Movie | Person) -> bool:
    return row.fetched_at is not None and row.fetched_at < timezone.now() - LOOKED_AT_AFTER


def _forget(key: str) -> None:
    try:
        cache.delete(key)
    except CACHE_ERRORS:
        logger.warning("The cache does not answer.")


@contextmanager
def _impatient() -> Iterator[None]:
    """SQLite has one writer at a time: here a reader's page would wait up to 20 s for an import to finish its batch."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5) * 1000)
    _set_busy_timeout(QUEUE_WAIT)
    try:
        yield
    finally:
        _set_busy_timeout(usual)


def _set_busy_timeout(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
