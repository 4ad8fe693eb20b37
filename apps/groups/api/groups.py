"""/api/groups: those that one is in."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from apps.groups import actions
from apps.groups.api.base import GroupsViewSet
from apps.groups.api.serializers import GroupFactsSerializer, GroupSerializer
from apps.groups.models import Group


@extend_schema_view(
    list=extend_schema(summary="The groups that you are in", responses=GroupSerializer(many=True)),
    retrieve=extend_schema(summary="A group", responses=GroupSerializer),
    create=extend_schema(
        summary="Make a group",
        description="You are its first manager.",
        request=GroupFactsSerializer,
        responses={201: GroupSerializer},
    ),
    partial_update=extend_schema(
        summary="Give a group that you manage another name", request=GroupFactsSerializer, responses=GroupSerializer
    ),
    destroy=extend_schema(
        summary="Delete a group that you manage", description="What was shared with it is shared so no more."
    ),
)
class GroupViewSet(GroupsViewSet[Group]):
    queryset = Group.objects.all()
    serializer_class = GroupSerializer
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(Group.objects.visible_to(self.profile).order_by("name", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Group]) -> QuerySet[Group]:
        """What the rows of one page need."""
        return rows.with_place_of(self.profile).with_size()

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self._shown(self.visible(pk)))

    def create(self, request: Request) -> Response:
        group = actions.create_group(by=self.by, **self.sent(GroupFactsSerializer))
        where = reverse("api:group-detail", args=[group.pk], request=request)
        return Response(self._shown(group), status=status.HTTP_201_CREATED, headers={"Location": where})

    def partial_update(self, request: Request, pk: str) -> Response:
        group, facts = self.managed(pk), self.sent(GroupFactsSerializer, partial=True)
        return Response(self._shown(actions.rename_group(group=group, by=self.by, **facts) if facts else group))

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_group(group=self.managed(pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _shown(self, group: Group) -> Any:
        return self.get_serializer(self.refine(Group.objects.filter(pk=group.pk)).get()).data
