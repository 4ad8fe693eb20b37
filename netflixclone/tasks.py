"""Housekeeping that belongs to no app alone."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.catalog.actions import rows
from apps.core.tasks import TaskResultStatus, task

LONGEST_TASK = timedelta(hours=12)
RESULTS_KEPT = timedelta(days=7)


@task
def fill_home_rows() -> None:
    rows.fill_home_rows()


@task
def clear_leftovers() -> None:
    """Expired sessions, old results, and tasks that still count as running though their worker was killed."""
    call_command("clearsessions", verbosity=0)
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LONGEST_TASK).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path="builtins.TimeoutError",
        traceback=f"Its worker ended, or it took longer than {LONGEST_TASK}.",
    )
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - RESULTS_KEPT).delete()
