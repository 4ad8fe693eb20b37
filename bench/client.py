"""A visitor who asks for the same page many times, one request after the other."""

import http.client
import itertools
import time
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    body: bytes


def ask(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"User-Agent": "bench", "Accept": "text/html"})
        response = connection.getresponse()
        return Answer(response.status, response.read())
    finally:
        connection.close()


def ask_repeatedly(port: int, path: str, times: int, *, afresh: bool = False) -> float:
    """Seconds for `times` answers, each on a connection of its own, as from nginx to a synchronous worker.

    `afresh` asks for an address that nobody has asked for, so that no kept page answers.
    """
    started = time.perf_counter()
    for _ in range(times):
        status = ask(port, never_asked(path) if afresh else path).status
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
    return time.perf_counter() - started


_numbers = itertools.count()


def never_asked(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}bench={next(_numbers)}"
