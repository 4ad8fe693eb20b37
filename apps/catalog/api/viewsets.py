"""What every resource of the catalogue has in common."""

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from apps.accounts.models import User
from apps.catalog.api.backends import OrderBackend, SearchBackend
from apps.core.permissions import EverybodyReadsRolesWrite

Row = TypeVar("Row", bound=Model)


@method_decorator(conditional_page, name="dispatch")
class CatalogueViewSet(GenericViewSet[Row]):
    """Open to read, each answer with an ETag: who has it already gets a 304 without a body."""

    permission_classes = [EverybodyReadsRolesWrite]
    filter_backends = [DjangoFilterBackend, SearchBackend, OrderBackend]
    lookup_value_regex = "[0-9]{1,19}"

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        # A copy may be kept, and has to be asked about each time: a curator's edit shows at once.
        patch_cache_control(finalized, no_cache=True, private=request.user.is_authenticated)
        return finalized


def curator_of(request: Request) -> User:
    """Who writes. The permission class has let nobody else come so far."""
    assert isinstance(request.user, User)
    return request.user
