"""The log of groups."""

from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.groups.models import Event, Group

GONE = "This group is not there any more."


def record(group: Group, by: User, kind: str, about: str = "") -> None:
    Event.objects.create(group=group, number=group.pk, kind=kind, about=about[:400], by=by)


def locked(group: Group) -> Group:
    """As it is now, held until the transaction ends: of two who leave at once the second sees who is left."""
    current = Group.objects.select_for_update().filter(pk=group.pk).first()
    if current is None:
        raise ValidationError(GONE)
    return current
