"""The tasks API: Django's own from 6.0 on, its backport before. Import it from here."""

from importlib.util import find_spec

if find_spec("django.tasks"):
    from django.tasks import Task, TaskResultStatus, task  # type: ignore[import-not-found]
else:
    from django_tasks.base import Task, TaskResultStatus, task

__all__ = ["Task", "TaskResultStatus", "task"]
