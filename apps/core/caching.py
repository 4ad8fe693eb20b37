"""Answers that are kept for a while, and what a cache may fail with: a page goes on without it."""

import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.core.cache import cache

try:
    from redis.exceptions import RedisError
except ImportError:  # only production installs redis

    class RedisError(Exception):  # type: ignore[no-redef]
        pass


# DatabaseError belongs to the database cache; it is left out on purpose, a page cannot go on without its database.
CACHE_ERRORS: tuple[type[Exception], ...] = (RedisError, OSError, EOFError, pickle.PickleError)

Answer = TypeVar("Answer")


def kept(key: str, seconds: float, make: Callable[[], Answer]) -> Answer:
    """What `make` answered at most `seconds` ago. It must not be None; without a cache it is made each time."""
    try:
        found: Answer | None = cache.get(key)
    except CACHE_ERRORS:
        return make()
    if found is not None:
        return found
    made = make()
    with suppress(*CACHE_ERRORS):
        cache.set(key, made, seconds)
    return made
