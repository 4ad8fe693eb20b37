"""Follows TMDB's list of changed films, for those that we hold with their details.

TMDB remembers changes for 14 days. After a longer pause the nightly refresh of what is stale finds the rest.
"""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from apps.catalog.models import Movie, SyncRun
from apps.catalog.tmdb.client import client
from apps.catalog.tmdb.fetching import refresh_movie
from apps.catalog.tmdb.runs import Run, Step, last_cursor, recorded, refresh_each, silent

NAME = "changes"
WINDOW = timedelta(days=14)


def sync_changes(*, seconds: float = float("inf"), step: Step = silent) -> SyncRun:
    """Refreshes what has changed since the last run; pauses after the page that it is at when `seconds` are over.

    May raise AlreadyRunning and the TmdbError family.
    """
    until = time.monotonic() + seconds
    with recorded(NAME, resumable_for=WINDOW) as run:
        cursor = run.cursor or _new_window(datetime.now(UTC).date())
        page, last = cursor["page"], cursor["page"] + 1
        start, end = date.fromisoformat(cursor["start"]), date.fromisoformat(cursor["end"])
        while page < last:
            answer = client().changed_movies(start, end, page + 1)
            page, last = page + 1, answer.total_pages
            _refresh(run, answer.ids)
            run.advance(0, cursor | {"page": page})
            step(page, last)
            if page < last and time.monotonic() > until:
                run.pause()
                break
    return run.row


def _new_window(today: date) -> dict[str, Any]:
    """From where the last run ended, and the last 14 days the first time."""
    earliest = today - WINDOW
    reached = last_cursor(NAME).get("end")
    start = max(earliest, date.fromisoformat(reached)) if reached else earliest
    return {"start": start.isoformat(), "end": today.isoformat(), "page": 0}


def _refresh(run: Run, tmdb_ids: tuple[int, ...]) -> None:
    held = Movie.objects.filter(tmdb_id__in=tmdb_ids, fetched_at__lt=run.row.started_at)
    movies = list(held.order_by("pk"))
    refresh_each(run, movies, refresh_movie, silent, len(movies))
