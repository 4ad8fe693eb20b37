"""Ten people write in one bucket for a minute, by the API of a site as it runs in production, on either database.

Each adds items, takes some of its own out again, and counts up the length of three items that all of them count up: by
`If-Match`, so that who comes second reads again and tries again. At the end the lengths say whether an update was lost.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from bench.server import ROOT, environment, run_in_django, serving

WRITERS, SECONDS, PATIENCE = 10, float(os.environ.get("BENCH_SECONDS", "60")), 30
MODULE = "bench.writers_in_django"
LONGEST = 500  # minutes: where a counter ends
REPORT = ROOT / "docs" / "benchmarks" / "writers.md"
FACTS = {"title": "Mine", "format": "VHS", "length": 90, "release_year": 1990, "rating": 3}


class Writer:
    """`answers` counts what it got, by verb and status; `counted` how often it counted up."""

    def __init__(self, url: str, token: str, counters: list[int], number: int) -> None:
        self.url, self.counters, self.number = url, counters, number
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.answers: Counter[str] = Counter()
        self.counted = self.kept = 0
        self.slowest = 0.0

    def run(self, stop: threading.Event) -> "Writer":
        turn = self.number
        while not stop.is_set():
            turn += 1
            self._count_up(self.counters[turn % len(self.counters)])
            self._add(keep=turn % 2 == 0)
        return self

    def _ask(self, verb: str, path: str = "", **kwargs: Any) -> requests.Response:
        began = time.perf_counter()
        answer = self.session.request(verb, f"{self.url}{path}", timeout=PATIENCE, **kwargs)
        self.slowest = max(self.slowest, time.perf_counter() - began)
        self.answers[f"{verb} {answer.status_code}"] += 1
        return answer

    def _count_up(self, item: int) -> None:
        seen = self._ask("GET", f"{item}/")
        length = seen.json()["length"]
        if length < LONGEST:
            headers = {"If-Match": seen.headers["ETag"]}
            self.counted += self._ask("PATCH", f"{item}/", json={"length": length + 1}, headers=headers).ok

    def _add(self, *, keep: bool) -> None:
        made = self._ask("POST", json=FACTS)
        if keep:
            self.kept += made.ok
        elif made.ok:
            self._ask("DELETE", f"{made.json()['id']}/", headers={"If-Match": made.headers["ETag"]})


def written(env: dict[str, str]) -> dict[str, Any]:
    told = json.loads(run_in_django(MODULE, str(WRITERS), env=env).splitlines()[-1])
    stop = threading.Event()
    options = ("--workers=2", "--worker-class=gthread", "--threads=8")
    with serving(env, *options) as server, ThreadPoolExecutor(WRITERS) as threads:
        url = f"http://127.0.0.1:{server.port}/api/buckets/{told['bucket']}/items/"
        writers = [Writer(url, token, told["counters"], number) for number, token in enumerate(told["tokens"])]
        running = [threads.submit(writer.run, stop) for writer in writers]
        time.sleep(SECONDS)
        stop.set()
        done = [one.result() for one in running]
    return {
        "answers": sum((writer.answers for writer in done), Counter()),
        "counted": sum(writer.counted for writer in done),
        "kept": sum(writer.kept for writer in done),
        "slowest": max(writer.slowest for writer in done),
        "after": json.loads(run_in_django(MODULE, "after", env=env).splitlines()[-1]),
    }


def faults(run: dict[str, Any]) -> list[str]:
    """What went wrong, in words; nothing of it may."""
    expected = {"GET 200", "POST 201", "PATCH 200", "PATCH 412", "DELETE 204"}
    lengths = run["after"]["lengths"]
    found = [f"{number} x {what}" for what, number in run["answers"].items() if what not in expected]
    if sum(length for length, _ in lengths) != run["counted"]:
        found.append(f"{run['counted']} counted, {sum(length for length, _ in lengths)} kept")
    if any(version != length + 1 for length, version in lengths):
        found.append("a version that no change made")
    if run["after"]["items"] != run["kept"]:
        found.append(f"{run['kept']} items put in, {run['after']['items']} there")
    return found


def line(name: str, run: dict[str, Any]) -> str:
    answers = ", ".join(f"{what}: {number:,}" for what, number in sorted(run["answers"].items()))
    wrong = "; ".join(faults(run)) or "none"
    return f"| {name} | {answers} | {run['counted']:,} | {run['slowest'] * 1000:.0f} ms | {wrong} |"


def on_postgresql() -> str:
    """The line of PostgreSQL, from a run of this module under scripts/postgres."""
    command = ["scripts/postgres", sys.executable, "-m", "bench.writers", "here"]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip() or "| PostgreSQL | did not run | | | did not run |"


def here() -> int:
    env = environment(Path("none"), DATABASE_URL=os.environ["DATABASE_URL"], **MORE)
    run = written(env)
    print(line("PostgreSQL", run))
    return bool(faults(run))


MORE = {"API_RATE_MEMBER": "100000/min", "ROOT_URLCONF": "netflixclone.urls", "CACHE_URL": "locmemcache://"}


def main() -> int:
    with TemporaryDirectory() as folder:
        run = written(environment(Path(folder) / "writers.sqlite3", **MORE))
    rows = [line("SQLite", run)]
    if shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        rows.append(on_postgresql())
    text = "\n".join(
        [
            "# Ten writers at once",
            "",
            f"`BENCH_SECONDS={SECONDS:g} make bench-writers`: {WRITERS} people write in one bucket by the API, behind",
            "gunicorn with two workers of eight threads. Each adds items, takes some out again, and counts up three",
            "items that all count up, by `If-Match`: a 412 is one who came second and read again.",
            "",
            "| database | answers | counted up | slowest answer | lost, refused or wrong |",
            "|---|---|---:|---:|---|",
            *rows,
            "",
        ]
    )
    print(text)
    REPORT.write_text(text)
    return int(not all(row.endswith("| none |") for row in rows))


if __name__ == "__main__":
    sys.exit(here() if sys.argv[1:] == ["here"] else main())
