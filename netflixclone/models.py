"""What the composition root remembers itself: when each periodic job started last."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class ScheduledJobQuerySet(models.QuerySet["ScheduledJob"]):
    def claim(self, name: str, *, due_since: datetime, now: datetime) -> bool:
        """Whether the caller is to start the job. One statement decides, so of many machines one hears yes."""
        self.bulk_create([ScheduledJob(name=name)], ignore_conflicts=True)
        never_or_before = Q(last_started_at__isnull=True) | Q(last_started_at__lt=due_since)
        return bool(self.filter(never_or_before, name=name).update(last_started_at=now))


class ScheduledJob(models.Model):
    name = models.CharField(max_length=60, primary_key=True)
    last_started_at = models.DateTimeField(null=True, blank=True)

    objects = ScheduledJobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
