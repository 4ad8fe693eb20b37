import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from apps.core.rates import RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def limiter(calls: int, clock: Clock) -> RateLimiter:
    return RateLimiter(calls, 1.0, clock=clock, sleep=clock.sleep)


@given(st.integers(1, 20), st.lists(st.floats(0, 0.5), max_size=80))
def test_no_period_ever_has_more_calls_than_allowed(calls, gaps):
    clock = Clock()
    limit = limiter(calls, clock)
    taken = []
    for gap in gaps:
        clock.now += gap
        assert limit.take()
        taken.append(clock.now)

    for first, after in zip(taken, taken[calls:], strict=False):
        assert after - first >= 1.0 - 1e-9


def test_calls_below_the_limit_do_not_wait():
    clock = Clock()
    limit = limiter(40, clock)
    for _ in range(40):
        limit.take()

    assert clock.now == 0


def test_who_cannot_wait_is_told_at_once_and_takes_no_turn():
    clock = Clock()
    limit = limiter(1, clock)
    limit.take()

    assert not limit.take(patience=0.5)
    assert clock.now == 0
    assert limit.take(patience=1)
    assert clock.now == 1


def test_threads_share_the_limit():
    """How long each is told to wait, at a clock that stands still: when a thread runs is for the machine to say."""
    waits, inside, most_inside = [], [], [0]

    def now() -> float:
        inside.append(1)
        time.sleep(0.001)  # whoever is not kept out comes in here
        most_inside[0] = max(most_inside[0], len(inside))
        inside.pop()
        return 0.0

    limit = RateLimiter(5, 0.2, clock=now, sleep=waits.append)
    threads = [threading.Thread(target=lambda: [limit.take() for _ in range(3)]) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most_inside == [1]
    assert sorted(waits) == [0.2] * 5 + [0.4] * 5  # of 15 calls the first 5 need not wait
