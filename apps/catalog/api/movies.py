"""/api/movies: everybody reads, curators write."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer

from apps.accounts.viewers import watching
from apps.catalog import search
from apps.catalog.actions.movies import NotDeletable, create_movie, delete_movie, update_movie
from apps.catalog.api.backends import MOST_MATCHES
from apps.catalog.api.movie_facts import MovieFactsSerializer
from apps.catalog.api.movie_serializers import MovieSerializer, MovieSummarySerializer
from apps.catalog.api.parameters import FILTERS
from apps.catalog.api.viewsets import CatalogueViewSet, curator_of
from apps.catalog.filters import MovieFilter
from apps.catalog.models import Credit, MergedMovie, Movie, MovieQuerySet, WatchOffer
from apps.core.errors import Conflict

_MOVED = OpenApiResponse(description="The film was merged with another: follow `Location`.")
_LOCKS = "What changes on a film from TMDB is locked, so that no refresh undoes it."


@extend_schema_view(
    list=extend_schema(summary="Find films", parameters=FILTERS),
    retrieve=extend_schema(summary="Everything that is known of a film", responses={200: MovieSerializer, 301: _MOVED}),
    create=extend_schema(summary="Add a film by hand", request=MovieFactsSerializer, responses={201: MovieSerializer}),
    update=extend_schema(
        summary="Edit a film", description=_LOCKS, request=MovieFactsSerializer, responses=MovieSerializer
    ),
    partial_update=extend_schema(
        summary="Edit some facts of a film",
        description=_LOCKS,
        request=MovieFactsSerializer,
        responses=MovieSerializer,
    ),
    destroy=extend_schema(
        summary="Delete a film that was added by hand",
        description="A film that TMDB still has would come back with a refresh: that is a 409.",
    ),
)
class MovieViewSet(mixins.ListModelMixin, CatalogueViewSet[Movie]):
    queryset = Movie.objects.all()
    filterset_class = MovieFilter
    orderings = MovieQuerySet.ORDERINGS

    def get_queryset(self) -> MovieQuerySet:
        return Movie.objects.visible_to(watching(self.request))

    def get_serializer_class(self) -> type[BaseSerializer[Movie]]:
        return MovieSummarySerializer if self.action == "list" else MovieSerializer

    def refine(self, rows: QuerySet[Movie]) -> QuerySet[Movie]:
        """What the rows of one page need."""
        return rows.defer("similar_ids", "alternative_titles").prefetch_related("genres")

    def search_ids(self, text: str) -> list[int]:
        found = search.search(text, viewer=watching(self.request), limit=MOST_MATCHES)
        return [movie.pk for movie in found.movies]

    def retrieve(self, request: Request, pk: str) -> HttpResponseBase:
        try:
            movie = self._movie(pk)
        except Http404:
            merged = MergedMovie.objects.filter(pk=pk).first()
            if merged is None:
                raise
            return HttpResponsePermanentRedirect(self._address(merged.movie_id))
        return self._detail(movie)

    def create(self, request: Request) -> Response:
        movie = create_movie(by=curator_of(request), facts=self._facts())
        response = self._detail(movie, status.HTTP_201_CREATED)
        response["Location"] = self._address(movie.pk)
        return response

    def update(self, request: Request, pk: str) -> Response:
        movie = self._movie(pk)
        return self._detail(update_movie(by=curator_of(request), movie=movie, facts=self._facts()))

    def partial_update(self, request: Request, pk: str) -> Response:
        movie = self._movie(pk)
        return self._detail(update_movie(by=curator_of(request), movie=movie, facts=self._facts(partial=True)))

    def destroy(self, request: Request, pk: str) -> Response:
        movie = self._movie(pk)
        try:
            delete_movie(by=curator_of(request), movie=movie)
        except NotDeletable as reason:
            raise Conflict(reason.messages[0]) from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _movie(self, pk: str) -> Movie:
        movie = self.get_queryset().filter(pk=pk).first()
        if movie is None:
            raise Http404
        return movie

    def _facts(self, *, partial: bool = False) -> Any:
        form = MovieFactsSerializer(data=self.request.data, partial=partial)
        form.is_valid(raise_exception=True)
        return form.facts()

    def _detail(self, movie: Movie, code: int = status.HTTP_200_OK) -> Response:
        [whole] = _with_everything(Movie.objects.filter(pk=movie.pk))
        response = Response(self.get_serializer(whole).data, status=code)
        response["Last-Modified"] = http_date(whole.updated_at.timestamp())
        return response

    def _address(self, pk: int) -> str:
        return reverse("api:movie-detail", args=[pk], request=self.request)


def _with_everything(movies: QuerySet[Movie]) -> QuerySet[Movie]:
    people = Credit.objects.select_related("person").order_by()
    offers = WatchOffer.objects.select_related("provider")
    return movies.select_related("franchise").prefetch_related(
        "genres",
        "keywords",
        "countries",
        "studios",
        "certifications",
        "release_dates",
        "translations",
        "trailers",
        Prefetch("credits", people),
        Prefetch("watch_offers", offers),
    )
