"""A collection of films that somebody owns, and who else may look at it or change it."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Lower
from django.urls import reverse

from apps.accounts.models import Profile, User
from apps.accounts.models.addressed import AddressedInvitation
from apps.groups.models import Membership

NO_NUL = ProhibitNullCharactersValidator()  # PostgreSQL cannot keep one
MOST_BUCKETS = 50
MOST_SHARES = 100  # of one bucket, invitations included
MOST_GROUP_SHARES = 20
TOO_MANY = f"You have {MOST_BUCKETS} buckets, which is all that there is room for. Delete one first."
NAMELESS = "A bucket needs a name."
ROLES = "They may look, or change items."


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
        return self.filter(own if profile.for_child else own | _shared_with(profile.account_id))

    def editable_by(self, profile: Profile | None) -> Self:
        """One's own, and those of others as an editor. A child changes none."""
        if profile is None or profile.for_child:
            return self.none()
        return self.editable_for(profile.account_id)

    def editable_for(self, account: int) -> Self:
        """The same for an account by its id, where no profile is watching."""
        return self.filter(Q(owner_id=account) | _shared_with(account, Role.EDITOR))

    def with_share_of(self, profile: Profile | None) -> Self:
        """Each with `share_role`: as what it is shared with the profile's account, by itself or a group; or ""."""
        if profile is None:
            return self
        highest = [When(_shared_with(profile.account_id, role), then=Value(str(role))) for role in HIGHEST_FIRST]
        return self.annotate(share_role=Case(*highest, default=Value("")))

    def with_group_of(self, profile: Profile) -> Self:
        """Each with `group_name`: a group by which the profile's account sees it, None where there is none."""
        grouped = GroupShare.objects.filter(
            bucket=OuterRef("pk"), membership__group__memberships__user=profile.account_id
        ).order_by("since", "pk")
        return self.annotate(group_name=Subquery(grouped.values("membership__group__name")[:1]))

    def with_secret(self, secret: str) -> Self:
        """The bucket that this secret opens to anybody, as long as it is shared by link."""
        return self.filter(secret=secret, visibility=Bucket.Visibility.LINK, owner__is_active=True)


HIGHEST_FIRST = (Role.EDITOR, Role.VIEWER)


def _shared_with(account: int, *roles: Role) -> Q:
    """Of others, by a share of one's own or by a group that one is in."""
    single = Share.objects.filter(user=account)
    grouped = GroupShare.objects.filter(membership__group__memberships__user=account)
    if roles:
        single, grouped = single.filter(role__in=roles), grouped.filter(role__in=roles)
    shared = Q(pk__in=single.values("bucket")) | Q(pk__in=grouped.values("bucket"))
    return shared & Q(owner__is_active=True) & ~Q(owner_id=account)


class Bucket(models.Model):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "Private"
        LINK = "link", "Anybody with the link"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="buckets")
    name = models.CharField(max_length=80, validators=[NO_NUL], error_messages={"blank": NAMELESS})
    description = models.CharField(max_length=2000, blank=True, validators=[NO_NUL])
    visibility = models.CharField("who may look", max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    link_role = models.CharField("with its link one", max_length=6, choices=Role, default=Role.VIEWER)
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
            models.CheckConstraint(
                name="moviebucket_bucket_link_role_known",
                condition=Q(link_role__in=["viewer", "editor"]),
                violation_error_message=ROLES,
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

    @property
    def is_edited_by_link(self) -> bool:
        """Whether whoever has the link and signs in may take part."""
        return self.is_shared_by_link and self.link_role == Role.EDITOR


class Share(models.Model):
    """Somebody who may look at a bucket that is not their own, or change what is in it."""

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bucket_shares")
    role = models.CharField(max_length=6, choices=Role, default=Role.VIEWER)
    by_link = models.BooleanField(default=False, help_text="Took part by the link, and stays as long as that does.")
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
                violation_error_message=ROLES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} since {self.since:%Y-%m-%d}"  # of no other row

    def clean(self) -> None:
        super().clean()
        if self.user_id == self.bucket.owner_id:
            raise ValidationError("This bucket is yours already.")
        if self._state.adding and self.bucket.shares.count() >= MOST_SHARES:
            raise _crowded()


def _crowded() -> ValidationError:
    return ValidationError(f"A bucket is shared with at most {MOST_SHARES} people. Take somebody off first.")


class GroupShare(models.Model):
    """What everybody in a group may do with a bucket.

    It hangs on the owner's own membership, so that it ends with that, whichever way the owner leaves.
    """

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="group_shares")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="bucket_shares")
    role = models.CharField(max_length=6, choices=Role, default=Role.VIEWER)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bucket", "membership"],
                name="moviebucket_group_share_once",
                violation_error_message="This bucket is shared with this group already.",
            ),
            models.CheckConstraint(
                name="moviebucket_group_share_role_known",
                condition=Q(role__in=["viewer", "editor"]),
                violation_error_message=ROLES,
            ),
        ]

    def __str__(self) -> str:
        return f"A group: {self.get_role_display().lower()} since {self.since:%Y-%m-%d}"  # of no other row

    def clean(self) -> None:
        super().clean()
        if self.membership.user_id != self.bucket.owner_id:
            raise ValidationError("A bucket is shared with groups that its owner is in.")
        if self._state.adding and self.bucket.group_shares.count() >= MOST_GROUP_SHARES:
            raise ValidationError(f"A bucket is shared with at most {MOST_GROUP_SHARES} groups.")


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
                violation_error_message=ROLES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.bucket}"

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.bucket.invitations.count() + self.bucket.shares.count() >= MOST_SHARES:
            raise _crowded()


def role_in(bucket: Bucket, profile: Profile | None) -> str:
    """ "owner", "editor", "viewer", or "" for who may not even know of it. A child looks, whatever its parents may."""
    if profile is None:
        return ""
    if bucket.owner_id == profile.account_id:
        return "viewer" if profile.for_child else "owner"
    if profile.for_child:
        return ""
    if not hasattr(bucket, "share_role"):  # which is read with the bucket mostly
        bucket = Bucket.objects.with_share_of(profile).get(pk=bucket.pk)
    return bucket.share_role


def members_by_groups(bucket: Any) -> models.QuerySet[Membership]:
    """Who is in a group that the bucket is shared with, its owner among them. `bucket` is one, or an OuterRef to it."""
    return Membership.objects.filter(group__memberships__bucket_shares__bucket=bucket).order_by()
