"""How often somebody may try a password: counted in the cache, by who asks and which account they ask for."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

TRIES = 5
# From one address for all accounts together: a campus behind one address still gets in.
TRIES_OF_ADDRESS = 60
PERIOD = 300  # seconds


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: what our own proxy says when there is one, never what a client claims."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


class Attempts:
    """The failed tries of one address at one account."""

    def __init__(self, request: HttpRequest, account: str) -> None:
        address = address_of(request)
        self._limits = {
            _key("account", f"{address} {account.strip().lower()}"): TRIES,
            _key("address", address): TRIES_OF_ADDRESS,
        }

    def exhausted(self) -> bool:
        counts = cache.get_many(self._limits)
        return any(count >= self._limits[key] for key, count in counts.items())

    def failed(self) -> None:
        for key in self._limits:
            if not cache.add(key, 1, PERIOD):
                _count_up(key)

    def succeeded(self) -> None:
        """Forgets the tries at this account. Those of the address stay, or one's own account would reset them."""
        cache.delete(next(iter(self._limits)))


def _count_up(key: str) -> None:
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, PERIOD)


def _key(kind: str, what: str) -> str:
    return f"login:{kind}:{hashlib.sha256(what.encode(errors='replace')).hexdigest()}"
