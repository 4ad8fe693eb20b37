"""How many calls a second: a limit that the threads of a process share."""

import threading
import time
from collections import deque
from collections.abc import Callable


class RateLimiter:
    """At most `calls` calls in any `period` (seconds). Callers are served in the order in which they ask."""

    def __init__(
        self,
        calls: int,
        period: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._period = period
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._taken: deque[float] = deque(maxlen=calls)

    def take(self, patience: float = float("inf")) -> bool:
        """Waits for the caller's turn; False, at once and without taking it, when that is over `patience` seconds."""
        with self._lock:
            now = self._clock()
            turn = now
            if len(self._taken) == self._taken.maxlen:
                turn = max(now, self._taken[0] + self._period)
            if turn - now > patience:
                return False
            self._taken.append(turn)
        if turn > now:
            self._sleep(turn - now)
        return True
