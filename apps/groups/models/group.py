"""A group of members, which something can be shared with as with one person. Knows nothing of what that is."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower, Trim
from django.urls import reverse

from apps.accounts.models import Profile
from apps.accounts.models.addressed import AddressedInvitation

NO_NUL = ProhibitNullCharactersValidator()  # PostgreSQL cannot keep one
MOST_GROUPS = 50  # that somebody is in
MOST_MEMBERS = 200  # of one group, invitations included
NAMELESS = "A group needs a name."
ROLES = "They are a member of the group, or manage it."
FULL = f"A group has at most {MOST_MEMBERS} members, those invited included. Take somebody off first."
TOO_MANY = f"You are in {MOST_GROUPS} groups, which is all that there is room for. Leave one first."


class Role(models.TextChoices):
    MEMBER = "member", "Member"
    MANAGER = "manager", "Manager"


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, profile: Profile | None) -> Self:
        """Those that the profile's account is in. A child's profile is in none."""
        if profile is None or profile.for_child:
            return self.none()
        return self.filter(pk__in=Membership.objects.filter(user=profile.account_id).values("group"))

    def managed_by(self, profile: Profile | None) -> Self:
        """Those that one manages; where everybody who did is gone or barred, those that one is in."""
        if profile is None:
            return self.none()
        own = Membership.objects.managers().filter(user=profile.account_id)
        anybody = Membership.objects.managers().counted().filter(group=OuterRef("pk")).order_by()
        return self.visible_to(profile).filter(Q(pk__in=own.values("group")) | ~Exists(anybody))

    def with_place_of(self, profile: Profile) -> Self:
        """Each with `own_role`, what the profile's account is in it, and `may_manage`."""
        own = Membership.objects.filter(group=OuterRef("pk"), user=profile.account_id)
        managed = Group.objects.managed_by(profile).filter(pk=OuterRef("pk")).order_by()
        return self.annotate(
            own_role=Coalesce(Subquery(own.values("role")), models.Value("")), may_manage=Exists(managed)
        )

    def with_size(self) -> Self:
        """Each with `size`: how many are in it."""
        inside = Membership.objects.counted().filter(group=OuterRef("pk")).order_by().values("group")
        return self.annotate(size=Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n")), 0))


class Group(models.Model):
    name = models.CharField(max_length=80, validators=[NO_NUL], error_messages={"blank": NAMELESS})
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="groups_group_name_not_empty",
                condition=~Q(name="") & Q(name=Trim("name")),
                violation_error_message=NAMELESS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.pk])


class MembershipQuerySet(models.QuerySet["Membership"]):
    def counted(self) -> Self:
        """Without those whose accounts are barred."""
        return self.filter(user__is_active=True)

    def managers(self) -> Self:
        return self.filter(role=Role.MANAGER)


class Membership(models.Model):
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=7, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                name="groups_membership_once",
                violation_error_message="They are in this group already.",
            ),
            models.CheckConstraint(
                name="groups_membership_role_known",
                condition=Q(role__in=["member", "manager"]),
                violation_error_message=ROLES,
            ),
        ]

    def __str__(self) -> str:
        # Of no other row: the administration lists hundreds of these before it deletes an account.
        return f"{self.get_role_display()} since {self.since:%Y-%m-%d}"

    def clean(self) -> None:
        super().clean()
        if not self._state.adding:
            return
        if Membership.objects.filter(user=self.user).count() >= MOST_GROUPS:
            raise ValidationError(TOO_MANY)
        if Membership.objects.filter(group=self.group).count() >= MOST_MEMBERS:
            raise ValidationError(FULL)

    @property
    def is_manager(self) -> bool:
        return self.role == Role.MANAGER


class Invitation(AddressedInvitation):
    """Asks whoever has this address to join a group. It lapses with the account of who sent it."""

    INVITER = "invited_by"

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=7, choices=Role, default=Role.MEMBER)

    class Meta(AddressedInvitation.Meta):
        constraints = [
            models.UniqueConstraint(
                "group",
                Lower("email"),
                name="groups_invitation_once",
                violation_error_message="This address is invited already.",
            ),
            models.CheckConstraint(
                name="groups_invitation_role_known",
                condition=Q(role__in=["member", "manager"]),
                violation_error_message=ROLES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to a group"

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.group.invitations.count() + self.group.memberships.count() >= MOST_MEMBERS:
            raise ValidationError(FULL)
