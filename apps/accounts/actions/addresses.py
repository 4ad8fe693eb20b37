"""Whose address is whose."""

from allauth.account.models import EmailAddress
from django.db import transaction

from apps.accounts.models import User


@transaction.atomic
def trust_address(user: User) -> None:
    """The user's address is theirs without a letter: an administrator or the console says so.

    Any other address that they had confirmed or not is forgotten, as it is when they change it themselves.
    """
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
