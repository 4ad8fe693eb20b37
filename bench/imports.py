"""An import: how long the lines of a Letterboxd export take to read, match and take in, and in how much memory."""

import csv
import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path

from bench.server import ROOT, built_database, environment, run_in_django

LINES = int(os.environ.get("BENCH_LINES", "10000"))
FILMS = int(os.environ.get("BENCH_ROWS", "100000"))
SECONDS_LIMIT, GROWTH_LIMIT = 60.0, 1.3  # for 10,000 lines; memory of five times the lines against that of LINES
REPORT = ROOT / "docs" / "benchmarks" / "imports.md"
FIRST_DAY = date(2014, 1, 1)


def write_export(path: Path, films: list[tuple[str, int]], lines: int) -> None:
    """Four tables as Letterboxd writes them; one film in twenty is none that is here."""
    chance = random.Random(7)
    tables = {
        "diary.csv": (["Date", "Name", "Year", "Letterboxd URI", "Rating", "Rewatch", "Tags", "Watched Date"], 0.4),
        "ratings.csv": (["Date", "Name", "Year", "Letterboxd URI", "Rating"], 0.3),
        "watched.csv": (["Date", "Name", "Year", "Letterboxd URI"], 0.2),
        "watchlist.csv": (["Date", "Name", "Year", "Letterboxd URI"], 0.1),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (headings, share) in tables.items():
            text = io.StringIO()
            table = csv.writer(text)
            table.writerow(headings)
            for number in range(round(lines * share)):
                title, year = chance.choice(films)
                if number % 20 == 0:
                    title = f"No such film {number}"
                day = (FIRST_DAY + timedelta(days=chance.randrange(3650))).isoformat()
                rest = [chance.randrange(1, 11) / 2, "", "", day]
                table.writerow([day, title, year, "https://boxd.it/x", *rest][: len(headings)])
            archive.writestr(name, text.getvalue())


def films_of(database: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT title, year FROM catalog_movie ORDER BY popularity DESC LIMIT 20000")
        return [(title, year) for title, year in rows]


def indexed(built: Path, copy: Path) -> Path:
    """A copy of the films with the search index, by whose words lines are matched."""
    shutil.copy(built, copy)
    command = [sys.executable, "manage.py", "search_rebuild"]
    subprocess.run(command, cwd=ROOT, env=environment(copy), check=True, stdout=subprocess.DEVNULL)
    return copy


def measured(folder: Path, built: Path, lines: int) -> dict[str, object]:
    database, path = folder / f"{lines}.sqlite3", folder / f"{lines}.zip"
    shutil.copy(built, database)
    write_export(path, films_of(database), lines)
    env = environment(database, MEDIA_ROOT=str(folder / "media"), CACHE_URL="locmemcache://")
    answer = run_in_django("bench.import_once", str(path), env=env)
    database.unlink()
    return json.loads(answer.splitlines()[-1])


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        built = indexed(built_database(FILMS), Path(folder) / "films.sqlite3")
        runs = {lines: measured(Path(folder), built, lines) for lines in (LINES // 10, LINES, LINES * 5)}
    lines = [
        "# Imports",
        "",
        f"`BENCH_LINES={LINES} BENCH_ROWS={FILMS} make bench-imports`: a Letterboxd export (diary, ratings, watched,",
        f"watchlist) into SQLite with {FILMS:,} films, matched by title and year; one film in twenty is unknown.",
        "",
        "| lines | read and match | take in | both | limit | take back | memory before | at the most |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for number, run in runs.items():
        both = float(run["read"]) + float(run["commit"])  # type: ignore[arg-type]
        limit = f"{SECONDS_LIMIT * number / 10_000:.0f} s"
        lines.append(
            f"| {number:,} | {run['read']:.1f} s | {run['commit']:.1f} s | {both:.1f} s | {limit} |"
            f" {run['undo']:.1f} s | {run['before']:.0f} MB | {run['undo memory']:.0f} MB |"
        )
    middle, largest = runs[LINES], runs[LINES * 5]
    growth = float(largest["undo memory"]) / float(middle["undo memory"])  # type: ignore[arg-type]
    both = float(middle["read"]) + float(middle["commit"])  # type: ignore[arg-type]
    lines += ["", f"Five times the lines take {growth:.2f} times the memory (limit {GROWTH_LIMIT})."]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    print({number: run["counts"] for number, run in runs.items()})
    return int(both > SECONDS_LIMIT * LINES / 10_000 or growth > GROWTH_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
