"""Who has which role."""

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import ADMINISTRATORS, MEMBERS


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
