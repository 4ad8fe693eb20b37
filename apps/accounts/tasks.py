"""What accounts leave for later."""

from django.utils import timezone

from apps.accounts import leaving
from apps.accounts.models import User
from apps.core.tasks import task


@task
def remove_leavers() -> None:
    """Each account by itself: one that cannot go keeps none of the others."""
    for pk in User.objects.leaving_by(timezone.now()).values_list("pk", flat=True):
        remove_account.enqueue(pk)


@task
def remove_account(pk: int) -> None:
    leaving.remove_if_due(pk=pk)


@task
def tell_of_removal(pk: int) -> None:
    leaving.tell_of_removal(pk=pk)
