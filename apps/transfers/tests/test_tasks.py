"""When things go wrong in the background: killed workers, files that nobody needs, rules nobody foresaw."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.diary.models import Viewing
from apps.transfers import tasks
from apps.transfers.actions import deciding
from apps.transfers.models import Import
from apps.transfers.tests.conftest import worked

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)


def waiting():
    return [(result.task_path.rsplit(".", 1)[-1], result.args_kwargs["args"]) for result in DBTaskResult.objects.all()]


@pytest.mark.parametrize(
    ("state", "task"),
    [("reading", "read_import"), ("committing", "commit_import"), ("undoing", "undo_import")],
)
def test_what_a_killed_worker_left_is_begun_again(profile, state, task):
    left = Import.objects.create(
        profile=profile, state=state, is_claimed=True, attempts=1, heartbeat_at=timezone.now() - LONG_AGO
    )
    Import.objects.create(profile=profile, state=state, is_claimed=True, heartbeat_at=timezone.now())
    tasks.sweep_imports.func()
    assert waiting() == [(task, [left.pk])]


def test_reading_is_given_up_after_the_third_time(profile):
    left = Import.objects.create(profile=profile, state="reading", attempts=3, heartbeat_at=timezone.now() - LONG_AGO)
    tasks.sweep_imports.func()
    left.refresh_from_db()
    assert (left.state, left.error) == ("failed", tasks.GAVE_UP)


def test_taking_in_is_taken_back_after_the_third_time(received, profile, films, monkeypatch):
    imported = worked(received())
    deciding.begin_commit(imported=imported, by=profile)
    monkeypatch.setattr("apps.transfers.actions.committing._watchlist", None)
    monkeypatch.setitem(tasks.commit.__globals__["ACTIONS"], "watchlist", None)
    with pytest.raises(TypeError):
        worked(imported)
    assert Viewing.objects.exists(), "half of it is in"
    Import.objects.update(attempts=3, heartbeat_at=timezone.now() - LONG_AGO)
    tasks.sweep_imports.func()
    imported = worked(imported)
    assert imported.state == "undone"
    assert not Viewing.objects.exists(), "and out again"


def test_a_rule_that_nobody_foresaw_is_told_and_taken_back(received, profile, films, monkeypatch):
    imported = worked(received())
    deciding.begin_commit(imported=imported, by=profile)

    def refuses(imported, rows):
        raise ValidationError("The list is full.")

    monkeypatch.setitem(tasks.commit.__globals__["ACTIONS"], "list", refuses)
    imported = worked(imported)
    assert (imported.state, imported.error) == ("undoing", "The list is full.")
    assert worked(imported).state == "undone"
    assert not Viewing.objects.exists()


def test_a_task_of_an_import_that_is_gone_does_nothing(db):
    tasks.read_import.func(12345)
    tasks.commit_import.func(12345)
    tasks.undo_import.func(12345)


def test_files_that_nobody_needs_go(received, profile, films):
    kept, old = received(), received()
    Import.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8), state="preview")
    ended = received()
    Import.objects.filter(pk=ended.pk).update(state="failed")
    default_storage.save("imports/orphan", ContentFile(b"x"))
    tasks.ORPHANS_KEPT, before = timedelta(0), tasks.ORPHANS_KEPT
    try:
        tasks.sweep_imports.func()
    finally:
        tasks.ORPHANS_KEPT = before
    _, names = default_storage.listdir("imports")
    assert [f"imports/{name}" for name in names] == [kept.file.name]


def test_time_left_goes_by_the_pace_so_far(profile):
    made = Import(
        profile=profile, state="reading", done=250, total=1000, began_at=timezone.now() - timedelta(seconds=10)
    )
    assert made.seconds_left in (30, 31)
    assert made.percent == 25
    assert Import(state="reading", total=0).seconds_left is None
