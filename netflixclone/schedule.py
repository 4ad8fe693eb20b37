"""The whole periodic schedule. `manage.py tick`, called every minute, starts what is due: it only queues tasks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.accounts import tasks as accounts
from apps.catalog import tasks as catalog
from apps.core.tasks import Task, TaskResultStatus
from apps.moviebucket import tasks as moviebucket
from apps.streaming import tasks as streaming
from apps.transfers import export_tasks
from apps.transfers import tasks as transfers
from netflixclone import tasks
from netflixclone.models import ScheduledJob

EARLY = timedelta(seconds=30)  # ticks do not come to the second, and "hourly" must not slip to 61 minutes


@dataclass(frozen=True, slots=True)
class Every:
    interval: timedelta

    def due_since(self, now: datetime) -> datetime:
        """A job is due when it started last before this."""
        return now - self.interval + EARLY


@dataclass(frozen=True, slots=True)
class DailyAt:
    """In the site's time zone."""

    at: time

    def due_since(self, now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today <= local else today - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    when: Every | DailyAt
    task: Task[..., Any]
    args: tuple[str, ...] = ()
    asks_tmdb: bool = False

    def start_if_due(self, now: datetime) -> bool:
        if self.asks_tmdb and not settings.TMDB_ENABLED:
            return False
        with transaction.atomic():
            if not ScheduledJob.objects.claim(self.name, due_since=self.when.due_since(now), now=now):
                return False
            if self.is_waiting():
                return False
            self.task.enqueue(*self.args)
        return True

    def is_waiting(self) -> bool:
        """Whether an earlier start of it is still to be done: without a worker the queue must not fill with it."""
        return DBTaskResult.objects.filter(
            task_path=self.task.module_path,
            args_kwargs={"args": list(self.args), "kwargs": {}},
            status=TaskResultStatus.READY,
        ).exists()


FIVE_MINUTES, HOUR, FOUR_HOURS = timedelta(minutes=5), timedelta(hours=1), timedelta(hours=4)

SCHEDULE = (
    Job("list trending", Every(FOUR_HOURS), catalog.sync_list, ("trending",), asks_tmdb=True),
    Job("list popular", Every(FOUR_HOURS), catalog.sync_list, ("popular",), asks_tmdb=True),
    Job("list now", Every(FOUR_HOURS), catalog.sync_list, ("now",), asks_tmdb=True),
    Job("list upcoming", Every(FOUR_HOURS), catalog.sync_list, ("upcoming",), asks_tmdb=True),
    Job("list top", DailyAt(time(2, 10)), catalog.sync_list, ("top",), asks_tmdb=True),
    Job("changes", DailyAt(time(2, 40)), catalog.sync_changes, asks_tmdb=True),
    Job("age ratings", DailyAt(time(3, 10)), catalog.sync_age_ratings, asks_tmdb=True),
    Job("refresh stale", DailyAt(time(3, 40)), catalog.refresh_stale, asks_tmdb=True),
    Job("home rows", Every(HOUR), tasks.fill_home_rows),
    Job("old pictures", DailyAt(time(4, 40)), catalog.drop_old_pictures),
    Job("accounts to remove", Every(HOUR), accounts.remove_leavers),
    Job("imports", Every(FIVE_MINUTES), transfers.sweep_imports),
    Job("tables of items", Every(FIVE_MINUTES), moviebucket.sweep_item_imports),
    Job("photos of copies", DailyAt(time(4, 20)), moviebucket.sweep_photos),
    Job("loans", DailyAt(time(8, 0)), moviebucket.remind_of_loans),
    Job("exports", Every(FIVE_MINUTES), export_tasks.sweep_exports),
    Job("videos", Every(FIVE_MINUTES), streaming.sweep_videos),
    Job("leftovers", DailyAt(time(5, 10)), tasks.clear_leftovers),
)


def start_due_jobs(now: datetime) -> list[str]:
    """The names of the jobs that were queued."""
    return [job.name for job in SCHEDULE if job.start_if_due(now)]
