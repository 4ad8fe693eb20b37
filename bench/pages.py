"""What a page costs, next to the least that a view can cost under the same server and middleware in the same run."""

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.client import ask, ask_repeatedly
from bench.server import ROOT, Server, built_database, collect_static, environment, run_in_django, serving

HELLO = "/bench/hello"
ROUNDS, CPU_OF_ROUND = 5, 0.6  # seconds: the clock that counts CPU ticks a hundred times a second
CACHED_LIMIT, LIST_LIMIT, FILM_LIMIT = 3.0, 15.0, 12.0  # times hello
QUERY_LIMIT, HTML_LIMIT = 6, 60_000  # bytes
REPORT = ROOT / "docs" / "benchmarks" / "pages.md"


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float  # milliseconds of the server for one request
    rate: float  # requests a second, of one worker


@dataclass(frozen=True, slots=True)
class Figure:
    setting: str
    name: str
    cost: Cost
    hello: Cost
    html: int
    queries: int
    limit: float

    @property
    def ratio(self) -> float:
        return self.cost.cpu / self.hello.cpu

    @property
    def faults(self) -> list[str]:
        tests: Iterable[tuple[str, Callable[[], bool]]] = (
            (f"over {self.limit:g} times hello", lambda: self.ratio > self.limit),
            (f"over {QUERY_LIMIT} queries", lambda: self.queries > QUERY_LIMIT),
            (f"over {HTML_LIMIT // 1000} kB", lambda: self.html > HTML_LIMIT),
        )
        return [text for text, is_over in tests if is_over()]

    def cells(self) -> list[str]:
        return [
            self.setting,
            self.name,
            f"{self.ratio:.1f}",
            f"{self.limit:g}",
            f"{self.cost.cpu:.2f}",
            f"{self.cost.rate:.0f}",
            f"{self.html / 1000:.1f}",
            str(self.queries),
            "; ".join(self.faults) or "held",
        ]


HEAD = ["setting", "page", "x hello", "limit", "CPU ms", "requests/s", "HTML kB", "queries", ""]


def measure(server: Server, paths: list[str], *, cached: bool) -> dict[str, Cost]:
    """The median of several rounds that take turns, so that a busy moment of the machine falls on all alike."""
    times = {path: _enough_requests(server, path, cached=cached) for path in paths}
    rounds: dict[str, list[Cost]] = {path: [] for path in paths}
    for _ in range(ROUNDS):
        for path in paths:
            before = server.cpu_seconds()
            seconds = ask_repeatedly(server.port, path, times[path], afresh=not cached)
            cpu = (server.cpu_seconds() - before) * 1000 / times[path]
            rounds[path].append(Cost(cpu, times[path] / seconds))
    return {
        path: Cost(statistics.median(cost.cpu for cost in costs), statistics.median(cost.rate for cost in costs))
        for path, costs in rounds.items()
    }


def _enough_requests(server: Server, path: str, *, cached: bool) -> int:
    ask_repeatedly(server.port, path, 20, afresh=not cached)
    before = server.cpu_seconds()
    ask_repeatedly(server.port, path, 50, afresh=not cached)
    return max(50, int(CPU_OF_ROUND * 50 / max(server.cpu_seconds() - before, 0.01)))


def figures(setting: str, env: dict[str, str], names: list[str] | None = None, *, cached: bool) -> list[Figure]:
    probed = json.loads(run_in_django("bench.probe", env=env))
    chosen = {name: page for name, page in probed.items() if names is None or name in names}
    with serving(env) as server:
        costs = measure(server, [HELLO, *(page["path"] for page in chosen.values())], cached=cached)
        sizes = {page["path"]: len(ask(server.port, page["path"]).body) for page in chosen.values()}
    found = []
    for name, page in chosen.items():
        limit = CACHED_LIMIT if cached else FILM_LIMIT if name == "film" else LIST_LIMIT
        path = page["path"]
        found.append(Figure(setting, name, costs[path], costs[HELLO], sizes[path], page["queries"], limit))
        print("  ".join(found[-1].cells()), flush=True)
    return found


def figures_of(rows: int) -> list[Figure]:
    database = built_database(rows)
    env = environment(database, CACHE_URL="locmemcache://")
    on_disk = {"CACHE_URL": f"filecache://{database.parent / 'cache'}"}
    down = {"TMDB_API_KEY": "0" * 32, "TMDB_API_URL": "http://127.0.0.1:9/3"}  # nobody listens on the discard port
    size = f"{rows:,} films"
    return [
        *figures(f"{size}, uncached", env, cached=False),
        *figures(f"{size}, cached", env | on_disk, cached=True),
        *figures(f"{size}, TMDB down", env | down, ["home"], cached=False),
    ]


def report(found: list[Figure]) -> str:
    lines = [
        "# What a page costs",
        "",
        "Written by `make bench-pages`; do not edit. The yardstick is a view that answers `Hello`, asked in the same",
        "run under the same gunicorn (one synchronous worker), middleware and settings of production, so the ratios",
        "hold on any machine while milliseconds do not. CPU is what the worker used in user and kernel mode for one",
        f"request; the figures are medians of {ROUNDS} rounds that take turns. The film has 60 of cast and 30 of crew,",
        "the person 120 films, the lists 40 and more cards. Uncached asks each time for an address that nobody asked",
        "for before, so the page is made, compressed and kept; cached reads it from the file cache of a bare checkout.",
        "Queries are those of making the page. With TMDB down, a key is set and its address refuses connections.",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|" + "|".join(["---", "---"] + ["---:"] * 6 + ["---"]) + "|",
        *("| " + " | ".join(figure.cells()) + " |" for figure in found),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    sizes = [int(os.environ["BENCH_ROWS"])] if os.environ.get("BENCH_ROWS") else [10_000, 100_000]
    collect_static(environment(Path(":memory:")))
    found = [figure for rows in sizes for figure in figures_of(rows)]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    if not os.environ.get("BENCH_ROWS"):
        REPORT.write_text(report(found))
    return any(figure.faults for figure in found)


if __name__ == "__main__":
    sys.exit(main())
