"""What was done in a bucket, by whom and when; enough of it to take it back."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.moviebucket.models.bucket import Bucket

LONGEST_ABOUT = 400


class Change(models.Model):
    """`before` and `after` hold the fields of an item that changed; all of them where it was removed or added.

    Of several at once they hold `items`: by number what each was, or of an import the numbers alone.
    """

    class Kind(models.TextChoices):
        ADDED = "added", "added"
        CHANGED = "changed", "changed"
        REMOVED = "removed", "took out"
        IMPORTED = "imported", "brought in"
        TAKEN = "taken", "took out"
        RETURNED = "returned", "put back"
        PLACED = "placed", "placed"
        MOVED = "moved", "moved to another bucket"
        RECEIVED = "received", "brought over from another bucket"
        TAGGED = "tagged", "tagged"
        UNTAGGED = "untagged", "took tags off"
        EDITED = "edited", "changed"
        SHARED = "shared", "shared the bucket with"
        UNSHARED = "unshared", "ended sharing with"
        LENT = "lent", "lent"
        BACK = "back", "took back"

    OF_LOANS = (Kind.LENT, Kind.BACK)  # which leave the item itself as it is

    WRITTEN = (Kind.TAGGED, Kind.UNTAGGED, Kind.EDITED)  # some fields of each, as they were and became
    # What was done with several items at once.
    OF_SEVERAL = (Kind.IMPORTED, Kind.TAKEN, Kind.RETURNED, Kind.PLACED, Kind.MOVED, Kind.RECEIVED, *WRITTEN)

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="changes", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    item_id = models.BigIntegerField(null=True, blank=True, help_text="Also of an item that is gone.")
    about = models.CharField(max_length=LONGEST_ABOUT, help_text="The title as it was then, or who it was.")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["bucket", "-at", "-id"], name="moviebucket_change_at"),
            models.Index(fields=["bucket", "item_id"], name="moviebucket_change_item"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.get_kind_display()} {self.about}"

    @property
    def who(self) -> str:
        return self.by.shown_name if self.by else "Somebody who left"

    @property
    def undone_who(self) -> str:
        return self.undone_by.shown_name if self.undone_by else "somebody who left"

    @property
    def can_be_undone(self) -> bool:
        others = (self.Kind.SHARED, self.Kind.UNSHARED, self.Kind.RECEIVED, *self.OF_LOANS)
        return self.undone_at is None and self.kind not in others
