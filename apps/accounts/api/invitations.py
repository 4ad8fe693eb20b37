"""/api/invitations: links with which others may make an account here, for whoever may invite."""

from typing import Any

from django.http import Http404
from django.urls import reverse as page_url
from django.utils.cache import add_never_cache_headers
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from apps.accounts.actions import make_invitation, may_invite, revoke_invitation
from apps.accounts.api.permissions import SignedIn
from apps.accounts.models import Invitation
from apps.accounts.models.invitation import MOST_DAYS, MOST_USES, InvitationQuerySet
from apps.core.fields import TextField

STATES = [(state, state) for state in ("open", "used up", "run out", "withdrawn")]
_EXAMPLE = OpenApiExample("For a class", request_only=True, value={"note": "Film class", "allowed": 30, "days": 14})


class MayInvite(BasePermission):
    message = "Administrators invite to this site."

    def has_permission(self, request: Request, view: Any) -> bool:
        return may_invite(request.user)


class SiteInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """A link that lets some people in. The link itself is in the answer that made it and nowhere else."""

    state = serializers.ChoiceField(STATES, read_only=True)
    made_by = serializers.CharField(read_only=True)

    class Meta:
        model = Invitation
        fields = ["id", "note", "allowed", "uses", "state", "made_by", "created_at", "expires_at"]
        read_only_fields = fields


@extend_schema_serializer(examples=[_EXAMPLE])
class NewSiteInvitationSerializer(serializers.Serializer[Any]):
    """An invitation to make."""

    note = TextField(max_length=120, allow_blank=True, default="", help_text="For yourself: who it is for.")
    allowed = serializers.IntegerField(min_value=1, max_value=MOST_USES, default=1, help_text="For how many people.")
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=14, help_text="How long it is good.")


class MadeSiteInvitationSerializer(SiteInvitationSerializer):
    """An invitation that was just made, with its link."""

    link = serializers.URLField(read_only=True, help_text="Keep it: it is shown this once.")

    class Meta(SiteInvitationSerializer.Meta):
        fields = [*SiteInvitationSerializer.Meta.fields, "link"]
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="The invitations you made", description="Administrators see all."),
    retrieve=extend_schema(summary="An invitation"),
    create=extend_schema(
        summary="Invite to this site",
        request=NewSiteInvitationSerializer,
        responses={201: MadeSiteInvitationSerializer},
    ),
    destroy=extend_schema(summary="Withdraw an invitation", description="Its link lets nobody in any more."),
)
class InvitationViewSet(GenericViewSet[Invitation]):
    serializer_class = SiteInvitationSerializer
    permission_classes = [IsAuthenticated, SignedIn, MayInvite]
    filter_backends = []
    queryset = Invitation.objects.none()
    lookup_value_regex = "[0-9]{1,19}"

    def get_queryset(self) -> InvitationQuerySet:
        return Invitation.objects.visible_to(self.request.user)

    def refine(self, rows: InvitationQuerySet) -> InvitationQuerySet:
        """What the rows of one page need."""
        return rows.select_related("made_by")

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self._invitation(pk)).data)

    def create(self, request: Request) -> Response:
        form = NewSiteInvitationSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        invitation, token = make_invitation(by=request.user, **form.validated_data)
        link = request.build_absolute_uri(page_url("invited", args=[token]))
        where = reverse("api:invitation-detail", args=[invitation.pk], request=request)
        shown = self.get_serializer(invitation).data | {"link": link}
        response = Response(shown, status.HTTP_201_CREATED, headers={"Location": where})
        add_never_cache_headers(response)
        return response

    def destroy(self, request: Request, pk: str) -> Response:
        revoke_invitation(invitation=self._invitation(pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _invitation(self, pk: str) -> Invitation:
        invitation = self.get_queryset().filter(pk=pk).first()
        if invitation is None:
            raise Http404
        return invitation
