"""An export: how long an account of 10,000 viewings takes to put into its file, and in how much memory."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.server import ROOT, built_database, environment, run_in_django

VIEWINGS = int(os.environ.get("BENCH_VIEWINGS", "10000"))
FILMS = int(os.environ.get("BENCH_ROWS", "10000"))
SECONDS_LIMIT, GROWTH_LIMIT = 20.0, 1.1  # for 10,000 viewings; memory of three times as many against that of VIEWINGS
REPORT = ROOT / "docs" / "benchmarks" / "exports.md"


def measured(folder: Path, built: Path, viewings: int) -> dict[str, float]:
    database = folder / f"{viewings}.sqlite3"
    shutil.copy(built, database)
    env = environment(database, MEDIA_ROOT=str(folder / "media"), CACHE_URL="locmemcache://")
    run_in_django("bench.export_once", "fill", str(viewings), env=env)
    answer = run_in_django("bench.export_once", "make", env=env)
    database.unlink()
    return json.loads(answer.splitlines()[-1])


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        built = built_database(FILMS)
        runs = {number: measured(Path(folder), built, number) for number in (VIEWINGS // 10, VIEWINGS, VIEWINGS * 3)}
    growth = runs[VIEWINGS * 3]["most"] / runs[VIEWINGS]["most"]
    lines = [
        "# Exports",
        "",
        f"`BENCH_VIEWINGS={VIEWINGS} make bench-exports`: an account with that many viewings, each with a note, a list",
        "of half as many films (5,000 at most) and a tenth as many reviews, into one zip on SQLite: JSON, and",
        "the tables for Letterboxd.",
        "",
        "| viewings | time | limit | lines written | file | memory before | at the most |",
        "|---|---|---|---|---|---|---|",
    ]
    for number, run in runs.items():
        limit = f"{SECONDS_LIMIT * number / 10_000:.0f} s"
        lines.append(
            f"| {number:,} | {run['seconds']:.1f} s | {limit} | {run['lines']:,.0f} | {run['size'] / 1e6:.1f} MB |"
            f" {run['before']:.0f} MB | {run['most']:.0f} MB |"
        )
    lines += ["", f"Three times the viewings take {growth:.2f} times the memory (limit {GROWTH_LIMIT})."]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    return int(runs[VIEWINGS]["seconds"] > SECONDS_LIMIT * VIEWINGS / 10_000 or growth > GROWTH_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
