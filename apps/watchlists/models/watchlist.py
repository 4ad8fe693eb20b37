"""A list of films, and who may read or change it."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.accounts.models import Profile

NO_NUL = ProhibitNullCharactersValidator()  # PostgreSQL cannot keep one
MOST_WATCHLISTS = 100
MAIN_NAME = "Watchlist"
MOST_MEMBERS = 50
OUTSIDE = "A child shares lists with its household only."
TOO_MANY = f"You have {MOST_WATCHLISTS} lists, which is all that there is room for. Delete one first."


def new_secret() -> str:
    """192 random bits, as 32 characters that need no quoting in an address."""
    return secrets.token_urlsafe(24)


class WatchlistQuerySet(models.QuerySet["Watchlist"]):
    def of(self, profile: Profile) -> Self:
        """The profile's own lists, the main one first."""
        return self.filter(profile=profile).order_by("-is_main", "name", "pk")

    def main_of(self, profile: Profile) -> Watchlist:
        """The list that one click adds to. Made on first use."""
        return self.get_or_create(profile=profile, is_main=True, defaults={"name": MAIN_NAME})[0]

    def visible_to(self, profile: Profile | None) -> Self:
        """One's own, those one edits, and those shown to members. A child sees none from outside its household."""
        if profile is None:
            return self.none()
        shown = Q(
            visibility=Watchlist.Visibility.MEMBERS, profile__for_child=False, profile__account__is_active=True
        ) | Q(pk__in=_edited_by(profile))
        if profile.for_child:
            shown &= Q(profile__account_id=profile.account_id)
        return self.filter(Q(profile=profile) | shown)

    def editable_by(self, profile: Profile | None) -> Self:
        """One's own, and those of others that one was let into."""
        if profile is None:
            return self.none()
        return self.visible_to(profile).filter(Q(profile=profile) | Q(pk__in=_edited_by(profile)))

    def with_secret(self, secret: str) -> Self:
        """The list that this secret opens to anybody, as long as it is shared by link."""
        return self.filter(
            secret=secret,
            visibility=Watchlist.Visibility.LINK,
            profile__for_child=False,
            profile__account__is_active=True,
        )


def _edited_by(profile: Profile) -> models.QuerySet[Any]:
    return Member.objects.filter(profile=profile).values("watchlist")


class Watchlist(models.Model):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "Private"
        LINK = "link", "Anybody with the link"
        MEMBERS = "members", "Members of this site"

    profile = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="watchlists")
    name = models.CharField(max_length=80, validators=[NO_NUL], error_messages={"blank": "A list needs a name."})
    description = models.CharField(max_length=2000, blank=True, validators=[NO_NUL])
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    secret = models.CharField(
        max_length=32, unique=True, default=new_secret, editable=False, help_text="Opens a list shared by link."
    )
    is_main = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, help_text="Also when an entry came, went, moved or changed.")

    objects = WatchlistQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "-is_main", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="watchlists_watchlist_name_not_empty",
                condition=~Q(name=""),
                violation_error_message="A list needs a name.",
            ),
            models.CheckConstraint(
                name="watchlists_watchlist_visibility_known",
                condition=Q(visibility__in=["private", "link", "members"]),
                violation_error_message="A list is private, for those with its link, or for members.",
            ),
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(is_main=True),
                name="watchlists_watchlist_one_main",
                violation_error_message="A profile has one main watchlist.",
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at"], condition=Q(visibility="members"), name="watchlists_for_members"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("watchlist", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.profile.for_child and self.visibility != self.Visibility.PRIVATE:
            raise ValidationError({"visibility": "A child's list is private; share it with people of the household."})
        if self._state.adding and Watchlist.objects.filter(profile=self.profile).count() >= MOST_WATCHLISTS:
            raise ValidationError(TOO_MANY)

    @property
    def is_unnamed_main(self) -> bool:
        """A main list that nobody has given a name or a description of their own."""
        return self.is_main and self.name == MAIN_NAME and not self.description

    @property
    def is_shared_by_link(self) -> bool:
        return self.visibility == self.Visibility.LINK


class Member(models.Model):
    """Somebody who may edit a list that is not their own."""

    watchlist = models.ForeignKey(Watchlist, models.CASCADE, related_name="members")
    profile = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="shared_watchlists")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watchlist", "profile"],
                name="watchlists_member_once",
                violation_error_message="They may edit this list already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile} of {self.watchlist}"

    def clean(self) -> None:
        super().clean()
        if self.profile_id == self.watchlist.profile_id:
            raise ValidationError("This list is yours already.")
        check_household(self.watchlist.profile, self.profile)
        if self._state.adding and self.watchlist.members.count() >= MOST_MEMBERS:
            raise ValidationError(f"{MOST_MEMBERS} people edit this list, which is all that there is room for.")


def check_household(one: Profile, other: Profile) -> None:
    """ValidationError when a child would have to do with somebody from outside."""
    if one.account_id != other.account_id and (one.for_child or other.for_child):
        raise ValidationError(OUTSIDE)
