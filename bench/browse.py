"""How long each filter of the browse page takes, on SQLite and on PostgreSQL, next to the first page of all films."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.server import ROOT, built_database, environment, run_in_django

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
REPORT = ROOT / "docs" / "benchmarks" / "browse.md"
MODULE = "bench.browse_in_django"
Report = dict[str, dict[str, dict[str, Any]]]


def on_sqlite() -> Report:
    env = environment(built_database(ROWS)) | {"CACHE_URL": "locmemcache://"}
    return _read(run_in_django(MODULE, str(ROWS), env=env))


def on_postgres() -> Report:
    env = environment(Path("unused")) | {"CACHE_URL": "locmemcache://"}
    del env["DATABASE_URL"]  # scripts/postgres names its own
    command = [str(ROOT / "scripts" / "postgres"), sys.executable, "-m", "bench.in_django", MODULE, str(ROWS), "build"]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return _read(done.stdout)


def _read(printed: str) -> Report:
    report: Report = json.loads(printed.splitlines()[-1])
    return report


def table(name: str, report: Report) -> list[str]:
    reference = report[""]["popularity"]["first"]
    lines = [
        f"## {name}",
        "",
        f"The reference, the first page of all films, takes {reference:.1f} ms.",
        "",
        "| filter | films | sort | first page, ms | x reference | last page, ms | counting, ms |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    for question, by_sort in report.items():
        for sort, figure in by_sort.items():
            lines.append(
                f"| {question or 'none'} | {figure['count']:,} | {sort} | {figure['first']:.1f}"
                f" | {figure['first'] / reference:.1f} | {figure['last']:.1f} | {figure['counting']:.1f} |"
            )
    return [*lines, ""]


def main() -> int:
    lines = [
        "# Browsing",
        "",
        f"`BENCH_ROWS={ROWS} make bench-browse`: {ROWS:,} films, in process, without the page's HTML, the median of",
        "three. The last page is the deepest there is. A count that takes 10 ms or more is kept for two minutes.",
        "",
        *table("SQLite", on_sqlite()),
    ]
    if shutil.which("psql"):
        lines += table("PostgreSQL", on_postgres())
    else:
        print("PostgreSQL is not here: measured on SQLite alone.", file=sys.stderr)
    REPORT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
