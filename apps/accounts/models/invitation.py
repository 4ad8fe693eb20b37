"""A link with which somebody may make an account on a site that is not open to all."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

if TYPE_CHECKING:
    from apps.accounts.models.user import User

MOST_USES, MOST_DAYS = 100, 365


def digest(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that one round of SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Those that still let somebody in."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), uses__lt=F("allowed"))

    def visible_to(self, user: User | Any) -> Self:
        """One's own; administrators see all."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.has_perm("accounts.view_invitation") else self.filter(made_by=user)

    def of_token(self, token: str) -> Self:
        return self.filter(token_hash=digest(token))

    def claim(self) -> bool:
        """Counts one use, of one row; False when somebody was quicker or it is over."""
        return self.open().update(uses=F("uses") + 1) == 1


class Invitation(models.Model):
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(max_length=120, blank=True, help_text="For yourself: who it is for.")
    allowed = models.PositiveSmallIntegerField(
        "how many may use it", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_USES)]
    )
    uses = models.PositiveSmallIntegerField("how many did", default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField("good until")
    revoked_at = models.DateTimeField("withdrawn", null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_uses_allowed",
                condition=Q(uses__lte=F("allowed")),
                violation_error_message="The invitation is used up.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_for_some",
                condition=Q(allowed__range=(1, MOST_USES)),
                violation_error_message=f"An invitation is for 1 to {MOST_USES} people.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_ends_later",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message="An invitation ends after it was made.",
            ),
        ]

    def __str__(self) -> str:
        return self.note or f"Invitation {self.pk}"

    @classmethod
    def draft(cls, *, made_by: User, days: int, **fields: Any) -> tuple[Invitation, str]:
        """An unsaved invitation and its token, which nothing but this answer ever holds."""
        token = secrets.token_urlsafe(32)
        now = timezone.now()
        ends = now + timedelta(days=days)
        return cls(token_hash=digest(token), made_by=made_by, created_at=now, expires_at=ends, **fields), token

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "withdrawn"
        if self.uses >= self.allowed:
            return "used up"
        return "open" if self.is_current(timezone.now()) else "run out"

    def is_current(self, now: datetime) -> bool:
        return self.expires_at > now

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or timezone.now()
        self.save(update_fields=["revoked_at"])
