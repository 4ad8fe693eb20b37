"""Remembers for a moment that TMDB is down, so that pages stop asking. All processes share the memory."""

import logging

from django.core.cache import cache

from apps.core.caching import CACHE_ERRORS

logger = logging.getLogger(__name__)

SHORTEST, LONGEST = 20.0, 120.0  # seconds


class Breaker:
    """`name` tells the services apart. Without a working cache it never opens."""

    def __init__(self, name: str) -> None:
        self._key = f"breaker:{name}"

    def is_open(self) -> bool:
        try:
            return cache.get(self._key) is not None
        except CACHE_ERRORS:
            return False

    def open(self, seconds: float | None = None) -> None:
        try:
            cache.set(self._key, 1, min(LONGEST, max(SHORTEST, seconds or 0)))
        except CACHE_ERRORS:
            logger.warning("The cache does not answer; pages will ask again.")

    def close(self) -> None:
        try:
            cache.delete(self._key)
        except CACHE_ERRORS:
            logger.warning("The cache does not answer; pages wait for the breaker to close by itself.")
