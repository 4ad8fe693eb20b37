"""What people mean to watch: lists of films, in an order of their own, kept or shared."""

from apps.watchlists.models.entry import LONGEST_NOTE, MOST_ENTRIES, Entry, EntryQuerySet
from apps.watchlists.models.sharing import Invitation, Suggestion
from apps.watchlists.models.watchlist import MOST_WATCHLISTS, Member, Watchlist

__all__ = [
    "LONGEST_NOTE",
    "MOST_ENTRIES",
    "MOST_WATCHLISTS",
    "Entry",
    "EntryQuerySet",
    "Invitation",
    "Member",
    "Suggestion",
    "Watchlist",
]
