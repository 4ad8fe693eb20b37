"""What happens by itself to an account whose owner asked for its end; the asking is in actions.py."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from apps.accounts.models import User


@transaction.atomic
def remove_if_due(*, pk: int) -> bool:
    """Removes the account if its days of grace are over; it may have been kept, or be gone, meanwhile."""
    user = User.objects.leaving_by(timezone.now()).select_for_update().filter(pk=pk).first()
    if user is not None:
        user.delete()
    return user is not None


def tell_of_removal(*, pk: int) -> bool:
    """The letter with the date; none to who is gone, or stays after all."""
    user = User.objects.filter(pk=pk, removal_at__isnull=False).first()
    if user is not None:
        subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}Your account is about to be removed"
        send_mail(subject, render_to_string("emails/accounts/removal_asked.txt", {"user": user}), None, [user.email])
    return user is not None
