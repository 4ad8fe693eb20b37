"""What moviebucket adds to /api/."""

from django.urls import URLPattern, re_path
from rest_framework.routers import SimpleRouter

from apps.accounts.api.private import ID
from apps.moviebucket.api.buckets import BucketViewSet
from apps.moviebucket.api.grouping import GroupShareViewSet, LinkViewSet
from apps.moviebucket.api.items import FoundItemViewSet, ItemViewSet
from apps.moviebucket.api.loans import AskViewSet, LoanViewSet
from apps.moviebucket.api.photos import PhotoViewSet
from apps.moviebucket.api.several import SeveralViewSet
from apps.moviebucket.api.sharing import ChangeViewSet, InvitationViewSet, MemberViewSet, ReceivedInvitationViewSet

_OF_BUCKET = f"buckets/(?P<bucket_pk>{ID})"


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("items", FoundItemViewSet, basename="found-item")
    router.register("buckets/invitations", ReceivedInvitationViewSet, basename="received-bucket-invitation")
    router.register("buckets/links", LinkViewSet, basename="bucket-link")
    router.register("buckets", BucketViewSet, basename="bucket")
    router.register(f"{_OF_BUCKET}/items", ItemViewSet, basename="bucket-item")
    router.register(f"{_OF_BUCKET}/items", SeveralViewSet, basename="bucket-items")
    router.register(f"{_OF_BUCKET}/members", MemberViewSet, basename="bucket-member")
    router.register(f"{_OF_BUCKET}/groups", GroupShareViewSet, basename="bucket-group")
    router.register(f"{_OF_BUCKET}/invitations", InvitationViewSet, basename="bucket-invitation")
    router.register(f"{_OF_BUCKET}/changes", ChangeViewSet, basename="bucket-change")
    router.register(f"{_OF_BUCKET}/loans", LoanViewSet, basename="bucket-loan")
    router.register(f"{_OF_BUCKET}/asks", AskViewSet, basename="bucket-ask")
    return router


def _photo(end: str) -> URLPattern:
    methods = {"get": "retrieve", "put": "update", "delete": "destroy"}
    return re_path(
        f"^{_OF_BUCKET}/items/(?P<pk>{ID})/photo{end}$", PhotoViewSet.as_view(methods), name="bucket-item-photo"
    )


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [_photo("/"), *_routes(trailing_slash=True).urls, _photo(""), *_routes(trailing_slash=False).urls]
