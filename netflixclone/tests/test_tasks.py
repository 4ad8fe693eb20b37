"""Housekeeping."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from apps.catalog.models import HomeRow, HomeRowEntry
from apps.catalog.tests.factories import MovieFactory
from apps.core.tasks import TaskResultStatus
from netflixclone import tasks

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def result(**fields) -> DBTaskResult:
    made = tasks.clear_leftovers.enqueue().db_result
    DBTaskResult.objects.filter(pk=made.pk).update(**fields)
    return made


def test_expired_sessions_go_and_others_stay():
    Session.objects.create(session_key="old", expire_date=NOW - timedelta(days=1))
    Session.objects.create(session_key="new", expire_date=NOW + timedelta(days=1))
    tasks.clear_leftovers.func()
    assert Session.objects.get().session_key == "new"


def test_old_results_go_and_what_is_young_or_waits_stays():
    result(status=TaskResultStatus.SUCCESSFUL, finished_at=NOW - timedelta(days=8))
    result(status=TaskResultStatus.FAILED, finished_at=NOW - timedelta(days=8))
    young = result(status=TaskResultStatus.SUCCESSFUL, finished_at=NOW - timedelta(days=6))
    waiting = result(enqueued_at=NOW - timedelta(days=30))
    tasks.clear_leftovers.func()
    assert set(DBTaskResult.objects.all()) == {young, waiting}


def test_a_task_whose_worker_was_killed_ends_as_failed():
    dead = result(status=TaskResultStatus.RUNNING, started_at=NOW - timedelta(hours=13))
    alive = result(status=TaskResultStatus.RUNNING, started_at=NOW - timedelta(hours=11))
    tasks.clear_leftovers.func()
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.status, alive.status) == (TaskResultStatus.FAILED, TaskResultStatus.RUNNING)
    assert dead.finished_at == NOW
    assert "worker ended" in dead.traceback


def test_home_rows_are_filled():
    HomeRow.objects.all().delete()
    HomeRow.objects.create(title="Popular", kind=HomeRow.Kind.POPULAR)
    MovieFactory.create_batch(8, popularity=5)
    tasks.fill_home_rows.func()
    assert HomeRowEntry.objects.exists()
