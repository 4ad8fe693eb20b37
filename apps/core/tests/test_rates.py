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
    limit = RateLimiter(5, 0.2)
    taken = []

    def work():
        for _ in range(3):
            limit.take()
            taken.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    taken.sort()
    assert taken[-1] - taken[0] >= 0.4 - 0.02  # 15 calls, 5 at a time
    assert all(after - first >= 0.2 - 0.02 for first, after in zip(taken, taken[5:], strict=False))
