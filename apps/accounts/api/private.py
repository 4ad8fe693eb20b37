"""What resources have in common that are nobody's business but their people's."""

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.cache import patch_cache_control
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from apps.accounts.models import Profile, User

Row = TypeVar("Row", bound=Model)

ID = "[0-9]{1,19}"


class PrivateViewSet(GenericViewSet[Row]):
    """Nobody but who is signed in, and no cache keeps the answer."""

    permission_classes = [IsAuthenticated]
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

    def sent(self, shape: type[Serializer[Any]], **kwargs: Any) -> dict[str, Any]:
        """What the body says, if its shape is right."""
        form = shape(data=self.request.data, **kwargs)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(finalized, private=True, no_store=True)
        return finalized
