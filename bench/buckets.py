"""What the pages of a bucket of 50,000 items cost, next to a bare view; its rows in, and its table out."""

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import requests

from bench.pages import HELLO
from bench.server import BUILT, ROOT, built_database, collect_static, environment, run_in_django, serving
from bench.visit import measured

FILMS, ITEMS = 10_000, int(os.environ.get("BENCH_ITEMS", "50000"))
LIMIT, QUERY_LIMIT, SECONDS_LIMIT = 15.0, 8, 60.0  # times hello; queries; for the table of all items
REPORT = ROOT / "docs" / "benchmarks" / "buckets.md"
NOTHING_KEPT = "dummycache://"
TIMES, ROUNDS = 10, 2  # there are many pages
HEAD = ["page", "x hello", "nothing kept", "CPU ms", "nothing kept", "kB", "queries", "nothing kept", ""]


Costs = dict[str, float]


def row(name: str, page: dict[str, Any], costs: Costs, uncached: Costs) -> tuple[list[str], bool]:
    cpu, first = costs[page["path"]], uncached[page["path"]]
    ratios, most = (cpu / costs[HELLO], first / uncached[HELLO]), max(page["queries"], page["counted_queries"])
    is_over = ratios[0] > LIMIT or most > QUERY_LIMIT
    cells = [
        name, *(f"{ratio:.1f}" for ratio in ratios), f"{cpu:.1f}", f"{first:.1f}", f"{page['bytes'] / 1000:.1f}",
        str(page["queries"]), str(page["counted_queries"]), "over" if is_over else "held",
    ]  # fmt: skip
    return cells, is_over


def peak(pid: str) -> float:
    """The most memory that a process has had, in MB (VmHWM of proc/PID/status)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def table_of(env: dict[str, str], told: dict[str, Any]) -> dict[str, float]:
    """Takes the whole table out: seconds, kB, lines, and MB by which the worker grew."""
    headers = {"Cookie": told["cookie"], "Accept": "text/csv"}
    with serving(env, "--timeout=300") as server:
        url = f"http://127.0.0.1:{server.port}/api/buckets/{told['bucket']}/items/"
        requests.get(f"{url}?rating_min=5&length_max=10", headers=headers, timeout=60).raise_for_status()
        worker = server.workers()[0]
        before, began = peak(worker), time.perf_counter()
        answer = requests.get(url, headers=headers, timeout=300)
        taken, out = time.perf_counter() - began, peak(worker) - before
        answer.raise_for_status()
        return {"out": taken, "out MB": out, "kB": len(answer.content) / 1000, "lines": answer.text.count("\n") - 1}


def report(rows: list[list[str]], brought: dict[str, Any], table: dict[str, float]) -> str:
    lines = [
        "# A large bucket",
        "",
        f"`make bench-buckets`: a bucket of {ITEMS:,} items on SQLite, two in three of a film, in a catalogue of",
        f"{FILMS:,}. The yardstick is the bare view of [pages](pages.md), asked in the same run with the same cookie.",
        "No page is kept. What a site keeps are the sums of a bucket, until it changes, and how many a filter leaves,",
        'for two minutes and if that took long to count. "Nothing kept" is a server without a cache, which reads all',
        "items for every request: the page right after a change.",
        f"Limits: {LIMIT:g} times hello, {QUERY_LIMIT} queries.",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|" + "|".join(["---"] + ["---:"] * 7 + ["---"]) + "|",
        *("| " + " | ".join(cells) + " |" for cells in rows),
        "",
        f"{ITEMS:,} items go out as CSV ({table['kB']:,.0f} kB) in {table['out']:.1f} s, and the worker grows by",
        f"{table['out MB']:.0f} MB. The same table goes into an empty bucket in {brought['taken']:.1f} s, after the",
        f"{brought['checked']:.1f} s in which it is looked over (limit {SECONDS_LIMIT:g} s for both); the process",
        f"grows by {brought['grown']:.0f} MB, and {brought['steps']} steps of progress were to be seen.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    database = BUILT / "buckets.sqlite3"
    shutil.copy(built_database(FILMS), database)
    env = environment(database, CACHE_URL="locmemcache://")
    collect_static(env)
    told = json.loads(run_in_django("bench.buckets_in_django", str(ITEMS), env=env).splitlines()[-1])
    print(f"{ITEMS:,} items in {told['filled']:.1f} s", flush=True)
    table = table_of(env, told)
    brought = json.loads(run_in_django("bench.bucket_table_in_django", str(told["bucket"]), env=env).splitlines()[-1])
    print(f"the table in {brought['checked'] + brought['taken']:.1f} s", flush=True)
    costs = measured(env, told["pages"], told["cookie"], TIMES, ROUNDS)
    uncached = measured(env | {"CACHE_URL": NOTHING_KEPT}, told["pages"], told["cookie"], TIMES, rounds=1)
    rows = [row(name, page, costs, uncached) for name, page in told["pages"].items()]
    text = report([cells for cells, _ in rows], brought, table)
    print(text)
    REPORT.write_text(text)
    is_slow = brought["checked"] + brought["taken"] > SECONDS_LIMIT
    is_short = table["lines"] != ITEMS or brought["added"] != ITEMS
    return int(any(is_over for _, is_over in rows) or is_slow or is_short)


if __name__ == "__main__":
    sys.exit(main())
