"""Who is in a group: asked, let in, given another role, taken off. Taken off is gone at once, from all it shares."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.groups.actions.history import locked, record
from apps.groups.models import Event, Group, Invitation, Membership, Role
from apps.groups.parting import parting

LAST_MANAGER = "Nobody else manages this group. Make somebody else a manager first, or delete the group."
GONE = "They are not in this group any more."


@transaction.atomic
def invite(*, group: Group, by: User, email: str, role: str = Role.MEMBER) -> Invitation:
    """Asks whoever signs in with this address. It says the same whether anybody does, or is in the group already."""
    group = locked(group)
    invitation = Invitation(group=group, invited_by=by, email=email.strip().lower(), role=role)
    invitation.clean_fields()  # what is no address is not looked for: PostgreSQL refuses some of it
    invitation = group.invitations.filter(email__iexact=invitation.email).first() or invitation
    invitation.role = role
    invitation.full_clean()
    invitation.save()
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """`by` must be one for whom `Invitation.objects.for_profile` has it. Nobody loses a role by it."""
    group = locked(invitation.group)
    User.objects.select_for_update().get(pk=by.pk)  # two groups at once count each other
    membership = group.memberships.filter(user=by).first() or Membership(group=group, user=by)
    is_news = membership.pk is None or (invitation.role == Role.MANAGER and not membership.is_manager)
    invitation.delete()
    if is_news:
        membership.role = invitation.role
        membership.full_clean()
        membership.save()
        record(group, by, Event.Kind.JOINED, membership.get_role_display().lower())
    return membership


@transaction.atomic
def drop_invitation(*, invitation: Invitation, by: User) -> None:
    """Declined by who was asked, or taken back by who manages the group."""
    invitation.delete()


@transaction.atomic
def change_role(*, membership: Membership, by: User, role: str) -> Membership:
    membership = _held(membership)
    if membership.role == role:
        return membership
    if membership.is_manager:
        _check_another_manager(membership)
    membership.role = role
    membership.full_clean()
    membership.save()
    about = f"{membership.user.shown_name}, {membership.get_role_display().lower()}"
    record(membership.group, by, Event.Kind.ROLE, about)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """A manager takes somebody off, or somebody leaves. With the last one the group goes."""
    membership = _held(membership)
    group = membership.group
    others = group.memberships.exclude(pk=membership.pk)
    if membership.is_manager and others.counted().exists():
        _check_another_manager(membership)
    if membership.user_id == by.pk:
        record(group, by, Event.Kind.LEFT)
    else:
        record(group, by, Event.Kind.TOOK_OFF, membership.user.shown_name)
    with parting([membership], by):
        membership.delete()
    if not others.exists():
        group.delete()


def _held(membership: Membership) -> Membership:
    """As it is now, with the group held first: all who change who is in it wait for one another."""
    group = locked(membership.group)
    current = group.memberships.select_related("user").filter(pk=membership.pk).first()
    if current is None:
        raise ValidationError(GONE)
    current.group = group
    return current


def _check_another_manager(membership: Membership) -> None:
    others = membership.group.memberships.exclude(pk=membership.pk).managers().counted()
    if not others.exists():
        raise ValidationError(LAST_MANAGER)
