"""How often somebody did something lately, counted in the cache by address or by user."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from apps.core.caching import CACHE_ERRORS


def too_many(request: HttpRequest, what: str, *, allowed: int, seconds: int) -> bool:
    """Counts this visit; whether it is more than `allowed` within `seconds`. Without a cache nobody is refused."""
    who = f"user:{request.user.pk}" if request.user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    key = f"visits:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) > allowed
    except ValueError:  # the key ran out between the two calls
        return False
    except CACHE_ERRORS:
        return False
