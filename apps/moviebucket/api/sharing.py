"""Who shares a bucket, who is invited, what was done in it; and the invitations that one received."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.errors import Conflict
from apps.moviebucket import actions
from apps.moviebucket.api.base import BucketsViewSet
from apps.moviebucket.api.serializers import (
    BucketInvitationSerializer,
    BucketMemberSerializer,
    BucketRoleSerializer,
    ChangeSerializer,
    NewBucketInvitationSerializer,
    ReceivedBucketInvitationSerializer,
)
from apps.moviebucket.models import Bucket, Change, Invitation, Role, Share

METHODS = ["get", "head", "options", "post", "delete"]


@extend_schema_view(
    list=extend_schema(
        summary="Who may see a bucket, and since when",
        description="Its owner first. Not to a child's profile.",
        responses=BucketMemberSerializer(many=True),
    ),
    partial_update=extend_schema(
        summary="Let somebody edit, or only look", request=BucketRoleSerializer, responses=BucketMemberSerializer
    ),
    destroy=extend_schema(
        summary="Take somebody off, or leave", description="The owner takes off; whoever it is shared with leaves."
    ),
)
class MemberViewSet(BucketsViewSet[Share]):
    queryset = Share.objects.all()
    serializer_class = BucketMemberSerializer
    pagination_class = None  # at most a hundred
    http_method_names = ["get", "head", "options", "patch", "delete"]

    def list(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.told(bucket_pk)
        owner = {"id": None, "user": bucket.owner, "role": "owner", "by_link": False, "since": bucket.created_at}
        shares = bucket.shares.select_related("user")
        return Response(self.get_serializer([owner, *shares], many=True).data)

    def partial_update(self, request: Request, bucket_pk: str, pk: str) -> Response:
        share = self._share(self.owned(bucket_pk), pk)
        role = self.sent(BucketRoleSerializer, partial=True).get("role", share.role)
        changed = actions.change_role(share=share, by=self.by, role=role)
        return Response(self.get_serializer(changed).data)

    def destroy(self, request: Request, bucket_pk: str, pk: str) -> Response:
        bucket = self.told(bucket_pk)
        share = self._share(bucket, pk)
        if not bucket.is_own and share.user_id != self.by.pk:
            raise PermissionDenied
        actions.end_share(share=share, by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _share(self, bucket: Bucket, pk: str) -> Share:
        share = bucket.shares.select_related("user", "bucket").filter(pk=pk).first()
        if share is None:
            raise Http404
        return share


@extend_schema_view(
    list=extend_schema(summary="Open invitations to a bucket of yours"),
    create=extend_schema(
        summary="Invite somebody to look at a bucket, or to edit it",
        description="The answer is the same whether anybody has this address. A second time changes the role.",
        request=NewBucketInvitationSerializer,
        responses={201: BucketInvitationSerializer},
    ),
    destroy=extend_schema(summary="Take an invitation back"),
)
class InvitationViewSet(BucketsViewSet[Invitation]):
    queryset = Invitation.objects.all()
    serializer_class = BucketInvitationSerializer
    http_method_names = METHODS

    def list(self, request: Request, bucket_pk: str) -> Response:
        page = self.paginate_queryset(self.owned(bucket_pk).invitations.order_by("created_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def create(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.owned(bucket_pk)
        facts = {"role": Role.VIEWER} | self.sent(NewBucketInvitationSerializer)
        invitation = actions.invite(bucket=bucket, by=self.by, **facts)
        return Response(self.get_serializer(invitation).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, bucket_pk: str, pk: str) -> Response:
        invitation = self.owned(bucket_pk).invitations.filter(pk=pk).first()
        if invitation is None:
            raise Http404
        actions.drop_invitation(invitation=invitation, by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_view(
    list=extend_schema(
        summary="Invitations to buckets that you received",
        operation_id="received_bucket_invitations_list",
        responses=ReceivedBucketInvitationSerializer(many=True),
    ),
    destroy=extend_schema(summary="Decline an invitation", operation_id="received_bucket_invitations_destroy"),
)
class ReceivedInvitationViewSet(BucketsViewSet[Invitation]):
    queryset = Invitation.objects.all()
    serializer_class = ReceivedBucketInvitationSerializer
    http_method_names = METHODS

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(Invitation.objects.for_profile(self.profile).order_by("created_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        return rows.select_related("bucket__owner")

    @extend_schema(summary="Accept an invitation", request=None, responses={201: BucketMemberSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        share = actions.accept_invitation(invitation=self._received(pk), by=self.by)
        return Response(BucketMemberSerializer(share).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.drop_invitation(invitation=self._received(pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _received(self, pk: str) -> Invitation:
        invitation = Invitation.objects.for_profile(self.profile).filter(pk=pk).first()
        if invitation is None:
            raise Http404
        return invitation


@extend_schema_view(
    list=extend_schema(
        summary="What was done in a bucket, the last first",
        description="Who came and went is told to the owner alone. Not to a child's profile.",
    )
)
class ChangeViewSet(BucketsViewSet[Change]):
    queryset = Change.objects.all()
    serializer_class = ChangeSerializer
    http_method_names = ["get", "head", "options", "post"]

    def list(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.told(bucket_pk)
        page = self.paginate_queryset(self._changes(bucket)) or []
        return self.get_paginated_response(self._shown(page, bucket))

    def refine(self, rows: QuerySet[Change]) -> QuerySet[Change]:
        return rows.select_related("by").defer("before", "after")  # that of an import names 50,000 items

    @extend_schema(
        summary="Take a change back",
        description="Whoever edits the bucket may. A 409 says what stands in the way: a later change, mostly.",
        request=None,
        responses=ChangeSerializer,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, bucket_pk: str, pk: str) -> Response:
        bucket = self.editable(bucket_pk)
        change = self._changes(bucket).filter(pk=pk).first()
        if change is None:
            raise Http404
        try:
            actions.undo_change(change=change, by=self.by)
        except ValidationError as reason:
            raise Conflict(" ".join(reason.messages)) from None
        return Response(self._shown(self.refine(bucket.changes.filter(pk=pk)), bucket)[0])

    def _changes(self, bucket: Bucket) -> QuerySet[Change]:
        people = (Change.Kind.SHARED, Change.Kind.UNSHARED)
        return bucket.changes.all() if bucket.is_own else bucket.changes.exclude(kind__in=people)

    def _shown(self, changes: Any, bucket: Bucket) -> Any:
        told = Change.objects.filter(pk__in=[change.pk for change in changes]).exclude(kind__in=Change.OF_SEVERAL)
        facts = {pk: (before, after) for pk, before, after in told.values_list("pk", "before", "after")}
        context = self.get_serializer_context() | {"facts": facts, "bucket": bucket}
        return ChangeSerializer(changes, many=True, context=context).data
