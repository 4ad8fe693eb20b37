"""What must not stand in a log."""

import re
from collections.abc import MutableMapping
from typing import Any

# Whoever has the rest of such an address gets in without signing in: it is a key.
KEYS_BELOW = ("/calendar/feed/", "/review/", "/watchlists/shared/")

_KEY = re.compile(f"({'|'.join(map(re.escape, KEYS_BELOW))})[^/\\s?#\"'&]+")


def without_keys(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: addresses that are keys are logged without the key."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _KEY.sub(r"\1...", value)
    return event
