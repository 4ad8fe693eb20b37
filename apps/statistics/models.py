"""The secret addresses that a profile may give out: of its calendar feed, and of a year in review.

No admin shows them: whoever has such an address reads what it opens.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.diary.models import FIRST_DAY

if TYPE_CHECKING:
    pass

LAST_YEAR = 9999
LONGEST_SECRET = 200


def new_seed() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


class SecretQuerySet(models.QuerySet[Any]):
    def with_secret(self, secret: str) -> Self:
        """The row that this secret opens, or none. Signatures are compared in constant time."""
        if len(secret) > LONGEST_SECRET or not secret.isascii():
            return self.none()
        try:
            seed = self.model.signer().unsign(secret)
        except BadSignature:
            return self.none()
        return self.filter(seed=seed, profile__account__is_active=True)


class SecretAddress(models.Model):
    """Opens something to whoever has its secret: a random seed, signed with the site's key.

    The database keeps the seed alone, so that a copy of it opens nothing, and the owner still sees the address.
    """

    seed = models.CharField(max_length=32, unique=True, default=new_seed, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SecretQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def signer(cls) -> Signer:
        return Signer(sep=".", salt=f"apps.statistics.{cls.__name__}")

    @property
    def secret(self) -> str:
        return self.signer().sign(self.seed)

    def renew(self) -> None:
        """From now on the address that was given out leads nowhere. Not saved."""
        self.seed, self.made_at = new_seed(), timezone.now()


class ReleaseFeed(SecretAddress):
    """The release dates of what a profile has on its lists, for its calendar program."""

    profile = models.OneToOneField("accounts.Profile", models.CASCADE, related_name="release_feed")

    def __str__(self) -> str:
        return f"Release feed {self.pk}"


class SharedReviewQuerySet(SecretQuerySet):
    def with_secret(self, secret: str) -> Self:
        """A profile that has become a child's is shown to nobody, whatever it shared before."""
        return super().with_secret(secret).filter(profile__for_child=False)


class SharedReview(SecretAddress):
    """A year in review that others may look at. Nothing of the diary shows but what the page of that year counts."""

    profile = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="shared_reviews")
    year = models.PositiveSmallIntegerField()

    objects = SharedReviewQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "year"],
                name="statistics_sharedreview_once",
                violation_error_message="This year is shared already.",
            ),
            models.CheckConstraint(
                name="statistics_sharedreview_year",
                condition=Q(year__range=(FIRST_DAY.year, LAST_YEAR)),
                violation_error_message=f"There were no films before {FIRST_DAY.year}.",
            ),
        ]

    def __str__(self) -> str:
        return f"Shared review {self.pk}"

    def clean(self) -> None:
        super().clean()
        if self.profile.for_child:
            raise ValidationError("A child's year stays in the household.")
