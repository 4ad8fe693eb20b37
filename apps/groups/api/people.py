"""Who is in a group and who is invited to it; and the invitations that one received."""

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
from apps.groups import actions
from apps.groups.actions.people import LAST_MANAGER
from apps.groups.api.base import GroupsViewSet
from apps.groups.api.serializers import (
    GroupInvitationSerializer,
    GroupMemberSerializer,
    GroupRoleSerializer,
    NewGroupInvitationSerializer,
    ReceivedGroupInvitationSerializer,
)
from apps.groups.models import Group, Invitation, Membership, Role
from apps.groups.views.asking import members_of

METHODS = ["get", "head", "options", "post", "delete"]


@extend_schema_view(
    list=extend_schema(summary="Who is in a group, and since when"),
    partial_update=extend_schema(
        summary="Make somebody a manager, or a member",
        description="A 409 where nobody would be left who manages it.",
        request=GroupRoleSerializer,
        responses=GroupMemberSerializer,
    ),
    destroy=extend_schema(
        summary="Take somebody off, or leave",
        description="A manager takes off, and everybody may leave; a 409 where nobody would be left who manages it.",
    ),
)
class MemberViewSet(GroupsViewSet[Membership]):
    queryset = Membership.objects.all()
    serializer_class = GroupMemberSerializer
    http_method_names = ["get", "head", "options", "patch", "delete"]

    def list(self, request: Request, group_pk: str) -> Response:
        page = self.paginate_queryset(members_of(self.visible(group_pk)))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Membership]) -> QuerySet[Membership]:
        return rows.select_related("user")

    def partial_update(self, request: Request, group_pk: str, pk: str) -> Response:
        membership = self._member(self.managed(group_pk), pk)
        role = self.sent(GroupRoleSerializer, partial=True).get("role", membership.role)
        try:
            changed = actions.change_role(membership=membership, by=self.by, role=role)
        except ValidationError as reason:
            raise _told(reason) from None
        return Response(self.get_serializer(changed).data)

    def destroy(self, request: Request, group_pk: str, pk: str) -> Response:
        group = self.visible(group_pk)
        membership = self._member(group, pk)
        if not group.may_manage and membership.user_id != self.by.pk:
            raise PermissionDenied
        try:
            actions.end_membership(membership=membership, by=self.by)
        except ValidationError as reason:
            raise _told(reason) from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _member(self, group: Group, pk: str) -> Membership:
        membership = members_of(group).filter(pk=pk).first()
        if membership is None:
            raise Http404
        return membership


def _told(reason: ValidationError) -> Exception:
    """What stands in the way is a conflict; what was wrong in the body stays a mistake of that."""
    return Conflict(LAST_MANAGER) if LAST_MANAGER in reason.messages else reason


@extend_schema_view(
    list=extend_schema(summary="Open invitations to a group that you manage"),
    create=extend_schema(
        summary="Invite somebody to a group",
        description="The answer is the same whether anybody has this address. A second time changes the role.",
        request=NewGroupInvitationSerializer,
        responses={201: GroupInvitationSerializer},
    ),
    destroy=extend_schema(summary="Take an invitation back"),
)
class InvitationViewSet(GroupsViewSet[Invitation]):
    queryset = Invitation.objects.all()
    serializer_class = GroupInvitationSerializer
    http_method_names = METHODS

    def list(self, request: Request, group_pk: str) -> Response:
        page = self.paginate_queryset(self.managed(group_pk).invitations.order_by("created_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def create(self, request: Request, group_pk: str) -> Response:
        group = self.managed(group_pk)
        facts = {"role": Role.MEMBER} | self.sent(NewGroupInvitationSerializer)
        invitation = actions.invite(group=group, by=self.by, **facts)
        return Response(self.get_serializer(invitation).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, group_pk: str, pk: str) -> Response:
        invitation = self.managed(group_pk).invitations.filter(pk=pk).first()
        if invitation is None:
            raise Http404
        actions.drop_invitation(invitation=invitation, by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_view(
    list=extend_schema(
        summary="Invitations to groups that you received",
        operation_id="received_group_invitations_list",
        responses=ReceivedGroupInvitationSerializer(many=True),
    ),
    destroy=extend_schema(summary="Decline an invitation", operation_id="received_group_invitations_destroy"),
)
class ReceivedInvitationViewSet(GroupsViewSet[Invitation]):
    queryset = Invitation.objects.all()
    serializer_class = ReceivedGroupInvitationSerializer
    http_method_names = METHODS

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(Invitation.objects.for_profile(self.profile).order_by("created_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        return rows.select_related("group", "invited_by")

    @extend_schema(summary="Accept an invitation", request=None, responses={201: GroupMemberSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        membership = actions.accept_invitation(invitation=self._received(pk), by=self.by)
        return Response(GroupMemberSerializer(membership).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.drop_invitation(invitation=self._received(pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _received(self, pk: str) -> Invitation:
        invitation = Invitation.objects.for_profile(self.profile).filter(pk=pk).first()
        if invitation is None:
            raise Http404
        return invitation
