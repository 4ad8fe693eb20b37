"""An export: all that an account has, as one file that is kept for a day. It is its owner's and nobody else's."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from apps.accounts.models import User

KEPT = timedelta(days=1)  # the file
REMEMBERED = timedelta(days=7)  # that there was one
DEAD_AFTER = timedelta(minutes=3)  # without a sign of life its worker is taken to be gone
LOST_AFTER = timedelta(hours=1)  # that no worker has taken: then its place in the queue is taken to be gone
MOST_ATTEMPTS = 3
MOST_A_DAY = 5
FOLDER = "exports"


class Superseded(Exception):
    """Another worker has taken the export over."""


def generated_name(instance: Export, filename: str) -> str:
    """Another one for each attempt, and none that the address of the download tells."""
    return f"{FOLDER}/{uuid.uuid4().hex}.zip"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User | Any) -> Self:
        """One's own. Administrators see no more than others do."""
        return self.filter(account_id=user.pk) if user.is_authenticated else self.none()

    def under_way(self) -> Self:
        return self.filter(state__in=Export.UNDER_WAY)

    def lately(self) -> Self:
        """Those that count against how many one may make a day."""
        return self.filter(created_at__gt=timezone.now() - timedelta(days=1))

    def abandoned(self) -> Self:
        now = timezone.now()
        # One that waits for another attempt is in no queue.
        dead = (Q(state=Export.State.WORKING) | Q(attempts__gt=0)) & Q(heartbeat_at__lt=now - DEAD_AFTER)
        lost = Q(state=Export.State.WAITING, heartbeat_at__lt=now - LOST_AFTER)
        return self.under_way().filter(dead | lost)

    def claim(self, pk: uuid.UUID | str) -> Export | None:
        """The export for the worker that gets it; None when another is at it or there is nothing to do."""
        now = timezone.now()
        free = Q(state=Export.State.WAITING) | Q(state=Export.State.WORKING, heartbeat_at__lt=now - DEAD_AFTER)
        taken = self.filter(free, pk=pk, attempts__lt=MOST_ATTEMPTS).update(
            state=Export.State.WORKING, attempts=F("attempts") + 1, began_at=now, heartbeat_at=now, done=0
        )
        return self.select_related("account").get(pk=pk) if taken else None


class Export(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its turn"
        WORKING = "working", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made"
        EXPIRED = "expired", "Expired"

    UNDER_WAY = (State.WAITING, State.WORKING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports", db_index=False)
    site = models.CharField(max_length=300, help_text="Scheme and host by which it was asked for; its link has them.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(upload_to=generated_name, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False, help_text="Bytes.")
    done = models.PositiveIntegerField(default=0, help_text="Lines written.")
    total = models.PositiveIntegerField(default=0, help_text="Lines to write.")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="transfers_export_state_known",
                condition=Q(state__in=["waiting", "working", "ready", "failed", "expired"]),
                violation_error_message="An export has no such state.",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=["waiting", "working"]),
                name="transfers_export_one_at_a_time",
                violation_error_message="An export of this account is being made already.",
            ),
            models.CheckConstraint(
                name="transfers_export_file_while_ready",
                condition=(Q(state="ready", expires_at__isnull=False) & ~Q(file="")) | (~Q(state="ready") & Q(file="")),
                violation_error_message="An export has its file as long as it is ready, and says how long that is.",
            ),
        ]
        indexes = [models.Index(fields=["account", "-created_at"], name="transfers_export_newest")]

    def __str__(self) -> str:
        return f"Export {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("export", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched. The hour counts, not when somebody cleans up after it."""
        return self.state == self.State.READY and timezone.now() < (self.expires_at or self.created_at)

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.EXPIRED or (self.state == self.State.READY and not self.is_ready)

    @property
    def present_state(self) -> str:
        """As others are told: expired from its hour on."""
        return self.State.EXPIRED.value if self.is_expired else self.state

    @property
    def file_name(self) -> str:
        """What it is called on the disk of who fetches it."""
        return f"notflix-{timezone.localtime(self.created_at):%Y-%m-%d}.zip"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """At the pace so far; None while nobody can say."""
        if not (self.is_under_way and self.began_at and self.done and self.total):
            return None
        elapsed = (timezone.now() - self.began_at).total_seconds()
        return round(elapsed * max(0, self.total - self.done) / self.done)

    def beat(self, done: int, total: int) -> None:
        """Says that the work goes on, and how far it is. Superseded when it is somebody else's by now."""
        self._write(done=done, total=total, heartbeat_at=timezone.now())

    def finish(self, file: str, size: int) -> None:
        now = timezone.now()
        self._write(state=self.State.READY, file=file, size=size, finished_at=now, expires_at=now + KEPT)

    def fail(self) -> None:
        self._write(state=self.State.FAILED, finished_at=timezone.now())

    def wait_again(self) -> None:
        """Another attempt may be made."""
        self._write(state=self.State.WAITING, heartbeat_at=timezone.now())

    def _write(self, **fields: Any) -> None:
        mine = Export.objects.under_way().filter(pk=self.pk, attempts=self.attempts)
        if not mine.update(**fields):
            raise Superseded
        for name, value in fields.items():
            setattr(self, name, value)


def next_free(exports: ExportQuerySet) -> datetime | None:
    """When the next one of these may be made; None: now."""
    lately = list(exports.lately().order_by("-created_at").values_list("created_at", flat=True)[:MOST_A_DAY])
    return lately[-1] + timedelta(days=1) if len(lately) >= MOST_A_DAY else None
