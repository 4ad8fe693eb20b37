"""What people do with buckets. Pages, the API, CSV and the administration all end here."""

from apps.moviebucket.actions.buckets import change_bucket, create_bucket, delete_bucket, renew_secret
from apps.moviebucket.actions.grouping import change_group_role, end_group_share, share_with_group
from apps.moviebucket.actions.history import EXTRAS, WRITABLE, facts_of
from apps.moviebucket.actions.items import KEEP, Stale, add_item, change_item, remove_item
from apps.moviebucket.actions.lending import (
    accept_ask,
    ask_for,
    change_due,
    change_loan,
    decline_ask,
    give_back,
    lend,
    remind,
)
from apps.moviebucket.actions.linking import take_part
from apps.moviebucket.actions.many import Fault, Refused, Report, add_many, check_many
from apps.moviebucket.actions.photos import put_photo, remove_photo, sweep_photos
from apps.moviebucket.actions.several import move_items, place_items, remove_items
from apps.moviebucket.actions.sharing import accept_invitation, change_role, drop_invitation, end_share, invite
from apps.moviebucket.actions.undoing import undo_change
from apps.moviebucket.actions.writing import SAME_FOR_ALL, edit_items, tag_items, untag_items

__all__ = [
    "EXTRAS",
    "KEEP",
    "SAME_FOR_ALL",
    "WRITABLE",
    "Fault",
    "Refused",
    "Report",
    "Stale",
    "accept_ask",
    "accept_invitation",
    "add_item",
    "add_many",
    "ask_for",
    "change_bucket",
    "change_due",
    "change_group_role",
    "change_item",
    "change_loan",
    "change_role",
    "check_many",
    "create_bucket",
    "decline_ask",
    "delete_bucket",
    "drop_invitation",
    "edit_items",
    "end_group_share",
    "end_share",
    "facts_of",
    "give_back",
    "invite",
    "lend",
    "move_items",
    "place_items",
    "put_photo",
    "remind",
    "remove_item",
    "remove_items",
    "remove_photo",
    "renew_secret",
    "share_with_group",
    "tag_items",
    "sweep_photos",
    "take_part",
    "undo_change",
    "untag_items",
]
