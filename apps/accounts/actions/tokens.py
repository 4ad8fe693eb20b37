"""Making and revoking personal access tokens. The page, the API and the command end here."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import AccessToken, User

MOST_TOKENS = 50  # a person


@transaction.atomic
def make_token(
    *, by: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[AccessToken, str]:
    """The row, and the text of the token, which is nowhere else."""
    User.objects.select_for_update().get(pk=by.pk)  # two at once count each other
    if AccessToken.objects.of(by).count() >= MOST_TOKENS:
        raise ValidationError(f"You have {MOST_TOKENS} tokens. Revoke one that you no longer need first.")
    token = AccessToken(user=by, name=name.strip(), expires_at=expires_at)
    token.scope_set = scopes
    text = token.draw()
    token.full_clean()
    token.save()
    return token, text


def revoke_token(*, token: AccessToken, by: User) -> None:
    if token.user_id != by.pk:
        raise ValidationError("This token is somebody else's.")
    token.revoke()
