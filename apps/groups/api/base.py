"""Which group a resource is of, and who may do what with it."""

from typing import Any

from apps.accounts.api.private import PrivateViewSet, Row
from apps.groups.models import Group
from apps.groups.views import asking


class GroupsViewSet(PrivateViewSet[Row]):
    def visible(self, pk: str) -> Group:
        """404 for who is not in it."""
        return asking.visible(self._asking(), int(pk))

    def managed(self, pk: str) -> Group:
        return asking.managed(self._asking(), int(pk))

    def _asking(self) -> Any:
        self.profile  # noqa: B018 - a request without one is refused
        return self.request._request
