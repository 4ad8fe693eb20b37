"""Groups themselves: made, named, deleted."""

from django.db import transaction

from apps.accounts.models import User
from apps.groups.actions.history import locked, record
from apps.groups.models import Event, Group, Membership, Role
from apps.groups.parting import parting


@transaction.atomic
def create_group(*, by: User, name: str) -> Group:
    """Whoever makes a group is its first manager."""
    # Whoever makes groups in two windows at once waits here, so that the limit holds.
    User.objects.select_for_update().get(pk=by.pk)
    group = Group(name=name.strip())
    group.full_clean()
    group.save()
    membership = Membership(group=group, user=by, role=Role.MANAGER)
    membership.full_clean()
    membership.save()
    record(group, by, Event.Kind.MADE, group.name)
    return group


@transaction.atomic
def rename_group(*, group: Group, by: User, name: str) -> Group:
    group = locked(group)
    group.name = name.strip()
    group.full_clean()
    group.save()
    record(group, by, Event.Kind.RENAMED, group.name)
    return group


@transaction.atomic
def delete_group(*, group: Group, by: User) -> None:
    """With it goes all access that somebody had through it. There is no way back."""
    group = locked(group)
    members = list(group.memberships.select_related("group", "user"))
    record(group, by, Event.Kind.DELETED, group.name)
    with parting(members, by):
        group.delete()
