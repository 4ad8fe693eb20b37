"""What imports do in the background. Each may run twice, or begin again after its worker was killed."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.core.tasks import Task, task
from apps.transfers.actions.committing import commit
from apps.transfers.actions.reading import read
from apps.transfers.actions.undoing import undo
from apps.transfers.models import Import
from apps.transfers.models.imports import FOLDER, MOST_ATTEMPTS

logger = logging.getLogger(__name__)

SOON = 10
FILES_KEPT = timedelta(days=7)
ORPHANS_KEPT = timedelta(days=1)
State = Import.State
ENDED = (State.DONE, State.UNDONE, State.FAILED)
GAVE_UP = "Reading this file was begun three times and never came to its end. Nothing was taken in."
HALF = "Taking it in was begun three times and never came to its end, so what was taken in was taken back."


@task(priority=SOON)
def read_import(import_id: int) -> None:
    _work(import_id, State.READING, read)


@task(priority=SOON)
def commit_import(import_id: int) -> None:
    _work(import_id, State.COMMITTING, commit)


@task(priority=SOON)
def undo_import(import_id: int) -> None:
    _work(import_id, State.UNDOING, undo)


@task
def sweep_imports() -> None:
    """Goes on with what a killed worker left, and takes away files that nobody needs any more."""
    for imported in Import.objects.abandoned().select_related("profile"):
        if imported.attempts >= MOST_ATTEMPTS and imported.state != State.UNDOING:
            _give_up(imported)
        else:
            Import.objects.filter(pk=imported.pk).update(heartbeat_at=timezone.now(), is_claimed=False)
            task_of(imported.state).enqueue(imported.pk)
    old = Import.objects.exclude(file="").filter(created_at__lt=timezone.now() - FILES_KEPT)
    for imported in [*Import.objects.exclude(file="").filter(state__in=ENDED), *old.exclude(state__in=ENDED)]:
        if not imported.is_at_work:
            imported.drop_file()
    _drop_orphans()


def task_of(state: str) -> Task:
    """The task that does the work of a state."""
    return {State.READING: read_import, State.COMMITTING: commit_import, State.UNDOING: undo_import}[State(state)]


def _work(import_id: int, state: State, action: Callable[[Import], None]) -> None:
    imported = Import.objects.claim(import_id, state)
    if imported is None:
        return
    try:
        action(imported)
    except ValidationError as error:
        # A rule that nobody foresaw: the person is told, and what was taken in is taken back.
        logger.warning("Import %s: %s", imported.pk, error)
        _give_up(imported, " ".join(error.messages))


def _give_up(imported: Import, why: str = "") -> None:
    if imported.state == State.COMMITTING:
        imported.begin(State.UNDOING)
        Import.objects.filter(pk=imported.pk).update(error=(why or HALF)[:500])
        undo_import.enqueue(imported.pk)
    else:
        imported.end(State.FAILED, error=(why or GAVE_UP)[:500])


def _drop_orphans() -> None:
    """Files whose import is gone: with its account, or with a database that was put back."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    known = set(Import.objects.exclude(file="").values_list("file", flat=True))
    for name in names:
        path = f"{FOLDER}/{name}"
        if path not in known and default_storage.get_modified_time(path) < timezone.now() - ORPHANS_KEPT:
            default_storage.delete(path)
