"""Tokens with which programs ask the API in somebody's name. Only their digests are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from apps.accounts.tokens.scopes import SETS, written

if TYPE_CHECKING:
    from apps.accounts.models.user import User

MARK = "notflix_"  # by which people, and programs that look for leaked secrets, know one
SHOWN = len(MARK) + 8
NOTED_EVERY = timedelta(minutes=1)


def digest_of(token: str) -> str:
    """SHA-256 is enough: a token has 256 random bits, so that nobody finds it by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def of(self, user: User | Any) -> Self:
        """This person's, the newest first; those that ran out too, those that were revoked not."""
        return self.filter(user_id=user.pk, revoked_at=None).order_by("-pk")

    def in_use(self) -> Self:
        """Those that let somebody in now."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(unexpired, revoked_at=None, user__is_active=True)

    def named(self, token: str) -> AccessToken | None:
        """The one with this text, with its owner, if it lets anybody in."""
        return self.in_use().select_related("user").filter(digest=digest_of(token)).first()


class AccessToken(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=60, help_text="What it is for, so that you know it again.")
    prefix = models.CharField(max_length=SHOWN, editable=False, help_text="How it begins.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False, help_text="To the minute.")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_token_name_not_empty",
                condition=~Q(name=""),
                violation_error_message="A token needs a name.",
            ),
            models.UniqueConstraint(
                "user",
                Lower("name"),
                name="accounts_token_name_once",
                condition=Q(revoked_at=None),
                violation_error_message="You have a token of this name. Give this one another, or revoke that first.",
            ),
            models.CheckConstraint(
                name="accounts_token_scopes_known",
                condition=Q(scopes__in=SETS),
                violation_error_message="Choose at least one of the scopes read, write and admin.",
            ),
            models.CheckConstraint(
                name="accounts_token_runs_out_later",
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
                violation_error_message="A token cannot run out before it is made.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_set(self) -> frozenset[str]:
        return frozenset(self.scopes.split())

    @scope_set.setter
    def scope_set(self, scopes: Any) -> None:
        self.scopes = written(scopes)

    @property
    def has_run_out(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def draw(self) -> str:
        """Gives it a new random text and answers with it: nobody can read it again. Not saved."""
        token = MARK + secrets.token_urlsafe(32)
        self.prefix, self.digest = token[:SHOWN], digest_of(token)
        return token

    def note_use(self) -> None:
        """Writes down that it was used, at most once a minute."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= NOTED_EVERY:
            AccessToken.objects.filter(pk=self.pk).update(last_used_at=now)
            self.last_used_at = now

    def revoke(self) -> None:
        """From now on it lets nobody in. The row stays, so that its use can still be looked up."""
        AccessToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())
