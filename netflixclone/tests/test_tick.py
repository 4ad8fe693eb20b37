"""The clock: each job starts when it is due, once, on however many machines it ticks."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from apps.catalog.tmdb.client import LISTS
from netflixclone import schedule, tasks
from netflixclone.models import ScheduledJob
from netflixclone.schedule import SCHEDULE, DailyAt, Every, Job, start_due_jobs

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _without_key(settings):
    settings.TMDB_ENABLED = False


def hourly(name: str = "hourly", **fields) -> Job:
    return Job(name, Every(HOUR), tasks.clear_leftovers, **fields)


def work_off_the_queue():
    DBTaskResult.objects.all().delete()


def queued() -> list[tuple[str, list]]:
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", "args_kwargs")
    return [(path.rsplit(".", 1)[1], arguments["args"]) for path, arguments in rows]


def test_a_job_starts_at_first_and_then_after_its_interval():
    job = hourly()
    assert job.start_if_due(NOON)
    work_off_the_queue()
    assert not job.start_if_due(NOON + MINUTE)
    assert not job.start_if_due(NOON + HOUR - MINUTE)
    assert job.start_if_due(NOON + HOUR)
    assert queued() == [("clear_leftovers", [])]


def test_a_tick_some_seconds_early_does_not_cost_a_minute():
    job = hourly()
    job.start_if_due(NOON)
    work_off_the_queue()
    assert job.start_if_due(NOON + HOUR - timedelta(seconds=5))


def test_a_second_machine_at_the_same_time_starts_nothing():
    claims = [ScheduledJob.objects.claim("one", due_since=NOON - HOUR, now=NOON) for _ in range(3)]
    assert claims == [True, False, False]


def test_a_start_is_not_queued_again_while_the_last_one_waits():
    job = hourly()
    job.start_if_due(NOON)
    assert not job.start_if_due(NOON + 2 * HOUR)
    assert len(queued()) == 1


def test_the_same_task_with_other_arguments_does_not_wait_for_it():
    for name in ("popular", "top"):
        assert Job(f"list {name}", Every(HOUR), schedule.catalog.sync_list, (name,)).start_if_due(NOON)
    assert queued() == [("sync_list", ["popular"]), ("sync_list", ["top"])]


@pytest.mark.parametrize(
    ("zone", "now", "due_since"),
    [
        ("UTC", datetime(2026, 11, 20, 12, 0, tzinfo=UTC), datetime(2026, 11, 20, 3, 0, tzinfo=UTC)),
        ("UTC", datetime(2026, 11, 20, 2, 59, tzinfo=UTC), datetime(2026, 11, 19, 3, 0, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 11, 20, 18, 0, tzinfo=UTC), datetime(2026, 11, 20, 18, 0, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 11, 20, 17, 59, tzinfo=UTC), datetime(2026, 11, 19, 18, 0, tzinfo=UTC)),
    ],
)
def test_daily_means_a_time_of_day_where_the_site_is(settings, zone, now, due_since):
    settings.TIME_ZONE = zone
    assert DailyAt(time(3, 0)).due_since(now) == due_since


def test_a_daily_job_missed_in_the_night_is_made_up_once():
    job = Job("nightly", DailyAt(time(3, 0)), tasks.clear_leftovers)
    assert job.start_if_due(NOON)
    work_off_the_queue()
    assert not job.start_if_due(NOON + HOUR)
    assert job.start_if_due(NOON + DAY)


def test_without_a_key_nothing_is_asked_of_tmdb_and_nothing_noted():
    started = start_due_jobs(NOON)
    assert started == [job.name for job in SCHEDULE if not job.asks_tmdb]
    assert set(ScheduledJob.objects.values_list("name", flat=True)) == set(started)


def test_with_a_key_every_job_of_the_schedule_is_queued(settings):
    settings.TMDB_ENABLED = True
    assert start_due_jobs(NOON) == [job.name for job in SCHEDULE]
    assert start_due_jobs(NOON + MINUTE) == []
    assert {args[0] for name, args in queued() if name == "sync_list"} <= set(LISTS)


def test_names_stand_once():
    names = [job.name for job in SCHEDULE]
    assert len(names) == len(set(names))


def test_the_command_says_what_it_queued_when_asked(capsys):
    call_command("tick")
    assert capsys.readouterr().out == ""
    work_off_the_queue()
    ScheduledJob.objects.all().delete()
    call_command("tick", verbosity=2)
    assert "leftovers" in capsys.readouterr().out
