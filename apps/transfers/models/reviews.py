"""Reviews that were written elsewhere, kept until this site has a place of its own for them."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import Q

from apps.transfers.formats.values import LONGEST_TEXT


class KeptReview(models.Model):
    profile = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="kept_reviews", db_index=False)
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="kept_reviews")
    date = models.DateField(null=True, blank=True)
    half_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT)
    spoiler = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, editable=False, help_text="Of the text: the same one is kept once.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "movie", "digest"],
                name="transfers_keptreview_once",
                violation_error_message="This review is kept already.",
            ),
            models.CheckConstraint(
                name="transfers_keptreview_text",
                condition=~Q(text=""),
                violation_error_message="A review has words.",
            ),
            models.CheckConstraint(
                name="transfers_keptreview_half_stars",
                condition=Q(half_stars__isnull=True) | Q(half_stars__range=(1, 10)),
                violation_error_message="A rating is half a star at least and five stars at most.",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = digest_of(self.text)
        super().save(*args, **kwargs)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
