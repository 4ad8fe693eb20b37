"""A table of items that somebody sent: kept until it was looked over and taken in, or forgotten."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.core.caching import CACHE_ERRORS
from apps.moviebucket.models.bucket import Bucket

FOLDER = "bucket-imports"
KEPT = timedelta(days=1)
PATIENCE = timedelta(minutes=15)  # of work that a killed worker left
PROGRESS_SECONDS = 3600


def generated_name(instance: ItemImport, filename: str) -> str:
    """Nothing of the name that the file had: it may be a path, or lead to it by guessing."""
    return f"{FOLDER}/{uuid.uuid4().hex}"


class ItemImportQuerySet(models.QuerySet["ItemImport"]):
    def over(self) -> Self:
        """Those that nobody comes back to."""
        return self.filter(created_at__lt=timezone.now() - KEPT)

    def abandoned(self) -> Self:
        begun = timezone.now() - PATIENCE
        return self.filter(state__in=ItemImport.AT_WORK, began_at__lt=begun)


class ItemImport(models.Model):
    """`report` has the faults as JSON, a thousand at most, and the headings that mean nothing here."""

    class State(models.TextChoices):
        CHECKING = "checking", "Being read"
        READY = "ready", "To look over"
        TAKING = "taking", "Being taken in"
        DONE = "done", "Taken in"
        FAILED = "failed", "Not readable"

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    AT_WORK = (State.CHECKING, State.TAKING)

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.FileField(upload_to=generated_name, blank=True)
    file_name = models.CharField(max_length=200, blank=True, help_text="As it was called, to show.")
    kind = models.CharField(max_length=4, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKING)
    rows = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    partial = models.BooleanField(default=False, help_text="Only the rows that are right go in.")
    report = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(default=timezone.now, help_text="When the work of this state began.")

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "began_at"], name="moviebucket_import_work")]

    def __str__(self) -> str:
        return self.file_name or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("bucket_import", args=[self.bucket_id, self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def right_rows(self) -> int:
        return self.rows - self.bad_rows

    def tell(self, done: int) -> None:
        """How many rows are done. Not in the database: what takes them in is one transaction, closed to others."""
        try:
            cache.set(self._key, done, PROGRESS_SECONDS)
        except CACHE_ERRORS:
            return

    @property
    def done(self) -> int:
        try:
            return cache.get(self._key) or 0
        except CACHE_ERRORS:
            return 0

    @property
    def seconds_left(self) -> int | None:
        done, spent = self.done, (timezone.now() - self.began_at).total_seconds()
        if not done or not self.rows or spent < 1 or self.state != self.State.TAKING:
            return None
        return round(spent * max(0, self.rows - done) / done)

    @property
    def _key(self) -> str:
        return f"item-import:{self.pk}:{self.state}"

    def drop_file(self) -> None:
        if self.file:
            default_storage.delete(self.file.name)
            self.file = ""
            self.save(update_fields=["file"])
