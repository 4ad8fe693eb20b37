"""Keeps account of a synchronisation in a SyncRun: one that was stopped goes on, and the admin sees what failed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from apps.catalog.models import SyncRun
from apps.catalog.tmdb.errors import TmdbError, TmdbRejected, TmdbUnavailable

Row = TypeVar("Row")
Step = Callable[[int, int], None]  # told how many are done, of how many

ERRORS_KEPT = 20
DEAD_AFTER = timedelta(minutes=5)  # without a heartbeat a run's process is taken to be gone
FAILURES_IN_A_ROW = 3


def silent(done: int, total: int) -> None:
    """A Step for callers without a terminal."""


class AlreadyRunning(Exception):
    """Another process is at it."""


class Run:
    """A SyncRun at work."""

    def __init__(self, row: SyncRun) -> None:
        self.row = row
        self._paused = False

    @property
    def cursor(self) -> dict[str, Any]:
        cursor: dict[str, Any] = self.row.cursor
        return cursor

    def advance(self, done: int = 1, cursor: dict[str, Any] | None = None) -> None:
        self.row.done += done
        if cursor is not None:
            self.row.cursor = cursor
        self.row.save()

    def fail(self, what: str) -> None:
        """Counts a failure that the run survives."""
        self.row.failed += 1
        self.note(what)

    def note(self, what: str) -> None:
        lines = [*self.row.errors.splitlines(), f"{timezone.now():%Y-%m-%d %H:%M} {what}"]
        self.row.errors = "\n".join(lines[-ERRORS_KEPT:])
        self.row.save()

    def pause(self) -> None:
        """The run will end as stopped half-way, for the next one to go on."""
        self._paused = True

    def end(self, state: SyncRun.State) -> None:
        paused = self._paused and state == SyncRun.State.DONE
        self.row.state, self.row.finished_at = SyncRun.State.STOPPED if paused else state, timezone.now()
        self.row.save()


@contextmanager
def recorded(name: str, *, resumable_for: timedelta | None = timedelta(days=1)) -> Iterator[Run]:
    """A run of this name: the last one again when it did not come to its end and is not older than `resumable_for`.

    AlreadyRunning when another process works on it. None makes a new run in any case. What interrupts the run is
    recorded and raised again.
    """
    run = Run(_opened(name, resumable_for) if resumable_for else SyncRun.objects.create(name=name))
    state = SyncRun.State.FAILED
    try:
        yield run
        state = SyncRun.State.DONE
    except KeyboardInterrupt:
        state = SyncRun.State.STOPPED
        raise
    except TmdbError as error:
        run.note(str(error))
        raise
    finally:
        run.end(state)


@transaction.atomic
def _opened(name: str, resumable_for: timedelta) -> SyncRun:
    now = timezone.now()
    last = SyncRun.objects.select_for_update().filter(name=name).first()
    if last is None or last.state == SyncRun.State.DONE:
        return SyncRun.objects.create(name=name)
    if last.state == SyncRun.State.RUNNING and last.heartbeat_at > now - DEAD_AFTER:
        raise AlreadyRunning(f"A synchronisation of {name} is running, since {last.started_at:%H:%M} UTC.")
    if last.started_at < now - resumable_for:
        return SyncRun.objects.create(name=name)
    last.state, last.finished_at = SyncRun.State.RUNNING, None
    last.save()
    return last


def last_cursor(name: str) -> dict[str, Any]:
    """Where the last run that came to its end ended."""
    last = SyncRun.objects.filter(name=name, state=SyncRun.State.DONE).first()
    return last.cursor if last else {}


def refresh_each(run: Run, rows: Iterable[Row], refresh: Callable[[Row], object], step: Step, total: int) -> None:
    """Refreshes one row after the other. A bad one is counted; a wrong key or a TMDB that stays away ends the run."""
    in_a_row = 0
    for number, row in enumerate(rows, 1):
        try:
            refresh(row)
        except TmdbUnavailable as error:
            in_a_row += 1
            run.fail(f"{row}: {error}")
            if in_a_row >= FAILURES_IN_A_ROW:
                raise
        except TmdbRejected as error:
            if error.is_about_the_key:
                raise
            run.fail(f"{row}: {error}")
        except (TmdbError, DataError, IntegrityError) as error:
            run.fail(f"{row}: {error}")
        else:
            in_a_row = 0
            run.advance()
        step(number, total)
