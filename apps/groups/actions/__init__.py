"""What people do with groups. Pages, the API and the administration all end here."""

from apps.groups.actions.groups import create_group, delete_group, rename_group
from apps.groups.actions.people import accept_invitation, change_role, drop_invitation, end_membership, invite

__all__ = [
    "accept_invitation",
    "change_role",
    "create_group",
    "delete_group",
    "drop_invitation",
    "end_membership",
    "invite",
    "rename_group",
]
