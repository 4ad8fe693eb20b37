"""An import: a file, what its lines say and of which film, and afterwards what was made of it.

It belongs to one profile and to nobody else. The text of a row names no film: no log tells what somebody watched.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from apps.transfers.formats import FORMATS
from apps.transfers.formats.rows import Kind as RowKind

if TYPE_CHECKING:
    from apps.accounts.models import Profile

DEAD_AFTER = timedelta(minutes=3)  # without a sign of life its worker is taken to be gone
MOST_ATTEMPTS = 3
FOLDER = "imports"
STATES = ["columns", "reading", "preview", "committing", "done", "undoing", "undone", "failed"]


def generated_name(instance: Import, filename: str) -> str:
    """Nothing of the name that the file had: it may be a path, or lead to it by guessing."""
    return f"{FOLDER}/{uuid.uuid4().hex}"


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, profile: Profile | None) -> Self:
        """One's own. A child imports nothing."""
        return self.none() if profile is None or profile.for_child else self.filter(profile=profile)

    def at_work(self) -> Self:
        return self.filter(state__in=Import.AT_WORK)

    def abandoned(self) -> Self:
        """At work, and nobody seems to be at it."""
        return self.at_work().filter(heartbeat_at__lt=timezone.now() - DEAD_AFTER)

    def claim(self, pk: int, state: str) -> Import | None:
        """The import for the worker that gets it; None when another is at it or there is nothing to do."""
        free = Q(is_claimed=False) | Q(heartbeat_at__lt=timezone.now() - DEAD_AFTER)
        taken = self.filter(free, pk=pk, state=state).update(
            is_claimed=True, heartbeat_at=timezone.now(), attempts=F("attempts") + 1
        )
        return self.select_related("profile").get(pk=pk) if taken else None


class Import(models.Model):
    class State(models.TextChoices):
        COLUMNS = "columns", "Waiting for its columns"
        READING = "reading", "Being read"
        PREVIEW = "preview", "Ready to look at"
        COMMITTING = "committing", "Being taken in"
        DONE = "done", "Taken in"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"
        FAILED = "failed", "Not readable"

    AT_WORK = (State.READING, State.COMMITTING, State.UNDOING)

    profile = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="imports", db_index=False)
    file = models.FileField(upload_to=generated_name, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False, help_text="As it was called, to show.")
    size = models.PositiveBigIntegerField(default=0, editable=False, help_text="Bytes.")
    format = models.CharField(max_length=12, choices=list(FORMATS.items()), blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    options = models.JSONField(default=dict, blank=True, help_text="What the person said of columns and kind.")
    done = models.PositiveIntegerField(default=0, help_text="Lines, in the present state.")
    total = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True, blank=True, help_text="When the present state's work began.")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    is_claimed = models.BooleanField(default=False, help_text="Whether a worker is at it.")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, help_text="Why it failed, for the person.")
    notice = models.CharField(max_length=500, blank=True, help_text="What went less than well.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="transfers_import_state_known",
                condition=Q(state__in=STATES),
                violation_error_message="An import has no such state.",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["profile", "-created_at", "-id"], name="transfers_import_newest")]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    def begin(self, state: str, **fields: Any) -> None:
        """From here on the work of another state is to be done."""
        fields |= {"state": state, "done": 0, "total": fields.get("total", 0), "attempts": 0, "is_claimed": False}
        fields |= {"began_at": None, "heartbeat_at": timezone.now(), "error": ""}
        self._write(fields)

    def beat(self, done: int, total: int | None = None) -> None:
        """Says that the work goes on, and how far it is."""
        now = timezone.now()
        fields: dict[str, Any] = {"done": done, "heartbeat_at": now, "began_at": self.began_at or now}
        self._write(fields | ({} if total is None else {"total": total}))

    def end(self, state: str, **fields: Any) -> None:
        self._write({"state": state, "is_claimed": False, "heartbeat_at": None, "finished_at": timezone.now()} | fields)

    def _write(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has taken it yet."""
        return self.is_at_work and not self.is_claimed

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """At the pace so far; None while nobody can say."""
        if not (self.began_at and self.total and self.done and self.is_at_work):
            return None
        elapsed = (timezone.now() - self.began_at).total_seconds()
        return round(elapsed * max(0, self.total - self.done) / self.done)

    @property
    def profiles(self) -> list[dict[str, Any]]:
        """The people of our own export, each with number and name; none for any other file."""
        return list(self.options.get("profiles", []))

    @property
    def is_of_several(self) -> bool:
        return len(self.profiles) > 1

    def counts(self) -> dict[str, int]:
        """How many lines are in each state."""
        counted = self.rows.order_by().values_list("state").annotate(Count("pk"))
        return {str(state): 0 for state in ImportRow.State.values} | dict(counted)

    def has_something(self) -> bool:
        """Whether there is anything to take in: a film that is known, or an empty list or bucket."""
        return self.rows.filter(Q(state=ImportRow.State.MATCHED) | Q(fields__is_empty=True)).exists()

    def drop_file(self) -> None:
        """Takes the file away; what it said is in the rows."""
        if self.file:
            self.file.delete(save=False)
            self._write({"file": ""})


class ImportedList(models.Model):
    """A list that an import brings, before it is made and after."""

    class Visibility(models.TextChoices):
        PRIVATE = "private", "Private"
        LINK = "link", "Anybody with the link"
        MEMBERS = "members", "Members of this site"

    source = models.ForeignKey(Import, models.CASCADE, related_name="lists")
    name = models.CharField(max_length=80)
    is_main = models.BooleanField(
        default=False, help_text="It stands for the main list, of which it tells name and description alone."
    )
    key = models.CharField(max_length=200, help_text="What tells it from others of its name in the file.")
    description = models.CharField(max_length=2000, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    was = models.CharField(
        "visibility before", max_length=8, choices=Visibility, blank=True, help_text="As the file says."
    )
    watchlist = models.ForeignKey("watchlists.Watchlist", models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="transfers_importedlist_key_once"),
            models.CheckConstraint(
                name="transfers_importedlist_visibility",
                condition=Q(visibility__in=["private", "link", "members"]),
                violation_error_message="A list is private, for those with its link, or for members.",
            ),
        ]

    def __str__(self) -> str:
        return f"List {self.pk}"


class ImportedBucket(models.Model):
    """A bucket that our own export brings, before it is made and after. It is private, whoever saw it before."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="buckets")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, help_text="What tells it from others of its name in the file.")
    description = models.CharField(max_length=2000, blank=True)
    bucket = models.ForeignKey("moviebucket.Bucket", models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="transfers_importedbucket_key_once")]

    def __str__(self) -> str:
        return f"Bucket {self.pk}"


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def visible_to(self, profile: Profile | None) -> Self:
        return self.filter(source__in=Import.objects.visible_to(profile))


class ImportRow(models.Model):
    class State(models.TextChoices):
        MATCHED = "matched", "Found"
        AMBIGUOUS = "ambiguous", "To choose"
        UNKNOWN = "unknown", "Unknown"
        SKIPPED = "skipped", "Left out"
        BAD = "bad", "Not readable"

    Kind = models.TextChoices("Kind", {kind.name: (kind.value, kind.value.capitalize()) for kind in RowKind})  # type: ignore[misc]

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="Its place among all of the import, from 1.")
    file = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    fields = models.JSONField(default=dict, help_text="All else that the line says.")
    movie = models.ForeignKey("catalog.Movie", models.SET_NULL, related_name="+", null=True, blank=True)
    candidates = models.JSONField(default=list, help_text="Movie ids to choose from, the likeliest first.")
    state = models.CharField(max_length=9, choices=State)
    reason = models.CharField(max_length=300, blank=True)
    is_done = models.BooleanField(default=False, help_text="Whether it was taken in.")
    brings = models.ForeignKey(ImportedList, models.CASCADE, related_name="rows", null=True, blank=True)
    goes_into = models.ForeignKey(ImportedBucket, models.CASCADE, related_name="rows", null=True, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["source", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="transfers_importrow_once"),
            models.CheckConstraint(
                name="transfers_importrow_only_matched_has_film",
                condition=Q(state__in=["matched", "skipped"]) | Q(movie__isnull=True),
                violation_error_message="Only a line whose film is known names one.",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "state", "number"], name="transfers_importrow_state"),
            models.Index(fields=["source", "kind", "number"], name="transfers_importrow_kind"),
            models.Index(fields=["source", "kind", "movie"], name="transfers_importrow_film"),
        ]

    def __str__(self) -> str:
        return f"Line {self.number} of import {self.source_id}"


class Trace(models.Model):
    """Something that an import made or filled in, and how it was then: taken back only while it is still so."""

    class Kind(models.TextChoices):
        VIEWING = "viewing", "Viewing"
        RATING = "rating", "Rating of a viewing that was there"
        ENTRY = "entry", "Film on a list"
        LIST = "list", "List"
        MAIN = "main", "Name of the main list"
        REVIEW = "review", "Review"
        ITEM = "item", "Copy in a bucket"
        BUCKET = "bucket", "Bucket"

    source = models.ForeignKey(Import, models.CASCADE, related_name="traces", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    was = models.JSONField(default=dict, help_text="What it said when the import had made it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "object_id"], name="transfers_trace_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
