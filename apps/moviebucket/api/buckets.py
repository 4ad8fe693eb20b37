"""/api/buckets: one's own and those shared with one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from apps.moviebucket import actions
from apps.moviebucket.api.base import BucketsViewSet
from apps.moviebucket.api.serializers import BucketFactsSerializer, BucketSerializer
from apps.moviebucket.models import Bucket, Item, role_in


@extend_schema_view(
    list=extend_schema(summary="Your buckets and those shared with you", responses=BucketSerializer(many=True)),
    retrieve=extend_schema(summary="A bucket", responses=BucketSerializer),
    create=extend_schema(summary="Make a bucket", request=BucketFactsSerializer, responses={201: BucketSerializer}),
    partial_update=extend_schema(
        summary="Change a bucket of yours", request=BucketFactsSerializer, responses=BucketSerializer
    ),
    destroy=extend_schema(summary="Delete a bucket of yours, with all that is in it"),
)
class BucketViewSet(BucketsViewSet[Bucket]):
    queryset = Bucket.objects.all()
    serializer_class = BucketSerializer
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(Bucket.objects.visible_to(self.profile).order_by("name", "pk")) or []
        for bucket in page:
            bucket.role = role_in(bucket, self.profile)
        return self.get_paginated_response(self._shown(page))

    def refine(self, rows: QuerySet[Bucket]) -> QuerySet[Bucket]:
        """What the rows of one page need."""
        return rows.select_related("owner").with_share_of(self.profile)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self._shown([self.visible(pk)])[0])

    def create(self, request: Request) -> Response:
        bucket = actions.create_bucket(by=self.by, **self.sent(BucketFactsSerializer))
        where = reverse("api:bucket-detail", args=[bucket.pk], request=request)
        return Response(self._own(bucket), status=status.HTTP_201_CREATED, headers={"Location": where})

    def partial_update(self, request: Request, pk: str) -> Response:
        bucket, facts = self.owned(pk), self.sent(BucketFactsSerializer, partial=True)
        return Response(self._own(actions.change_bucket(bucket=bucket, by=self.by, **facts)))

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_bucket(bucket=self.owned(pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Give a bucket of yours a new link",
        description="The old one leads nowhere, and those who took part by it are off.",
        request=None,
        responses=BucketSerializer,
    )
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: str) -> Response:
        return Response(self._own(actions.renew_secret(bucket=self.owned(pk), by=self.by)))

    def _own(self, bucket: Bucket) -> Any:
        bucket.role = "owner"
        return self._shown([bucket])[0]

    def _shown(self, buckets: Sequence[Bucket]) -> Any:
        items = Item.objects.filter(bucket__in=[bucket.pk for bucket in buckets]).suitable_for(self.profile)
        counts = dict(items.order_by().values_list("bucket").annotate(Count("pk")))
        context = self.get_serializer_context() | {"counts": counts}
        return BucketSerializer(buckets, many=True, context=context).data
