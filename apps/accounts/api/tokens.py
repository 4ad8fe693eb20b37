"""/api/tokens: personal access tokens, for whoever signed in. No token reaches them."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from apps.accounts.actions import make_token, revoke_token
from apps.accounts.api.permissions import ProvedLately, SignedIn
from apps.accounts.models import AccessToken
from apps.accounts.models.token import AccessTokenQuerySet
from apps.accounts.tokens.scopes import Scope
from apps.core.fields import TextField

_EXAMPLE = OpenApiExample(
    "A token that reads and writes",
    request_only=True,
    value={"name": "Import from the old site", "scopes": ["read", "write"], "expires_at": "2030-01-01T00:00:00Z"},
)


@extend_schema_serializer(examples=[_EXAMPLE])
class TokenSerializer(serializers.ModelSerializer[AccessToken]):
    """A personal access token. Its text is in the answer that made it and nowhere else."""

    name = TextField(max_length=60)
    scopes = serializers.ListField(
        source="scope_set", child=serializers.ChoiceField(Scope.choices), min_length=1, max_length=len(Scope.values)
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Null: never.")

    class Meta:
        model = AccessToken
        fields = ["id", "name", "prefix", "scopes", "created_at", "last_used_at", "expires_at"]
        read_only_fields = ["id", "prefix", "created_at", "last_used_at"]

    def validate_expires_at(self, value: Any) -> Any:
        if value is not None and value <= timezone.now():
            raise serializers.ValidationError("Give a time that is still to come.")
        return value


class NewTokenSerializer(TokenSerializer):
    """A token that was just made, with its text."""

    token = serializers.CharField(read_only=True, help_text="Keep it: it is shown this once.")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


@extend_schema_view(
    list=extend_schema(summary="Your personal access tokens", description="Those that were revoked are gone."),
    retrieve=extend_schema(summary="One of your tokens"),
    create=extend_schema(
        summary="Make a token",
        description="Only for whoever signed in and has lately said again who they are.",
        responses={201: NewTokenSerializer},
    ),
    destroy=extend_schema(summary="Revoke a token", description="From this moment it lets nobody in."),
)
class TokenViewSet(GenericViewSet[AccessToken]):
    serializer_class = TokenSerializer
    permission_classes = [IsAuthenticated, SignedIn, ProvedLately]
    filter_backends = []
    queryset = AccessToken.objects.none()
    lookup_value_regex = "[0-9]{1,19}"

    def get_queryset(self) -> AccessTokenQuerySet:
        return AccessToken.objects.of(self.request.user)

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self._token(pk)).data)

    def create(self, request: Request) -> Response:
        form = self.get_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        facts = form.validated_data
        token, text = make_token(
            by=request.user, name=facts["name"], scopes=facts["scope_set"], expires_at=facts.get("expires_at")
        )
        where = reverse("api:token-detail", args=[token.pk], request=request)
        shown = self.get_serializer(token).data | {"token": text}
        response = Response(shown, status.HTTP_201_CREATED, headers={"Location": where})
        add_never_cache_headers(response)
        return response

    def destroy(self, request: Request, pk: str) -> Response:
        revoke_token(token=self._token(pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _token(self, pk: str) -> AccessToken:
        token = self.get_queryset().filter(pk=pk).first()
        if token is None:
            raise Http404
        return token
