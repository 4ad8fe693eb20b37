"""Members, invitations and suggestions of a list; and the invitations that one received."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.core.errors import Conflict
from apps.watchlists import actions
from apps.watchlists.api.base import ListViewSet
from apps.watchlists.api.serializers import (
    EditorSerializer,
    EntrySerializer,
    InvitationSerializer,
    NewInvitationSerializer,
    NewMemberSerializer,
    NewSuggestionSerializer,
    ReceivedInvitationSerializer,
    SuggestionSerializer,
)
from apps.watchlists.models import Entry, Invitation, Member, Suggestion

METHODS = ["get", "head", "options", "post", "delete"]


@extend_schema_view(
    list=extend_schema(summary="Who edits a list beside its owner"),
    create=extend_schema(
        summary="Let somebody of your household edit a list",
        request=NewMemberSerializer,
        responses={201: EditorSerializer},
    ),
    destroy=extend_schema(summary="Take somebody off", description="The list's owner does; a member leaves."),
)
class MemberViewSet(ListViewSet[Member]):
    queryset = Member.objects.all()
    serializer_class = EditorSerializer
    http_method_names = METHODS

    def list(self, request: Request, watchlist_pk: str) -> Response:
        page = self.paginate_queryset(self.editable(watchlist_pk).members.order_by("joined_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Member]) -> QuerySet[Member]:
        return rows.select_related("profile")

    def create(self, request: Request, watchlist_pk: str) -> Response:
        watchlist = self.owned(watchlist_pk)
        chosen = self.sent(NewMemberSerializer)["profile"]
        profile = Profile.objects.filter(pk=chosen, account_id=self.profile.account_id).first()
        if profile is None:
            raise Conflict("Nobody of your household has this id. Invite others by their address.")
        member = actions.let_in(watchlist=watchlist, profile=profile, by=self.profile)
        return Response(self.get_serializer(member).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        member = self.owned(watchlist_pk).members.filter(pk=pk).first()
        if member is None:
            raise Http404
        actions.remove_member(member=member, by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_view(
    list=extend_schema(summary="Open invitations to a list of yours"),
    create=extend_schema(
        summary="Invite somebody to edit a list",
        description="The answer is the same whether anybody has this address.",
        request=NewInvitationSerializer,
        responses={201: InvitationSerializer},
    ),
    destroy=extend_schema(summary="Take an invitation back"),
)
class InvitationViewSet(ListViewSet[Invitation]):
    queryset = Invitation.objects.all()
    serializer_class = InvitationSerializer
    http_method_names = METHODS

    def list(self, request: Request, watchlist_pk: str) -> Response:
        page = self.paginate_queryset(self.owned(watchlist_pk).invitations.order_by("created_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def create(self, request: Request, watchlist_pk: str) -> Response:
        watchlist = self.owned(watchlist_pk)
        email = self.sent(NewInvitationSerializer)["email"]
        invitation = actions.invite(watchlist=watchlist, email=email, by=self.profile)
        return Response(self.get_serializer(invitation).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        invitation = self.owned(watchlist_pk).invitations.filter(pk=pk).first()
        if invitation is None:
            raise Http404
        actions.drop_invitation(invitation=invitation, by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_view(
    list=extend_schema(
        summary="Invitations that you received",
        operation_id="received_invitations_list",
        responses=ReceivedInvitationSerializer(many=True),
    ),
    destroy=extend_schema(summary="Decline an invitation", operation_id="received_invitations_destroy"),
)
class ReceivedInvitationViewSet(ListViewSet[Invitation]):
    queryset = Invitation.objects.all()
    serializer_class = ReceivedInvitationSerializer
    http_method_names = METHODS

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(Invitation.objects.for_profile(self.profile).order_by("created_at", "pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        return rows.select_related("watchlist__profile")

    @extend_schema(summary="Accept an invitation", request=None, responses={201: EditorSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        member = actions.accept_invitation(invitation=self._received(pk), by=self.profile)
        return Response(EditorSerializer(member).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.drop_invitation(invitation=self._received(pk), by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _received(self, pk: str) -> Invitation:
        invitation = Invitation.objects.for_profile(self.profile).filter(pk=pk).first()
        if invitation is None:
            raise Http404
        return invitation


@extend_schema_view(
    list=extend_schema(
        summary="What is suggested for a list",
        description="Whoever edits it sees all; others see their own.",
    ),
    create=extend_schema(
        summary="Suggest a film for a list",
        description="A second time changes the note.",
        request=NewSuggestionSerializer,
        responses={201: SuggestionSerializer},
    ),
    destroy=extend_schema(summary="Decline a suggestion, or take one's own back"),
)
class SuggestionViewSet(ListViewSet[Suggestion]):
    queryset = Suggestion.objects.all()
    serializer_class = SuggestionSerializer
    http_method_names = METHODS

    def list(self, request: Request, watchlist_pk: str) -> Response:
        page = self.paginate_queryset(self._seen(watchlist_pk).order_by("-created_at", "-pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
        return rows.select_related("movie", "by")

    def create(self, request: Request, watchlist_pk: str) -> Response:
        watchlist = self.readable(watchlist_pk)
        sent = self.sent(NewSuggestionSerializer)
        film = self.film(sent["movie"])
        made = actions.suggest(watchlist=watchlist, movie=film, by=self.profile, note=sent.get("note", ""))
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Take a suggestion up", request=None, responses={201: EntrySerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        self.editable(watchlist_pk)
        entry = actions.accept_suggestion(suggestion=self._suggestion(watchlist_pk, pk), by=self.profile)
        shown = Entry.objects.select_related("movie", "added_by").get(pk=entry.pk)
        return Response(EntrySerializer(shown, context=self.get_serializer_context()).data, status=201)

    def destroy(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        actions.decline_suggestion(suggestion=self._suggestion(watchlist_pk, pk), by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _seen(self, watchlist_pk: str) -> QuerySet[Suggestion]:
        watchlist = self.readable(watchlist_pk)
        films = Movie.objects.visible_to(self.profile).filter(pk=OuterRef("movie_id")).order_by()
        rows = watchlist.suggestions.filter(Exists(films))
        is_editor = watchlist.profile_id == self.profile.pk or watchlist.is_member  # type: ignore[attr-defined]
        return rows if is_editor else rows.filter(by=self.profile)

    def _suggestion(self, watchlist_pk: str, pk: str) -> Suggestion:
        found = self._seen(watchlist_pk).filter(pk=pk).select_related("movie", "watchlist").first()
        if found is None:
            raise Http404
        return found
