"""What happens to accounts beside what django-allauth does."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts import tasks
from apps.accounts.models import Invitation, Profile, User
from apps.accounts.roles import ADMINISTRATORS, MEMBERS


@transaction.atomic
def trust_address(user: User) -> None:
    """The user's address is theirs without a letter: an administrator or the console says so.

    Any other address that they had confirmed or not is forgotten, as it is when they change it themselves.
    """
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def change_details(*, user: User, name: str, language: str, by: User) -> None:
    """What the site calls somebody, and the language of titles in their own profile."""
    if by != user:
        raise PermissionDenied
    user.name = name
    user.save(update_fields=["name"])
    Profile.objects.filter(account=user, place=1).update(language=language)


# --- roles ---


@transaction.atomic
def set_roles(*, user: User, roles: Collection[str], by: User) -> None:
    """Exactly these roles, beside that of a member, by their names; each lets into the administration.

    Only administrators make administrators or end that; ValidationError where nobody would be left.
    """
    if not by.has_perm("accounts.change_user"):
        raise PermissionDenied
    if not by.is_superuser and (user.is_superuser or ADMINISTRATORS in roles):
        raise PermissionDenied
    user.is_superuser = ADMINISTRATORS in roles
    user.is_staff = bool(set(roles) - {MEMBERS})
    user.save(update_fields=["is_superuser", "is_staff"])
    user.groups.set(Group.objects.filter(name__in={MEMBERS, *roles}))


# --- invitations ---


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


# --- sessions and leaving ---


def end_sessions(*, user: User, but: str | None = None) -> int:
    """Signs the user out wherever they are, but for the session of that key; how many sessions it were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def ask_removal(*, user: User, by: User, session: str | None = None) -> None:
    """The account goes in ACCOUNT_REMOVAL_DAYS. Every session ends but the one in which this was asked.

    ValidationError for the last administrator. Asked again it changes nothing, so that the date stays.
    """
    if by != user:
        raise PermissionDenied
    if user.removal_at:
        return
    user.removal_at = timezone.now() + timedelta(days=settings.ACCOUNT_REMOVAL_DAYS)
    try:
        user.save(update_fields=["removal_at"])
    except ValidationError:
        user.removal_at = None
        raise
    end_sessions(user=user, but=session)
    transaction.on_commit(partial(tasks.tell_of_removal.enqueue, user.pk))


@transaction.atomic
def keep_account(*, user: User, by: User) -> None:
    if by != user:
        raise PermissionDenied
    user.removal_at = None
    user.save(update_fields=["removal_at"])
