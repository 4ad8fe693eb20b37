"""What watchlists add to /api/."""

from rest_framework.routers import SimpleRouter

from apps.watchlists.api.base import KEY
from apps.watchlists.api.entries import EntryViewSet
from apps.watchlists.api.sharing import (
    InvitationViewSet,
    MemberViewSet,
    ReceivedInvitationViewSet,
    SuggestionViewSet,
)
from apps.watchlists.api.watchlists import WatchlistViewSet

_OF_LIST = f"watchlists/(?P<watchlist_pk>{KEY})"


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("watchlists/invitations", ReceivedInvitationViewSet, basename="received-invitation")
    router.register("watchlists", WatchlistViewSet, basename="watchlist")
    router.register(f"{_OF_LIST}/entries", EntryViewSet, basename="watchlist-entry")
    router.register(f"{_OF_LIST}/members", MemberViewSet, basename="watchlist-member")
    router.register(f"{_OF_LIST}/invitations", InvitationViewSet, basename="watchlist-invitation")
    router.register(f"{_OF_LIST}/suggestions", SuggestionViewSet, basename="watchlist-suggestion")
    return router


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [*_routes(trailing_slash=True).urls, *_routes(trailing_slash=False).urls]
