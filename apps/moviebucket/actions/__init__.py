"""What people do with buckets. Pages, the API, CSV and the administration all end here."""

from apps.moviebucket.actions.buckets import change_bucket, create_bucket, delete_bucket, renew_secret
from apps.moviebucket.actions.history import EXTRAS, WRITABLE, facts_of
from apps.moviebucket.actions.items import KEEP, Stale, add_item, change_item, remove_item
from apps.moviebucket.actions.many import Fault, Refused, Report, add_many, check_many
from apps.moviebucket.actions.several import move_items, place_items, remove_items
from apps.moviebucket.actions.sharing import accept_invitation, change_role, drop_invitation, end_share, invite
from apps.moviebucket.actions.undoing import undo_change

__all__ = [
    "EXTRAS",
    "KEEP",
    "WRITABLE",
    "Fault",
    "Refused",
    "Report",
    "Stale",
    "accept_invitation",
    "add_item",
    "add_many",
    "change_bucket",
    "change_item",
    "change_role",
    "check_many",
    "create_bucket",
    "delete_bucket",
    "drop_invitation",
    "end_share",
    "facts_of",
    "invite",
    "move_items",
    "place_items",
    "remove_item",
    "remove_items",
    "renew_secret",
    "undo_change",
]
