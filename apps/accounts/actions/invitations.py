"""Who may invite, and the invitations they make and withdraw. Using one is in apps/accounts/invited.py."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.models import Invitation, User


def may_invite(user: User) -> bool:
    return user.has_perm("accounts.add_invitation") or settings.INVITATIONS_BY_MEMBERS


@transaction.atomic
def make_invitation(*, by: User, days: int, allowed: int = 1, note: str = "") -> tuple[Invitation, str]:
    """The invitation and its token, which can be shown this once."""
    if not may_invite(by):
        raise PermissionDenied
    invitation, token = Invitation.draft(made_by=by, days=days, allowed=allowed, note=note)
    invitation.full_clean()
    invitation.save()
    return invitation, token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    if invitation.made_by_id != by.pk and not by.has_perm("accounts.change_invitation"):
        raise PermissionDenied
    invitation.revoke()
