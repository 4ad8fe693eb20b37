"""Groups that members make themselves, who is in them, who is asked to join, and what was done with them."""

from apps.groups.models.event import Event
from apps.groups.models.group import MOST_GROUPS, MOST_MEMBERS, Group, Invitation, Membership, Role

__all__ = ["MOST_GROUPS", "MOST_MEMBERS", "Event", "Group", "Invitation", "Membership", "Role"]
