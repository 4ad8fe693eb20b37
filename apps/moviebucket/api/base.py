"""What the resources of buckets have in common: which bucket, who may do what, how wrong input is answered."""

from types import SimpleNamespace
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.cache import patch_cache_control
from rest_framework.exceptions import PermissionDenied
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from apps.accounts.models import Profile, User
from apps.moviebucket.models import Bucket
from apps.moviebucket.views import asking

Row = TypeVar("Row", bound=Model)

ID = "[0-9]{1,19}"


class ByAcceptAlone(DefaultContentNegotiation):
    """`?format=` is what an item is on, and not what the answer is in."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


class BucketsViewSet(GenericViewSet[Row]):
    """Private: nobody but who is signed in, and no cache keeps the answer."""

    permission_classes = [IsAuthenticated]
    content_negotiation_class = ByAcceptAlone
    filter_backends: list[Any] = []
    lookup_value_regex = ID

    @property
    def profile(self) -> Profile:
        profile = getattr(self.request, "profile", None)
        if profile is None:
            raise PermissionDenied("Say as which profile you ask.")
        return profile

    @property
    def by(self) -> User:
        return self.profile.account

    def visible(self, pk: str) -> Bucket:
        """404 for who may not even know of it."""
        return asking.visible(self._asking(), int(pk))

    def editable(self, pk: str) -> Bucket:
        return asking.editable(self._asking(), int(pk))

    def owned(self, pk: str) -> Bucket:
        return asking.owned(self._asking(), int(pk))

    def told(self, pk: str) -> Bucket:
        """One whose people and history one may read: not as a child, to whom they would name what it is not shown."""
        bucket = self.visible(pk)
        if self.profile.for_child:
            raise PermissionDenied
        return bucket

    def sent(self, shape: type[Serializer[Any]], **kwargs: Any) -> dict[str, Any]:
        """What the body says, if its shape is right."""
        form = shape(data=self.request.data, **kwargs)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(finalized, private=True, no_store=True)
        return finalized

    def _asking(self) -> Any:
        self.profile  # noqa: B018 - a request without one is refused
        return self.request._request
