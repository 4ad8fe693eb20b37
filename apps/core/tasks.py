"""The tasks API: Django's own from 6.0 on, its backport before. Import it from here."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING or find_spec("django.tasks"):
    from django.tasks import Task, TaskResultStatus, task
else:
    from django_tasks.base import Task, TaskResultStatus, task

__all__ = ["Task", "TaskResultStatus", "task"]
