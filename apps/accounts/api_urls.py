"""What accounts add to /api/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from apps.accounts.api.invitations import InvitationViewSet
from apps.accounts.api.profiles import ProfileViewSet
from apps.accounts.api.removal import Removal
from apps.accounts.api.tokens import TokenViewSet
from apps.accounts.api.users import Me, UserList


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("invitations", InvitationViewSet, basename="invitation")
    router.register("profiles", ProfileViewSet, basename="profile")
    router.register("tokens", TokenViewSet, basename="token")
    return router


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [
    path("users/", UserList.as_view()),
    path("users/me/", Me.as_view()),
    path("users/me/removal/", Removal.as_view()),
    path("users", UserList.as_view(), name="users"),
    path("users/me", Me.as_view(), name="me"),
    path("users/me/removal", Removal.as_view(), name="removal"),
    *_routes(trailing_slash=True).urls,
    *_routes(trailing_slash=False).urls,
]
