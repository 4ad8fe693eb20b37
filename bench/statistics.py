"""What the pages of a diary of 10,000 viewings and of a watchlist of 5,000 films cost, next to a bare view.

Signed in, asked afresh each time. "counted" is the first time after a change of the diary: nothing is kept yet.
"""

import json
import shutil
import sys
import time
from pathlib import Path

from bench.pages import HELLO
from bench.server import BUILT, ROOT, built_database, collect_static, environment, run_in_django
from bench.visit import VISITORS_HELLO, measured

FILMS, VIEWINGS, LISTED = 10_000, 10_000, 5_000
LIMIT, QUERY_LIMIT = 15.0, 8  # times hello; queries
LIMITED = ("home", "browse", "watchlist", "diary")  # and the others are what they are: they count
REPORT = ROOT / "docs" / "benchmarks" / "statistics.md"
HEAD = [
    "page",
    "x hello",
    "limit",
    "x a visitor's hello",
    "CPU ms",
    "HTML kB",
    "queries",
    "counted: ms",
    "counted: queries",
    "",
]


def prepared() -> Path:
    """A copy, so that the diary is in no other benchmark."""
    database = BUILT / "statistics.sqlite3"
    shutil.copy(built_database(FILMS), database)
    return database


def row(name: str, page: dict[str, object], costs: dict[str, float]) -> tuple[list[str], bool]:
    cpu = costs[str(page["path"])]
    ratio = cpu / costs[HELLO]
    is_limited = name.startswith(LIMITED)
    is_over = is_limited and (ratio > LIMIT or int(str(page["queries"])) > QUERY_LIMIT)
    cells = [
        name, f"{ratio:.1f}", f"{LIMIT:g}" if is_limited else "", f"{cpu / costs[VISITORS_HELLO]:.1f}", f"{cpu:.1f}",
        f"{int(str(page['bytes'])) / 1000:.1f}", str(page["queries"]),
        f"{page['counted']:.0f}", str(page["counted_queries"]),
        ("over" if is_over else "held") if is_limited else "",
    ]  # fmt: skip
    return cells, is_over


def report(rows: list[list[str]]) -> str:
    lines = [
        "# Pages of who is signed in",
        "",
        f"Written by `make bench-statistics`; do not edit. A diary of {VIEWINGS:,} viewings over ten years and a",
        f"watchlist of {LISTED:,} films, in a catalogue of {FILMS:,}, on SQLite. The yardstick is the bare view of",
        "[pages](pages.md), asked in the same run with the same cookie, and beside it by a visitor: what it costs to",
        "know who asks is then a cost of the page. Each page is made afresh; what is kept between",
        'two requests are the figures of a diary that did not change. "Counted" is the request after a change, which',
        "counts the diary anew, and when browsing the choices of the filters, kept for all: CPU of one request,",
        "in process. Queries are all of a request, session and profile too.",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|" + "|".join(["---"] + ["---:"] * 8 + ["---"]) + "|",
        *("| " + " | ".join(cells) + " |" for cells in rows),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    env = environment(prepared(), CACHE_URL="locmemcache://")
    collect_static(env)
    began = time.perf_counter()
    told = json.loads(run_in_django("bench.statistics_in_django", str(VIEWINGS), str(LISTED), env=env).splitlines()[-1])
    print(f"filled and probed in {time.perf_counter() - began:.0f} s", flush=True)
    costs = measured(env, told["pages"], told["cookie"])
    rows = [row(name, page, costs) for name, page in told["pages"].items()]
    for cells, _ in rows:
        print("  ".join(cells))
    REPORT.write_text(report([cells for cells, _ in rows]))
    return any(is_over for _, is_over in rows)


if __name__ == "__main__":
    sys.exit(main())
