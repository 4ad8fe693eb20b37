"""/api/imports: send a file, see what it says, settle its lines, take it in, take it back."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError as Invalid
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import Serializer
from rest_framework.throttling import UserRateThrottle
from rest_framework.viewsets import GenericViewSet

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.core.errors import Conflict, ContentTooLarge
from apps.transfers import files
from apps.transfers.actions import deciding, receiving
from apps.transfers.api.serializers import (
    ColumnsSerializer,
    CommitSerializer,
    ImportRowSerializer,
    ImportSerializer,
    ImportSummarySerializer,
    ProfileChoiceSerializer,
    RowChangeSerializer,
    UploadSerializer,
)
from apps.transfers.formats import Kind
from apps.transfers.models import Import, ImportRow

Row = TypeVar("Row", bound=Model)
ENVELOPE = 1_000_000
STATE = OpenApiParameter(
    "state", {"type": "string", "enum": ImportRow.State.values}, description="Lines in this state."
)
KIND = OpenApiParameter(
    "kind", {"type": "string", "enum": [kind.value for kind in Kind]}, description="Lines of this kind."
)


class GrownUp(IsAuthenticated):
    """A child's profile imports nothing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        profile = getattr(request, "profile", None)
        return super().has_permission(request, view) and profile is not None and not profile.for_child


class UploadThrottle(UserRateThrottle):
    scope = "uploads"
    rate = "30/hour"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method != "POST" or bool(super().allow_request(request, view))


class ImportsViewSet(GenericViewSet[Row]):
    permission_classes = [GrownUp]
    filter_backends: list[Any] = []
    lookup_value_regex = "[0-9]{1,19}"

    @property
    def profile(self) -> Profile:
        return self.request.profile  # type: ignore[attr-defined, no-any-return]

    def imported(self, pk: str) -> Import:
        found = Import.objects.visible_to(self.profile).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def sent(self, shape: type[Serializer[Any]]) -> dict[str, Any]:
        form = shape(data=self.request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def shown(self, imported: Import, code: int = status.HTTP_200_OK) -> Response:
        fresh = Import.objects.prefetch_related("lists").get(pk=imported.pk)
        return Response(ImportSerializer(fresh).data, status=code)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(finalized, private=True, no_store=True)
        return finalized


@extend_schema_view(
    list=extend_schema(summary="One's own imports, the newest first", responses=ImportSummarySerializer(many=True)),
    retrieve=extend_schema(summary="How an import stands"),
    create=extend_schema(
        summary="Send a file",
        description="It is read by a task: look at its state until that is `preview`, or `columns` when it is a table "
        "that nobody knows.",
        request={"multipart/form-data": UploadSerializer},
        responses={201: ImportSerializer},
    ),
    destroy=extend_schema(summary="Forget an import of which nothing is taken in"),
)
class ImportViewSet(ImportsViewSet[Import]):
    queryset = Import.objects.all()
    serializer_class = ImportSerializer
    http_method_names = ["get", "head", "options", "post", "put", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > files.limits().upload + ENVELOPE:
            raise ContentTooLarge(f"A file may have {files.limits().upload} bytes at most.")
        super().initial(request, *args, **kwargs)

    def get_parsers(self) -> list[Any]:
        creates = getattr(self, "action_map", {}).get("post") == "create"
        return [MultiPartParser()] if creates else super().get_parsers()

    def get_throttles(self) -> list[Any]:
        return [*super().get_throttles(), *([UploadThrottle()] if self.action == "create" else [])]

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(Import.objects.visible_to(self.profile).order_by("-created_at", "-id"))
        return self.get_paginated_response(ImportSummarySerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.shown(self.imported(pk))

    def create(self, request: Request) -> Response:
        sent = self.sent(UploadSerializer)
        try:
            made = receiving.receive(
                profile=self.profile, file=sent["file"], kind=sent.get("kind", ""), by=self.profile
            )
        except ValidationError as error:
            if getattr(error, "code", None) == receiving.BUSY:
                raise Conflict(error.messages[0]) from None
            raise Invalid({"file": error.messages}) from None
        response = self.shown(made, status.HTTP_201_CREATED)
        response["Location"] = reverse("api:import-detail", args=[made.pk], request=request)
        return response

    def destroy(self, request: Request, pk: str) -> Response:
        _or_conflict(receiving.discard, imported=self.imported(pk), by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Say which column of a table is what", request=ColumnsSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["put"])
    def columns(self, request: Request, pk: str) -> Response:
        imported = self.imported(pk)
        _or_conflict(receiving.choose_columns, imported=imported, by=self.profile, choice=self.sent(ColumnsSerializer))
        return self.shown(imported)

    @extend_schema(
        summary="Say whose part of an export is read",
        description="It is read anew, and what was decided about its lines is forgotten.",
        request=ProfileChoiceSerializer,
        responses=ImportSerializer,
    )
    @action(detail=True, methods=["put"], url_path="profile", url_name="profile")
    def whose(self, request: Request, pk: str) -> Response:
        imported = self.imported(pk)
        number = self.sent(ProfileChoiceSerializer)["profile"]
        _or_conflict(receiving.choose_profile, imported=imported, by=self.profile, number=number)
        return self.shown(imported)

    @extend_schema(summary="Take an import in", request=CommitSerializer, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, pk: str) -> Response:
        imported = self.imported(pk)
        chosen = {one["id"]: one["visibility"] for one in self.sent(CommitSerializer).get("lists", [])}
        _or_conflict(deciding.begin_commit, imported=imported, by=self.profile, visibilities=chosen)
        return self.shown(imported)

    @extend_schema(summary="Take an import back", request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        return self._done(deciding.begin_undo, pk)

    @extend_schema(summary="Look for the unknown films again", request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: str) -> Response:
        return self._done(deciding.look_again, pk)

    def _done(self, act: Any, pk: str) -> Response:
        imported = self.imported(pk)
        _or_conflict(act, imported=imported, by=self.profile)
        return self.shown(imported)


@extend_schema_view(
    list=extend_schema(summary="The lines of an import", parameters=[STATE, KIND]),
    partial_update=extend_schema(
        summary="Settle a line",
        description="The other open lines of the same title and year follow.",
        request=RowChangeSerializer,
        responses=ImportRowSerializer,
    ),
)
class ImportRowViewSet(ImportsViewSet[ImportRow]):
    queryset = ImportRow.objects.all()
    serializer_class = ImportRowSerializer
    http_method_names = ["get", "head", "options", "patch"]

    def list(self, request: Request, import_pk: str) -> Response:
        rows = self.imported(import_pk).rows.order_by("number")
        for name, allowed in (("state", ImportRow.State.values), ("kind", [kind.value for kind in Kind])):
            given = request.query_params.get(name)
            if given is None:
                continue
            if given not in allowed:
                raise Invalid({name: [f"Choose one of: {', '.join(allowed)}."]})
            rows = rows.filter(**{name: given})
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
        """What the rows of one page need."""
        return rows.select_related("brings")

    def partial_update(self, request: Request, import_pk: str, pk: str) -> Response:
        row = self.imported(import_pk).rows.filter(pk=pk).select_related("source").first()
        if row is None:
            raise Http404
        sent = self.sent(RowChangeSerializer)
        if "movie" in sent:
            film = Movie.objects.visible_to(self.profile).filter(pk=sent["movie"]).first()
            if film is None:
                raise Conflict("There is no such film, or none that you may see.")
            _or_conflict(deciding.choose_film, row=row, movie=film, by=self.profile)
        else:
            _or_conflict(deciding.leave_out if sent["left_out"] else deciding.reopen, row=row, by=self.profile)
        fresh = ImportRow.objects.select_related("brings").get(pk=row.pk)
        return Response(self.get_serializer(fresh).data)


def _or_conflict(act: Any, **given: Any) -> None:
    """What the state of the import does not allow is a 409."""
    try:
        act(**given)
    except ValidationError as error:
        raise Conflict(" ".join(error.messages)) from None
