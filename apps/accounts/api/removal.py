"""/api/users/me/removal: leaving, and staying after all."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.actions import ask_removal, keep_account
from apps.accounts.api.permissions import ProvedLately, SignedIn
from apps.accounts.authentication import session_of
from apps.accounts.models import User
from apps.core.errors import Conflict


class RemovalSerializer(serializers.ModelSerializer[User]):
    """When the account goes with everything in it; null as long as it stays."""

    class Meta:
        model = User
        fields = ["removal_at"]
        read_only_fields = fields


class Removal(APIView):
    permission_classes = [IsAuthenticated, SignedIn, ProvedLately]

    @extend_schema(summary="When your account goes", responses=RemovalSerializer)
    def get(self, request: Request) -> Response:
        return Response(RemovalSerializer(self._user()).data)

    @extend_schema(
        summary="Leave",
        description="Everything goes on the day that the answer names, and every other session ends at once. Asked "
        "again it keeps the day. Make an export first. The last administrator stays: that is a 409.",
        request=None,
        responses=RemovalSerializer,
    )
    def put(self, request: Request) -> Response:
        user = self._user()
        try:
            ask_removal(user=user, by=user, session=session_of(request).session_key)
        except ValidationError as reason:
            raise Conflict(reason.messages[0]) from None
        return Response(RemovalSerializer(user).data)

    @extend_schema(summary="Stay after all", responses={204: None})
    def delete(self, request: Request) -> Response:
        user = self._user()
        keep_account(user=user, by=user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _user(self) -> User:
        """As the database has it now."""
        asks: Any = self.request.user
        return User.objects.get(pk=asks.pk)
