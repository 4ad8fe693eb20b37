"""A collection of films that somebody owns, and who else may look at it or change it."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.urls import reverse

from apps.accounts.models import Profile, User
from apps.accounts.models.addressed import AddressedInvitation

NO_NUL = ProhibitNullCharactersValidator()  # PostgreSQL cannot keep one
MOST_BUCKETS = 50
MOST_SHARES = 100  # of one bucket, invitations included
TOO_MANY = f"You have {MOST_BUCKETS} buckets, which is all that there is room for. Delete one first."
NAMELESS = "A bucket needs a name."


class Role(models.TextChoices):
    VIEWER = "viewer", "May look"
    EDITOR = "editor", "May change items"


def new_secret() -> str:
    """192 random bits, as 32 characters that need no quoting in an address."""
    return secrets.token_urlsafe(24)


class BucketQuerySet(models.QuerySet["Bucket"]):
    def of(self, user: User) -> Self:
        return self.filter(owner=user).order_by("name", "pk")

    def visible_to(self, profile: Profile | None) -> Self:
        """One's own and those shared with one. A child sees those of its household alone, never who else shares."""
        if profile is None:
            return self.none()
        own = Q(owner_id=profile.account_id)
        return self.filter(own if profile.for_child else own | _shared_with(profile))

    def editable_by(self, profile: Profile | None) -> Self:
        """One's own, and those of others as an editor. A child changes none."""
        if profile is None or profile.for_child:
            return self.none()
        return self.filter(Q(owner_id=profile.account_id) | _shared_with(profile, Role.EDITOR))

    def with_share_of(self, profile: Profile | None) -> Self:
        """Each with `share_role`: as what it is shared with the profile's account, if it is."""
        if profile is None:
            return self
        share = Share.objects.filter(bucket=OuterRef("pk"), user=profile.account_id)
        return self.annotate(share_role=Subquery(share.values("role")))

    def with_secret(self, secret: str) -> Self:
        """The bucket that this secret opens to anybody, as long as it is shared by link."""
        return self.filter(secret=secret, visibility=Bucket.Visibility.LINK, owner__is_active=True)


def _shared_with(profile: Profile, *roles: Role) -> Q:
    shares = Share.objects.filter(user_id=profile.account_id)
    if roles:
        shares = shares.filter(role__in=roles)
    return Q(pk__in=shares.values("bucket"), owner__is_active=True)


class Bucket(models.Model):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "Private"
        LINK = "link", "Anybody with the link"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="buckets")
    name = models.CharField(max_length=80, validators=[NO_NUL], error_messages={"blank": NAMELESS})
    description = models.CharField(max_length=2000, blank=True, validators=[NO_NUL])
    visibility = models.CharField("who may look", max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    secret = models.CharField(
        max_length=32, unique=True, default=new_secret, editable=False, help_text="Opens a bucket shared by link."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, help_text="Also when an item came, went or changed.")

    objects = BucketQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="moviebucket_bucket_name_not_empty", condition=~Q(name=""), violation_error_message=NAMELESS
            ),
            models.CheckConstraint(
                name="moviebucket_bucket_visibility_known",
                condition=Q(visibility__in=["private", "link"]),
                violation_error_message="A bucket is private, or for those with its link.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("bucket", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self._state.adding and Bucket.objects.filter(owner=self.owner).count() >= MOST_BUCKETS:
            raise ValidationError(TOO_MANY)

    @property
    def is_shared_by_link(self) -> bool:
        return self.visibility == self.Visibility.LINK


class Share(models.Model):
    """Somebody who may look at a bucket that is not their own, or change what is in it."""

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bucket_shares")
    role = models.CharField(max_length=6, choices=Role, default=Role.VIEWER)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bucket", "user"],
                name="moviebucket_share_once",
                violation_error_message="This bucket is shared with them already.",
            ),
            models.CheckConstraint(
                name="moviebucket_share_role_known",
                condition=Q(role__in=["viewer", "editor"]),
                violation_error_message="They may look, or change items.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bucket} with {self.user}"

    def clean(self) -> None:
        super().clean()
        if self.user_id == self.bucket.owner_id:
            raise ValidationError("This bucket is yours already.")


class Invitation(AddressedInvitation):
    """Asks whoever has this address to look at a bucket or to change it."""

    INVITER = "bucket__owner"

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=6, choices=Role, default=Role.VIEWER)

    class Meta(AddressedInvitation.Meta):
        constraints = [
            models.UniqueConstraint(
                "bucket",
                Lower("email"),
                name="moviebucket_invitation_once",
                violation_error_message="This address is invited already.",
            ),
            models.CheckConstraint(
                name="moviebucket_invitation_role_known",
                condition=Q(role__in=["viewer", "editor"]),
                violation_error_message="They may look, or change items.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.bucket}"

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.bucket.invitations.count() + self.bucket.shares.count() >= MOST_SHARES:
            raise ValidationError(f"A bucket is shared with at most {MOST_SHARES} people. Take somebody off first.")


def role_in(bucket: Bucket, profile: Profile | None) -> str:
    """ "owner", "editor", "viewer", or "" for who may not even know of it. A child looks, whatever its parents may."""
    if profile is None:
        return ""
    if bucket.owner_id == profile.account_id:
        return "viewer" if profile.for_child else "owner"
    if profile.for_child:
        return ""
    if hasattr(bucket, "share_role"):  # read with the bucket
        return bucket.share_role or ""
    share: Any = Share.objects.filter(bucket=bucket, user_id=profile.account_id).only("role").first()
    return share.role if share else ""
