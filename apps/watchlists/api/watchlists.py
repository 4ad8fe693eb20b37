"""/api/watchlists: one's own lists and those that one may read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from apps.core.errors import Conflict
from apps.watchlists import actions
from apps.watchlists.api.base import KEY, ListViewSet
from apps.watchlists.api.serializers import WatchlistFactsSerializer, WatchlistSerializer
from apps.watchlists.contents import sums_for
from apps.watchlists.models import Watchlist

_KEY_SAYS = "The id of a list, or the secret of one that is shared by link."


@extend_schema_view(
    list=extend_schema(summary="Your lists and those that you may read", responses=WatchlistSerializer(many=True)),
    retrieve=extend_schema(summary="A list", description=_KEY_SAYS, responses=WatchlistSerializer),
    create=extend_schema(summary="Make a list", request=WatchlistFactsSerializer, responses={201: WatchlistSerializer}),
    partial_update=extend_schema(
        summary="Change a list of yours", request=WatchlistFactsSerializer, responses=WatchlistSerializer
    ),
    destroy=extend_schema(summary="Delete a list of yours", description="The main watchlist stays: that is a 409."),
)
class WatchlistViewSet(ListViewSet[Watchlist]):
    queryset = Watchlist.objects.all()
    serializer_class = WatchlistSerializer
    lookup_value_regex = KEY
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def list(self, request: Request) -> Response:
        Watchlist.objects.main_of(self.profile)
        page = self.paginate_queryset(self.lists().order_by("-is_main", "name", "pk")) or []
        return self.get_paginated_response(self._shown(page))

    def refine(self, rows: QuerySet[Watchlist]) -> QuerySet[Watchlist]:
        """What the rows of one page need."""
        return self._with_role(rows)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self._shown([self.readable(pk)])[0])

    def create(self, request: Request) -> Response:
        watchlist = actions.create_watchlist(profile=self.profile, **self.sent(WatchlistFactsSerializer))
        [shown] = self._shown([self.readable(str(watchlist.pk))])
        response = Response(shown, status=status.HTTP_201_CREATED)
        response["Location"] = reverse("api:watchlist-detail", args=[watchlist.pk], request=request)
        return response

    def partial_update(self, request: Request, pk: str) -> Response:
        watchlist = self.owned(pk)
        facts = self.sent(WatchlistFactsSerializer, partial=True)
        actions.change_watchlist(watchlist=watchlist, by=self.profile, **facts)
        return Response(self._shown([self.readable(str(watchlist.pk))])[0])

    def destroy(self, request: Request, pk: str) -> Response:
        try:
            actions.delete_watchlist(watchlist=self.owned(pk), by=self.profile)
        except ValidationError as reason:
            raise Conflict(reason.messages[0]) from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Give a list another link",
        description="The old address then leads nowhere.",
        request=None,
        responses=WatchlistSerializer,
    )
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: str) -> Response:
        watchlist = actions.renew_secret(watchlist=self.owned(pk), by=self.profile)
        return Response(self._shown([self.readable(str(watchlist.pk))])[0])

    @extend_schema(summary="Leave a list that you edit with others", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        member = self.readable(pk).members.filter(profile=self.profile).first()
        if member is None:
            raise Conflict("You do not edit this list with others.")
        actions.remove_member(member=member, by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _shown(self, lists: Any) -> Any:
        context = self.get_serializer_context() | {"sums": sums_for(lists, self.profile)}
        return WatchlistSerializer(lists, many=True, context=context).data
