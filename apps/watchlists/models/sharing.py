"""Who is asked to edit a list, and what others suggest for it."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from apps.accounts.models import Profile
from apps.watchlists.models.entry import Entry
from apps.watchlists.models.watchlist import NO_NUL, OUTSIDE, Watchlist, check_household

MOST_INVITATIONS = 50
MOST_SUGGESTIONS = 20  # of one person for one list


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_profile(self, profile: Profile | None) -> Self:
        """Those that this profile may take up. The address is the one that its account has confirmed."""
        if profile is None or profile.for_child:
            return self.none()
        return (
            self.annotate(any_case=Lower("email"))
            .filter(any_case=profile.account.email.lower(), watchlist__profile__account__is_active=True)
            .exclude(watchlist__profile__account_id=profile.account_id)
        )


class Invitation(models.Model):
    """Asks whoever has this address to edit a list with its owner. Whether anybody has it is not told."""

    watchlist = models.ForeignKey(Watchlist, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "watchlist",
                Lower("email"),
                name="watchlists_invitation_once",
                violation_error_message="This address is invited already.",
            )
        ]
        indexes = [models.Index(Lower("email"), name="watchlists_invitation_email")]

    def __str__(self) -> str:
        return f"{self.email} to {self.watchlist}"

    def clean(self) -> None:
        super().clean()
        owner = self.watchlist.profile
        if owner.for_child:
            raise ValidationError(OUTSIDE)
        if owner.account.email.lower() == self.email.lower():
            raise ValidationError({"email": "That is your own address. People of your household are chosen by name."})
        if self._state.adding and self.watchlist.invitations.count() >= MOST_INVITATIONS:
            raise ValidationError(f"{MOST_INVITATIONS} invitations are open. Take one back first.")


class Suggestion(models.Model):
    """A film that somebody thinks should be on a list; who edits the list takes it up or not."""

    watchlist = models.ForeignKey(Watchlist, models.CASCADE, related_name="suggestions")
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="watchlist_suggestions")
    by = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="watchlist_suggestions")
    note = models.CharField(max_length=500, blank=True, validators=[NO_NUL])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watchlist", "movie", "by"],
                name="watchlists_suggestion_once",
                violation_error_message="You have suggested this film already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.movie} for {self.watchlist}"

    def clean(self) -> None:
        super().clean()
        check_household(self.watchlist.profile, self.by)
        if Entry.objects.filter(watchlist=self.watchlist, movie=self.movie).exists():
            raise ValidationError({"movie": "This film is on the list already."})
        waiting = self.watchlist.suggestions.filter(by=self.by)
        if self._state.adding and waiting.count() >= MOST_SUGGESTIONS:
            raise ValidationError(f"{MOST_SUGGESTIONS} of your suggestions wait here. Give them a little time.")
