"""/api/watchlists/<id>/entries: the films of a list, in its order or in another."""

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from apps.catalog.api.backends import OrderBackend
from apps.watchlists import actions
from apps.watchlists.api.base import ListViewSet
from apps.watchlists.api.filtering import WantedBackend
from apps.watchlists.api.serializers import EntryChangeSerializer, EntrySerializer, NewEntrySerializer
from apps.watchlists.contents import FILM_FIELDS
from apps.watchlists.models import Entry, EntryQuerySet

MOVIE = OpenApiParameter(
    "movie", {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}, description="Only the entry of this film."
)


@extend_schema_view(
    list=extend_schema(summary="The films of a list", parameters=[MOVIE]),
    retrieve=extend_schema(summary="A film of a list"),
    create=extend_schema(
        summary="Put a film on a list",
        description="It comes on top. A film that is there already stays as it is, and is answered with a 200.",
        request=NewEntrySerializer,
        responses={201: EntrySerializer, 200: EntrySerializer},
    ),
    partial_update=extend_schema(
        summary="Move a film or change its note", request=EntryChangeSerializer, responses=EntrySerializer
    ),
    destroy=extend_schema(summary="Take a film off a list"),
)
class EntryViewSet(ListViewSet[Entry]):
    queryset = Entry.objects.all()
    serializer_class = EntrySerializer
    filter_backends = [OrderBackend, WantedBackend]
    orderings = EntryQuerySet.ORDERINGS
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def list(self, request: Request, watchlist_pk: str) -> Response:
        entries = self.readable(watchlist_pk).entries.visible_to(self.profile)
        given = request.query_params.get("movie", "")
        if given.isascii() and given.isdigit() and len(given) < 20:
            entries = entries.filter(movie_id=given)
        page = self.paginate_queryset(self.filter_queryset(entries))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def refine(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        """What the rows of one page need."""
        return rows.select_related("movie", "added_by").only("note", "added_at", "added_by__name", *FILM_FIELDS)

    def retrieve(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        found = self.readable(watchlist_pk).entries.visible_to(self.profile).filter(pk=pk)
        return self._shown(found)

    def create(self, request: Request, watchlist_pk: str) -> Response:
        watchlist = self.editable(watchlist_pk)
        sent = self.sent(NewEntrySerializer)
        film = self.film(sent["movie"])
        was_there = watchlist.entries.filter(movie=film).exists()
        entry = actions.add_entry(watchlist=watchlist, movie=film, by=self.profile, note=sent.get("note", ""))
        response = self._shown(Entry.objects.filter(pk=entry.pk))
        if not was_there:
            response.status_code = status.HTTP_201_CREATED
            response["Location"] = reverse("api:watchlist-entry-detail", args=[watchlist.pk, entry.pk], request=request)
        return response

    def partial_update(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        entry = self._entry(watchlist_pk, pk)
        sent = self.sent(EntryChangeSerializer)
        beside = {name: sent[name] for name in ("before", "after") if name in sent}
        if beside:
            actions.move_entry(entry=entry, by=self.profile, **beside)
        if "note" in sent:
            actions.note_entry(entry=entry, by=self.profile, note=sent["note"])
        return self._shown(Entry.objects.filter(pk=entry.pk))

    def destroy(self, request: Request, watchlist_pk: str, pk: str) -> Response:
        actions.remove_entry(entry=self._entry(watchlist_pk, pk), by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _entry(self, watchlist_pk: str, pk: str) -> Entry:
        watchlist = self.editable(watchlist_pk)
        entry = watchlist.entries.visible_to(self.profile).filter(pk=pk).first()
        if entry is None:
            raise Http404
        entry.watchlist = watchlist
        return entry

    def _shown(self, found: QuerySet[Entry]) -> Response:
        entry = self.refine(found).first()
        if entry is None:
            raise Http404
        return Response(self.get_serializer(entry).data)
