"""What pages cost the server when somebody who is signed in asks for them, next to a bare view."""

import http.client
import statistics

from bench.pages import HELLO
from bench.server import Server, serving

ROUNDS, TIMES = 5, 40
VISITORS_HELLO = f"{HELLO}?visitor"


class Visit:
    """One who is signed in."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.server, self.cookie = server, cookie

    def ask(self, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Accept": "text/html"} | ({} if path == VISITORS_HELLO else {"Cookie": self.cookie})
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            return response.read()
        finally:
            connection.close()

    def cpu(self, path: str, times: int) -> float:
        """Milliseconds of the server for one request. The clock ticks each 10 ms: the bare view is asked for longer."""
        times = times * 10 if path.startswith(HELLO) else times
        before = self.server.cpu_seconds()
        for _ in range(times):
            self.ask(path)
        return (self.server.cpu_seconds() - before) * 1000 / times


def measured(
    env: dict[str, str],
    probed: dict[str, dict[str, object]],
    cookie: str,
    times: int = TIMES,
    rounds: int = ROUNDS,
) -> dict[str, float]:
    with serving(env) as server:
        visit = Visit(server, cookie)
        paths = [HELLO, VISITORS_HELLO, *(str(page["path"]) for page in probed.values())]
        for path in paths:
            visit.ask(path)  # what a process reads once is of no page
        found = [{path: visit.cpu(path, times) for path in paths} for _ in range(rounds)]
    return {path: statistics.median(costs[path] for costs in found) for path in paths}
