"""/api/exports: all that an account has, as one file."""

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import generics, permissions, serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from apps.accounts.models import User
from apps.core.errors import Conflict
from apps.transfers.actions.asking import TooManyExports, begin_export
from apps.transfers.models import Export
from apps.transfers.views.exports import file_response


class ExportSerializer(serializers.ModelSerializer[Export]):
    """An export: how far it is, and where its file is."""

    percent = serializers.IntegerField(read_only=True, min_value=0, max_value=100)
    state = serializers.ChoiceField(choices=Export.State.choices, read_only=True, source="present_state")
    file = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = ["id", "state", "done", "total", "percent", "size", "created_at", "finished_at", "expires_at", "file"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_file(self, export: Export) -> str | None:
        """Null unless it is ready."""
        if not export.is_ready:
            return None
        return reverse("api:export-file", args=[export.pk], request=self.context.get("request"))


class NoChild(permissions.IsAuthenticated):
    """An export holds what the whole household has."""

    message = "This is not open to a child's profile."

    def has_permission(self, request: Request, view: APIView) -> bool:
        profile = getattr(request, "profile", None)
        return super().has_permission(request, view) and not (profile and profile.for_child)


class Exports(generics.GenericAPIView[Export]):
    serializer_class = ExportSerializer
    permission_classes = [NoChild]
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Export]:
        return Export.objects.visible_to(self.request.user)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        finalized["Cache-Control"] = "private, no-store"
        return finalized

    def must_be_sure(self) -> None:
        """A browser's session says its password once more; whoever has a token was given it for this."""
        if not isinstance(self.request.successful_authenticator, SessionAuthentication):
            return
        try:
            _is_sure(self.request._request)
        except ReauthenticationRequired:
            raise PermissionDenied(
                "Say once more that it is you, at /accounts/reauthenticate/.", "reauthentication_required"
            ) from None


@reauthentication_required
def _is_sure(request: HttpRequest) -> None:
    """Raises what the pages answer with a form for the password."""


class ExportList(generics.ListAPIView[Export], Exports):
    @extend_schema(summary="Your exports of the last days, the last first")
    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(
        summary="Have everything of your account put into one file",
        description="Made by a task: ask again by `Location` until it is `ready`. One at a time, five a day. A session "
        "in a browser has to say its password once more before; a 403 says so.",
        request=None,
        responses={202: ExportSerializer},
    )
    def post(self, request: Request) -> Response:
        self.must_be_sure()
        user = request.user
        assert isinstance(user, User)
        try:
            export = begin_export(account=user, by=user, site=request.build_absolute_uri("/"))
        except TooManyExports as error:
            raise Throttled(wait=error.seconds, detail=error.messages[0]) from None
        where = reverse("api:export", args=[export.pk], request=request)
        return Response(self.get_serializer(export).data, status=202, headers={"Location": where})


class ExportDetail(generics.RetrieveAPIView[Export], Exports):
    @extend_schema(summary="How far an export is")
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return self.retrieve(request, pk)


class ExportFile(Exports):
    @extend_schema(
        summary="The file of an export",
        description="Yours alone, for a day from when it was ready; a 409 before.",
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            409: OpenApiResponse(description="It is not ready, or not any more."),
        },
    )
    def get(self, request: Request, pk: uuid.UUID) -> HttpResponseBase:
        export = self.get_object()
        self.must_be_sure()
        if not export.is_ready:
            raise Conflict("This export is not ready, or its day is over. `state` says which.")
        return file_response(export)
