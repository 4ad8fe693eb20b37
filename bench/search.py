"""How quickly and how well the search finds, on SQLite and on PostgreSQL, next to a primary key and a scan."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.server import ROOT, environment

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
REPORT = ROOT / "docs" / "benchmarks" / "search.md"
# Milliseconds at the 95th percentile, and recall among the first ten.
LIMITS = {
    "whole title": (5.0, 0.98),
    "one typing error": (5.0, 0.98),
    "beginning": (25.0, None),
    "beginning, mistyped": (25.0, 0.85),
}


def measure(command: list[str], env: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def on_sqlite() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder, "films.sqlite3")) | {"CACHE_URL": "locmemcache://"}
        return measure([sys.executable, "-m", "bench.in_django", "bench.search_in_django", str(ROWS)], env)


def on_postgres() -> dict[str, Any]:
    env = environment(Path("unused")) | {"CACHE_URL": "locmemcache://"}
    del env["DATABASE_URL"]  # scripts/postgres names its own
    inner = [sys.executable, "-m", "bench.in_django", "bench.search_in_django", str(ROWS)]
    return measure([str(ROOT / "scripts" / "postgres"), *inner], env)


def table(name: str, report: dict[str, Any]) -> list[str]:
    reference = report["reference"]
    key, scan = reference["primary key"], reference["LIKE"]
    lines = [
        f"## {name}",
        "",
        f"Index {report['bytes'] / 1e6:.0f} MB, written anew in {report['seconds']:.0f} s. Reference: a row by primary",
        f"key {key:.2f} ms, LIKE over the titles {scan:.0f} ms ({scan / key:.0f} x).",
        "",
        "| asked for | p50 ms | p95 ms | limit | x primary key | recall@10 | limit | with people and rows, p95 ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for asked, figure in report["figures"].items():
        most, least = LIMITS[asked]
        lines.append(
            f"| {asked} | {figure['p50']:.1f} | {figure['p95']:.1f} | {most:g} | {figure['p50'] / key:.1f}"
            f" | {figure['recall']:.3f} | {least or ''} | {figure['page_p95']:.1f} |"
        )
    return [*lines, ""]


def main() -> int:
    lines = [
        "# Search",
        "",
        f"`BENCH_ROWS={ROWS} make bench-search`: {ROWS:,} generated titles, 600 questions of each kind, in process. A",
        "film of the same title counts as found. “Beginning” is what has been typed so far, one letter at least: no",
        "limit on its recall, since thousands of films begin like that. Mistyped is half of the title or more.",
        "",
        *table("SQLite", on_sqlite()),
    ]
    if shutil.which("psql"):
        lines += table("PostgreSQL", on_postgres())
    else:
        print("PostgreSQL is not here: measured on SQLite alone.", file=sys.stderr)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
