"""What groups add to /api/."""

from rest_framework.routers import SimpleRouter

from apps.accounts.api.private import ID
from apps.groups.api.groups import GroupViewSet
from apps.groups.api.people import InvitationViewSet, MemberViewSet, ReceivedInvitationViewSet

_OF_GROUP = f"groups/(?P<group_pk>{ID})"


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("groups/invitations", ReceivedInvitationViewSet, basename="received-group-invitation")
    router.register("groups", GroupViewSet, basename="group")
    router.register(f"{_OF_GROUP}/members", MemberViewSet, basename="group-member")
    router.register(f"{_OF_GROUP}/invitations", InvitationViewSet, basename="group-invitation")
    return router


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [*_routes(trailing_slash=True).urls, *_routes(trailing_slash=False).urls]
