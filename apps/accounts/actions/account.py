"""What somebody does with their own account: details, sessions, leaving and staying."""

from datetime import timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts import tasks
from apps.accounts.models import Profile, User


@transaction.atomic
def change_details(*, user: User, name: str, language: str, by: User) -> None:
    """What the site calls somebody, and the language of titles in their own profile."""
    if by != user:
        raise PermissionDenied
    user.name = name
    user.save(update_fields=["name"])
    Profile.objects.filter(account=user, place=1).update(language=language)


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
