"""The groups that a bucket is shared with; and taking part by its link."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.errors import Conflict
from apps.groups.models import Group
from apps.moviebucket import actions
from apps.moviebucket.actions.grouping import NOT_IN_IT
from apps.moviebucket.api.base import BucketsViewSet
from apps.moviebucket.api.serializers import (
    BucketGroupSerializer,
    BucketLinkSerializer,
    BucketMemberSerializer,
    BucketRoleSerializer,
    NewBucketGroupSerializer,
)
from apps.moviebucket.models import Bucket, GroupShare, Role, Share
from apps.moviebucket.views import asking


@extend_schema_view(
    list=extend_schema(
        summary="The groups that a bucket is shared with",
        description="Those that you are in. Who is in one says /api/groups. Not to a child's profile.",
        responses=BucketGroupSerializer(many=True),
    ),
    create=extend_schema(
        summary="Share a bucket of yours with a group",
        description="With one that you are in; a second time changes the role. It ends when you leave the group.",
        request=NewBucketGroupSerializer,
        responses={201: BucketGroupSerializer},
    ),
    partial_update=extend_schema(
        summary="Let a group edit, or only look", request=BucketRoleSerializer, responses=BucketGroupSerializer
    ),
    destroy=extend_schema(summary="Share a bucket with a group no more"),
)
class GroupShareViewSet(BucketsViewSet[GroupShare]):
    queryset = GroupShare.objects.all()
    serializer_class = BucketGroupSerializer
    pagination_class = None  # at most twenty
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def list(self, request: Request, bucket_pk: str) -> Response:
        mine = Group.objects.visible_to(self.profile).order_by().values("pk")
        shares = self._shares(self.told(bucket_pk)).filter(membership__group__in=mine)
        return Response(self.get_serializer(shares, many=True).data)

    def create(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.owned(bucket_pk)
        facts = {"role": Role.VIEWER} | self.sent(NewBucketGroupSerializer)
        group = Group.objects.visible_to(self.profile).filter(pk=facts["group"]).first()
        if group is None:
            raise Conflict(NOT_IN_IT)
        share = actions.share_with_group(bucket=bucket, by=self.by, group=group, role=facts["role"])
        return Response(self.get_serializer(share).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, bucket_pk: str, pk: str) -> Response:
        share = self._share(bucket_pk, pk)
        role = self.sent(BucketRoleSerializer, partial=True).get("role", share.role)
        changed = actions.change_group_role(share=share, by=self.by, role=role)
        return Response(self.get_serializer(changed).data)

    def destroy(self, request: Request, bucket_pk: str, pk: str) -> Response:
        actions.end_group_share(share=self._share(bucket_pk, pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _shares(self, bucket: Bucket) -> QuerySet[GroupShare]:
        return bucket.group_shares.select_related("bucket", "membership__group")

    def _share(self, bucket_pk: str, pk: str) -> GroupShare:
        share = self._shares(self.owned(bucket_pk)).filter(pk=pk).first()
        if share is None:
            raise Http404
        return share


@extend_schema_view(
    create=extend_schema(
        summary="Take part in a bucket by its link",
        description="The last part of the link, where that lets people edit. It lasts as long as the link does.",
        request=BucketLinkSerializer,
        responses={201: BucketMemberSerializer},
    )
)
class LinkViewSet(BucketsViewSet[Share]):
    queryset = Share.objects.all()
    serializer_class = BucketMemberSerializer
    http_method_names = ["post", "options"]

    def create(self, request: Request) -> Response:
        secret = self.sent(BucketLinkSerializer)["secret"]
        bucket = asking.linked(self._asking(), secret)
        if not bucket.is_edited_by_link:
            raise PermissionDenied
        try:
            share: Any = actions.take_part(secret=secret, by=self.by)
        except ValidationError as reason:
            raise Conflict(" ".join(reason.messages)) from None
        return Response(self.get_serializer(share).data, status=status.HTTP_201_CREATED)
