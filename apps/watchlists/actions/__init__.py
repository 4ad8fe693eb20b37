"""What people do with lists. Pages, the API, imports and the administration all end here."""

from apps.watchlists.actions.entries import (
    EntryDraft,
    RemovedEntry,
    add_entry,
    add_many,
    move_entry,
    note_entry,
    remove_entry,
    restore_entry,
    shift_entry,
)
from apps.watchlists.actions.lists import (
    change_watchlist,
    create_watchlist,
    delete_watchlist,
    name_main,
    renew_secret,
    unname_main,
)
from apps.watchlists.actions.sharing import (
    accept_invitation,
    accept_suggestion,
    decline_suggestion,
    drop_invitation,
    invite,
    let_in,
    remove_member,
    suggest,
)

__all__ = [
    "EntryDraft",
    "RemovedEntry",
    "accept_invitation",
    "accept_suggestion",
    "add_entry",
    "add_many",
    "change_watchlist",
    "create_watchlist",
    "decline_suggestion",
    "delete_watchlist",
    "drop_invitation",
    "invite",
    "let_in",
    "move_entry",
    "name_main",
    "note_entry",
    "remove_entry",
    "remove_member",
    "renew_secret",
    "restore_entry",
    "shift_entry",
    "suggest",
    "unname_main",
]
