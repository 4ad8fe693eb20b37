"""What the resources of buckets have in common: which bucket, who may do what, how wrong input is answered."""

from types import SimpleNamespace
from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.negotiation import DefaultContentNegotiation

from apps.accounts.api.private import PrivateViewSet, Row
from apps.moviebucket.models import Bucket
from apps.moviebucket.views import asking


class ByAcceptAlone(DefaultContentNegotiation):
    """`?format=` is what an item is on, and not what the answer is in."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


class BucketsViewSet(PrivateViewSet[Row]):
    content_negotiation_class = ByAcceptAlone

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

    def _asking(self) -> Any:
        self.profile  # noqa: B018 - a request without one is refused
        return self.request._request
