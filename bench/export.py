"""The id export: how long a million lines take on SQLite, in how much memory, and what a second run costs."""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.server import ROOT, environment
from bench.titles import Titles

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
SECONDS_LIMIT, MEMORY_LIMIT = 120.0, 300  # for a million lines; MB at any number
REPORT = ROOT / "docs" / "benchmarks" / "export.md"


def write_export(path: Path, rows: int) -> None:
    """Lines like TMDB's: ids ascending with gaps, a few adult ones, popularity falling off steeply."""
    chance, tmdb_id = random.Random(5), 1
    with path.open("w", encoding="utf-8") as file:
        for title in Titles()(rows):
            tmdb_id += chance.randint(1, 2)
            line = {
                "adult": chance.random() < 0.01,
                "id": tmdb_id,
                "original_title": title,
                "popularity": round(chance.paretovariate(1.2) - 0.99, 4),
                "video": chance.random() < 0.01,
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def insert_alone(path: Path, database: Path) -> float:
    """The reference: the same lines into a bare table with one index, by the quickest way there is."""
    code = (
        "import json,sqlite3,sys\n"
        "db=sqlite3.connect(sys.argv[2]); db.execute('PRAGMA journal_mode=WAL')\n"
        "db.execute('CREATE TABLE bare(id INTEGER PRIMARY KEY, title TEXT, popularity REAL)')\n"
        "rows=(json.loads(line) for line in open(sys.argv[1]))\n"
        "db.executemany('INSERT INTO bare VALUES(:id,:original_title,:popularity)', rows)\n"
        "db.execute('CREATE INDEX bare_title ON bare(title)'); db.commit()\n"
    )
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(path), str(database)], check=True)
    return time.perf_counter() - began


def run_import(path: Path, database: Path) -> tuple[float, float]:
    """Seconds, and megabytes at the most."""
    command = [sys.executable, "manage.py", "tmdb_import_export", str(path)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(database), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"The import ended with {process.returncode}.")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path, database = Path(folder, "movie_ids.json"), Path(folder, "films.sqlite3")
        write_export(path, ROWS)
        alone = insert_alone(path, Path(folder, "bare.sqlite3"))
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment(database), check=True)
        seconds, memory = run_import(path, database)
        again, _ = run_import(path, database)
        size = sum(file.stat().st_size for file in Path(folder).glob("films.sqlite3*")) / 1e6
    limit = SECONDS_LIMIT * ROWS / 1_000_000
    lines = [
        "# The id export",
        "",
        f"`BENCH_ROWS={ROWS} make bench-export`: {ROWS:,} lines into SQLite, indexes and search in step.",
        "",
        "| | | limit |",
        "|---|---|---|",
        f"| first run | {seconds:.1f} s, {seconds / alone:.1f} x the bare table | {limit:.0f} s |",
        f"| memory at the most | {memory:.0f} MB | {MEMORY_LIMIT} MB |",
        f"| the same file again | {again:.1f} s, {again / alone:.1f} x | |",
        f"| the bare table with one index (reference) | {alone:.1f} s | |",
        f"| database | {size:.0f} MB | |",
    ]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
