"""A video: whose it is, who may watch it, how far it is. All that happens to it on the way is in its row."""

from __future__ import annotations

import shutil
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Trim
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Profile, User
from apps.catalog.models import Movie
from apps.streaming.reasons import Reason

FOLDER = "videos"
ORIGINAL = "original"
LONGEST_TITLE = 120
AT_ONCE = 3  # attempts before somebody has to ask for more
MOST_ATTEMPTS = 12
DEAD_AFTER = timedelta(minutes=2)  # without a sign of life its worker is taken to be gone
LOST_AFTER = timedelta(hours=1)  # that no worker has taken: then its place in the queue is taken to be gone
TITLE = f"A title has 1 to {LONGEST_TITLE} characters."
NO_NUL = ProhibitNullCharactersValidator()  # PostgreSQL cannot keep one


class Superseded(Exception):
    """Another worker has taken the video over, or somebody stopped or deleted it."""


class VideoQuerySet(models.QuerySet["Video"]):
    def of(self, user: User) -> Self:
        return self.filter(owner=user).order_by("-created_at", "pk")

    def visible_to(self, profile: Profile | None) -> Self:
        """Those of one's household, and what others share with all members once there is something to watch.

        The one place that says who may have any file of a video.
        """
        if profile is None:
            return self.none()
        shared = Q(visibility=Video.Visibility.MEMBERS, owner__is_active=True) & Exists(_renditions())
        return self.filter(Q(owner_id=profile.account_id) | shared).suitable_for(profile)

    def suitable_for(self, profile: Profile) -> Self:
        """For a child those whose film it may see; a video without a film is unrated."""
        if not profile.for_child:
            return self
        film = Exists(Movie.objects.visible_to(profile).filter(pk=OuterRef("movie_id")).order_by())
        return self.filter(film | Q(movie=None) if profile.shows_unrated else film)

    def editable_by(self, profile: Profile | None) -> Self:
        """Those of one's household. A child changes none."""
        if profile is None or profile.for_child:
            return self.none()
        return self.filter(owner_id=profile.account_id)

    def playable(self) -> Self:
        """Those with something to watch, even if more is to come."""
        return self.filter(Exists(_renditions()))

    def bytes_kept(self) -> int:
        return self.aggregate(sum=Sum("bytes"))["sum"] or 0

    def under_way(self) -> Self:
        return self.filter(state__in=Video.UNDER_WAY)

    def abandoned(self) -> Self:
        now = timezone.now()
        # One that waits for another attempt is in no queue.
        dead = (Q(state=Video.State.TRANSCODING) | Q(attempts__gt=0)) & Q(heartbeat_at__lt=now - DEAD_AFTER)
        lost = Q(state=Video.State.WAITING, heartbeat_at__lt=now - LOST_AFTER)
        return self.under_way().filter(dead | lost)

    def claim(self, pk: uuid.UUID | str) -> Video | None:
        """The video for the worker that gets it; None when another is at it or there is nothing to do."""
        now = timezone.now()
        free = Q(state=Video.State.WAITING) | Q(state=Video.State.TRANSCODING, heartbeat_at__lt=now - DEAD_AFTER)
        taken = self.filter(free, pk=pk, attempts__lt=F("attempts_allowed")).update(
            state=Video.State.TRANSCODING, attempts=F("attempts") + 1, began_at=now, heartbeat_at=now, percent=0
        )
        return self.get(pk=pk) if taken else None


def _renditions() -> models.QuerySet[Rendition]:
    return Rendition.objects.filter(video=OuterRef("pk")).order_by()


class Video(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its turn"
        TRANSCODING = "transcoding", "Being made ready"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made ready"

    class Visibility(models.TextChoices):
        PRIVATE = "private", "My household"
        MEMBERS = "members", "All members of this site"

    UNDER_WAY = (State.WAITING, State.TRANSCODING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="videos", db_index=False)
    movie = models.ForeignKey("catalog.Movie", models.SET_NULL, related_name="videos", null=True, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE, validators=[NO_NUL])
    visibility = models.CharField("who may watch", max_length=7, choices=Visibility, default=Visibility.PRIVATE)
    state = models.CharField(max_length=11, choices=State, default=State.WAITING, editable=False)
    reason = models.CharField(max_length=13, blank=True, editable=False, help_text="Why it is not all ready.")
    duration = models.FloatField(editable=False, help_text="Seconds.")
    width = models.PositiveIntegerField(editable=False, help_text="Pixels, as it is shown.")
    height = models.PositiveIntegerField(editable=False)
    bytes = models.PositiveBigIntegerField(editable=False, help_text="Of the original and all that is made of it.")
    percent = models.PositiveSmallIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    attempts_allowed = models.PositiveSmallIntegerField(default=AT_ONCE, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    began_at = models.DateTimeField(null=True, editable=False, help_text="The present attempt.")
    heartbeat_at = models.DateTimeField(default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    objects = VideoQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="streaming_video_title",
                condition=~Q(title="") & Q(title=Trim("title")),
                violation_error_message=TITLE,
            ),
            models.CheckConstraint(
                name="streaming_video_state_known",
                condition=Q(state__in=["waiting", "transcoding", "ready", "failed"]),
                violation_error_message="A video has no such state.",
            ),
            models.CheckConstraint(
                name="streaming_video_visibility_known",
                condition=Q(visibility__in=["private", "members"]),
                violation_error_message="A video is for the household or for all members.",
            ),
            models.CheckConstraint(
                name="streaming_video_failed_says_why",
                condition=~Q(state="failed") | ~Q(reason=""),
                violation_error_message="A video that is not made ready says why.",
            ),
            models.CheckConstraint(
                name="streaming_video_ready_says_when",
                condition=~Q(state="ready") | Q(ready_at__isnull=False),
                violation_error_message="A video that is ready says since when.",
            ),
            models.CheckConstraint(
                name="streaming_video_percent",
                condition=Q(percent__lte=100),
                violation_error_message="There are at most 100 per cent.",
            ),
            models.CheckConstraint(
                name="streaming_video_attempts",
                condition=Q(attempts__lte=F("attempts_allowed"), attempts_allowed__lte=MOST_ATTEMPTS),
                violation_error_message=f"A video is tried at most {MOST_ATTEMPTS} times.",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="streaming_video_newest"),
            models.Index(fields=["state", "heartbeat_at"], name="streaming_video_sweep"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("watch", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        self.title = " ".join(self.title.split())

    @property
    def why(self) -> str:
        """In words why it is not ready, or not all of it; "" where nothing is the matter."""
        return Reason(self.reason).label if self.reason in Reason else ""

    @property
    def folder(self) -> Path:
        """Of all its files; nothing of it is told by an address."""
        return videos_folder() / self.pk.hex

    @property
    def original(self) -> Path:
        return self.folder / ORIGINAL

    def drop_files(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def folder_of(self, attempt: int) -> Path:
        """Each attempt has one of its own, so that no worker writes over what another has made."""
        return self.folder / str(attempt)

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def seconds_left(self) -> int | None:
        """At the pace so far; None while nobody can say."""
        if self.state != self.State.TRANSCODING or not (self.began_at and self.percent):
            return None
        elapsed = (timezone.now() - self.began_at).total_seconds()
        return round(elapsed * (100 - self.percent) / self.percent)

    @property
    def may_be_retried(self) -> bool:
        """Whether it ended with less than it should have, and may be tried more often."""
        return not self.is_under_way and bool(self.reason) and self.attempts < MOST_ATTEMPTS

    def beat(self, percent: int) -> None:
        """Says that the work goes on. Superseded when it is nobody's or somebody else's by now."""
        self._write(percent=percent, heartbeat_at=timezone.now())

    def grow(self, by: int) -> None:
        """Counts bytes that were made."""
        self._write(bytes=F("bytes") + by)

    def finish(self, reason: str = "") -> None:
        """It is ready; `reason` says why something of it is missing."""
        self._write(state=self.State.READY, percent=100, ready_at=timezone.now(), reason=reason)

    def fail(self, reason: str) -> None:
        self._write(state=self.State.FAILED, reason=reason)

    def wait_again(self, reason: str) -> None:
        """Another attempt may be made, a while later."""
        self._write(state=self.State.WAITING, reason=reason, heartbeat_at=timezone.now())

    def begin_again(self, attempts_allowed: int) -> None:
        """What ended is to be tried anew."""
        self.state, self.reason, self.percent, self.heartbeat_at = self.State.WAITING, "", 0, timezone.now()
        self.attempts_allowed = attempts_allowed
        self.save(update_fields=["state", "reason", "percent", "heartbeat_at", "attempts_allowed"])

    def _write(self, **fields: Any) -> None:
        mine = Video.objects.under_way().filter(pk=self.pk, attempts=self.attempts)
        if not mine.update(**fields):
            raise Superseded
        self.refresh_from_db(fields=list(fields))


def videos_folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


class Rendition(models.Model):
    """A size in which a video can be watched. Its files were all there before its row was."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="renditions", db_index=False)
    rung = models.PositiveSmallIntegerField(help_text="Pixels of the shorter side; the files are called by it.")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField(help_text="That made it; its folder is called so.")
    bitrate = models.PositiveIntegerField(help_text="Bits a second of its busiest segment, with the sound.")
    codecs = models.CharField(max_length=40, help_text="As RFC 6381 names them.")
    has_sound = models.BooleanField()
    is_whole = models.BooleanField(default=False, help_text="Whether there is one file of it besides the segments.")
    bytes = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["video", "rung"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "rung"],
                name="streaming_rendition_once",
                violation_error_message="A video has each size once.",
            ),
            models.CheckConstraint(
                name="streaming_rendition_has_a_size",
                condition=Q(rung__gte=2, width__gte=2, height__gte=2, bitrate__gt=0, bytes__gt=0),
                violation_error_message="A size has pixels and bytes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung}p"
