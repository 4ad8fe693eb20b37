"""A photo of a copy: written anew from what was sent, and kept for a while after the last copy that showed it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from apps.core.photos import Photo
from apps.moviebucket.models.bucket import Bucket

FOLDER = "bucket-photos"
SIDES = {"large": 1600, "small": 400}  # pixels of the longer side, at most
KEPT_UNUSED = timedelta(days=30)  # so that what took it away can be undone
MOST_PHOTOS = 10_000  # in the buckets of one account


class ItemPhotoQuerySet(models.QuerySet["ItemPhoto"]):
    def unused(self) -> Self:
        return self.filter(items=None)

    def over(self) -> Self:
        """Those that nothing shows any more, for so long or because their bucket is gone."""
        long_ago = models.Q(unused_since__lt=timezone.now() - KEPT_UNUSED)
        return self.unused().filter(long_ago | models.Q(bucket=None))


class ItemPhoto(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bucket = models.ForeignKey(Bucket, models.SET_NULL, related_name="photos", null=True)
    width = models.PositiveSmallIntegerField(help_text="Pixels of the large one.")
    height = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    added_at = models.DateTimeField(default=timezone.now)
    unused_since = models.DateTimeField(null=True, blank=True, help_text="As the sweep found it.")

    objects = ItemPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="moviebucket_photo_has_a_size",
                condition=models.Q(
                    width__range=(1, SIDES["large"]),
                    height__range=(1, SIDES["large"]),
                ),
                violation_error_message=f"A photo has 1 to {SIDES['large']} pixels on each side.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"

    @property
    def small_width(self) -> int:
        return self._small(self.width)

    @property
    def small_height(self) -> int:
        return self._small(self.height)

    def _small(self, pixels: int) -> int:
        longer = max(self.width, self.height)
        return max(1, round(pixels * min(1, SIDES["small"] / longer)))

    def name_of(self, size: str) -> str:
        """Of its file in the storage; generated, and not told to anybody."""
        return f"{FOLDER}/{self.pk.hex}-{size}.webp"

    def write_files(self, photos: list[Photo]) -> None:
        for size, photo in zip(SIDES, photos, strict=True):
            default_storage.save(self.name_of(size), ContentFile(photo.content))

    def drop_files(self) -> None:
        for size in SIDES:
            default_storage.delete(self.name_of(size))
