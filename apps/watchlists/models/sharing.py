"""Who is asked to edit a list, and what others suggest for it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from apps.accounts.models.addressed import AddressedInvitation
from apps.watchlists.models.entry import Entry
from apps.watchlists.models.watchlist import NO_NUL, OUTSIDE, Watchlist, check_household

MOST_INVITATIONS = 50
MOST_SUGGESTIONS = 20  # of one person for one list


class Invitation(AddressedInvitation):
    """Asks whoever has this address to edit a list with its owner."""

    INVITER = "watchlist__profile__account"
    OWN_ADDRESS = "That is your own address. People of your household are chosen by name."

    watchlist = models.ForeignKey(Watchlist, models.CASCADE, related_name="invitations")

    class Meta(AddressedInvitation.Meta):
        constraints = [
            models.UniqueConstraint(
                "watchlist",
                Lower("email"),
                name="watchlists_invitation_once",
                violation_error_message="This address is invited already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.watchlist}"

    def clean(self) -> None:
        if self.watchlist.profile.for_child:
            raise ValidationError(OUTSIDE)
        super().clean()
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
