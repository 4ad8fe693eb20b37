"""/api/buckets/<id>/items: what is in a bucket, one by one or many at once, as JSON or CSV."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from apps.core.errors import Conflict, PreconditionFailed
from apps.core.parsers import LimitedJSONParser
from apps.moviebucket import actions, tables
from apps.moviebucket.api import shapes
from apps.moviebucket.api.base import BucketsViewSet
from apps.moviebucket.api.csv_format import CsvParser, CsvRenderer, is_table
from apps.moviebucket.api.filtering import ItemFilters, ItemOrder
from apps.moviebucket.api.many import PARTIAL, add_list, add_table, is_partial
from apps.moviebucket.api.serializers import FoundItemSerializer, ItemSerializer, ReportSerializer
from apps.moviebucket.criteria import CRITERIA
from apps.moviebucket.models import CONTRACT, Item
from apps.moviebucket.views import asking

IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "examples": ['"3"', "*"]},
    location="header",
    description="The ETag of the item as you know it. Where another stands by now nothing is written: 412.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string", "examples": ['"3"']},
    location="header",
    description="The ETag of the item as you know it: a 304 says that it still is so.",
)
# Said once more, or the schema would take it for the format of the answer.
FORMAT = OpenApiParameter("format", CRITERIA["format"].schema, description=CRITERIA["format"].description)
_STALE = OpenApiResponse(
    {"type": "object", "required": ["type", "title", "status", "detail", "code", "current"]},
    description="Somebody was quicker; `current` is the item as it stands now, null when it was taken out.",
)
_CHANGED: Any = {200: ItemSerializer, (412, "application/problem+json"): _STALE}
_SAME = OpenApiResponse(description="What the ETag names is still so.")


@extend_schema_view(
    list=extend_schema(
        summary="What is in a bucket",
        description="`Accept: text/csv` gives all that the filters leave, as one table. Cells that a spreadsheet would "
        "run as a formula have an apostrophe before them; it goes when the table comes back.",
        parameters=[FORMAT],
        responses={
            (200, "application/json"): ItemSerializer(many=True),
            (200, "text/csv"): OpenApiTypes.STR,
        },
    ),
    retrieve=extend_schema(summary="An item", parameters=[IF_NONE_MATCH], responses={200: ItemSerializer, 304: _SAME}),
    create=extend_schema(
        summary="Put an item into a bucket, or a table of them",
        description="`Content-Type: text/csv` takes a table with the columns that the CSV of a bucket has, of which "
        "the first five must be there: all of it or, with `partial=1`, the rows that are right. It answers a report.",
        parameters=[PARTIAL],
        request={"application/json": shapes.ITEM, "text/csv": {"type": "string"}},
        responses={201: ItemSerializer, 200: ReportSerializer},
    ),
    update=extend_schema(
        summary="Say all five fields of an item anew",
        description="The others stay unless they are named.",
        parameters=[IF_MATCH],
        request={"application/json": shapes.ITEM},
        responses=_CHANGED,
    ),
    partial_update=extend_schema(
        summary="Change some fields of an item",
        parameters=[IF_MATCH],
        request={"application/json": shapes.CHANGE},
        responses=_CHANGED,
    ),
    destroy=extend_schema(
        summary="Take an item out of a bucket",
        description="The log of the bucket keeps it: undoing that change brings it back. A 409 says who has it, if "
        "it is lent.",
        parameters=[IF_MATCH],
        responses={204: None, (412, "application/problem+json"): _STALE},
    ),
)
class ItemViewSet(BucketsViewSet[Item]):
    queryset = Item.objects.all()
    serializer_class = ItemSerializer
    sorts_few = True
    filter_backends = [ItemOrder, ItemFilters]
    parser_classes = [LimitedJSONParser, CsvParser]

    def get_renderers(self) -> list[BaseRenderer]:
        return [*super().get_renderers(), *([CsvRenderer()] if self.action == "list" else [])]

    def list(self, request: Request, bucket_pk: str) -> HttpResponseBase:
        bucket = self.visible(bucket_pk)
        items = self.filter_queryset(Item.objects.of(bucket).suitable_for(self.profile))
        if request.accepted_renderer.format == "csv":
            return _table(tables.csv_of(items), f"bucket-{bucket.pk}.csv")
        page = self.paginate_queryset(items)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, bucket_pk: str, pk: str) -> Response:
        item = self._item(bucket_pk, pk)
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in known or _etag(item) in {etag.removeprefix("W/") for etag in known}:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": _etag(item)})
        return self._shown(item)

    def create(self, request: Request, bucket_pk: str) -> Response:
        bucket, partial = self.editable(bucket_pk), is_partial(request)
        if is_table(request):
            return add_table(request, bucket, self.by, partial=partial)
        facts = shapes.facts_of(request.data)
        film = shapes.film_of(facts, self.profile)
        item = actions.add_item(bucket=bucket, by=self.by, values=facts, **film)
        return self._shown(item, status.HTTP_201_CREATED)

    @extend_schema(
        summary="Put up to 1,000 items into a bucket",
        description="All of them or, with `partial=1`, those that are right. `errors` points at each fault: #/3/rating",
        parameters=[PARTIAL],
        request={"application/json": shapes.MANY},
        responses={201: ReportSerializer, 200: ReportSerializer},
    )
    @action(
        detail=False,
        methods=["post"],
        parser_classes=[LimitedJSONParser],
        filter_backends=[],
        pagination_class=None,
    )
    def bulk(self, request: Request, bucket_pk: str) -> Response:
        bucket, partial = self.editable(bucket_pk), is_partial(request)
        return add_list(bucket, self.by, shapes.rows_of(request.data, self.profile), partial=partial)

    def update(self, request: Request, bucket_pk: str, pk: str) -> Response:
        return self._change(bucket_pk, pk, dict.fromkeys(CONTRACT) | shapes.facts_of(request.data))

    def partial_update(self, request: Request, bucket_pk: str, pk: str) -> Response:
        return self._change(bucket_pk, pk, shapes.facts_of(request.data))

    def destroy(self, request: Request, bucket_pk: str, pk: str) -> Response:
        item = self._item(bucket_pk, pk, editable=True)
        try:
            actions.remove_item(item=item, by=self.by, version=self._version(item))
        except actions.Stale as stale:
            raise self._stale(stale.item) from None
        except ValidationError as reason:
            raise Conflict(" ".join(reason.messages)) from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _change(self, bucket_pk: str, pk: str, facts: dict[str, Any]) -> Response:
        item = self._item(bucket_pk, pk, editable=True)
        version = self._version(item)
        film = shapes.film_of(facts, self.profile)
        try:
            changed = actions.change_item(item=item, by=self.by, values=facts, version=version, **film)
        except actions.Stale as stale:
            raise self._stale(stale.item) from None
        return self._shown(changed)

    def _item(self, bucket_pk: str, pk: str, *, editable: bool = False) -> Item:
        bucket = self.editable(bucket_pk) if editable else self.visible(bucket_pk)
        return asking.item_in(self.request._request, bucket, int(pk))

    def _version(self, item: Item) -> int | None:
        """The one that must still stand when it is written; None where the request does not mind."""
        given = self.request.headers.get("If-Match")
        if given is None or given.strip() == "*":
            return None
        if _etag(item) not in parse_etags(given):
            raise self._stale(item)
        return item.version

    def _stale(self, item: Item | None) -> Exception:
        if item is None and "If-Match" not in self.request.headers:
            return Http404()
        return PreconditionFailed(item and self.get_serializer(item).data)

    def _shown(self, item: Item, code: int = status.HTTP_200_OK) -> Response:
        # Read again: a price that was sent as 9.5 stands as 9.50.
        item.refresh_from_db()
        where = reverse("api:bucket-item-detail", args=[item.bucket_id, item.pk], request=self.request)
        headers = {"ETag": _etag(item)} | ({} if self.request.method == "GET" else {"Location": where})
        return Response(self.get_serializer(item).data, status=code, headers=headers)


@extend_schema_view(
    list=extend_schema(
        summary="Items of all buckets that you may see",
        description='"Who has Alien on VHS?" is `?q=alien&format=VHS`; each says in whose bucket it is.',
        responses=FoundItemSerializer(many=True),
    )
)
class FoundItemViewSet(mixins.ListModelMixin, BucketsViewSet[Item]):
    queryset = Item.objects.all()
    serializer_class = FoundItemSerializer
    filter_backends = [ItemOrder, ItemFilters]

    def get_queryset(self) -> QuerySet[Item]:
        return Item.objects.visible_to(self.profile)

    def refine(self, rows: QuerySet[Item]) -> QuerySet[Item]:
        """What the rows of one page need."""
        return rows.select_related("bucket__owner")


def _etag(item: Item) -> str:
    return f'"{item.version}"'


def _table(lines: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
