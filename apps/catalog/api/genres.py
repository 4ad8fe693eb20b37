"""/api/genres: the words that films are sorted under."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins

from apps.catalog.api.movie_serializers import GenreSerializer
from apps.catalog.api.viewsets import CatalogueViewSet
from apps.catalog.models import Genre


@extend_schema_view(
    list=extend_schema(summary="All genres by name"),
    retrieve=extend_schema(summary="A genre"),
)
class GenreViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CatalogueViewSet[Genre]):
    queryset = Genre.objects.order_by("name", "pk")
    serializer_class = GenreSerializer
    filter_backends = []
