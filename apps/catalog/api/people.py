"""/api/people: who made the films. TMDB and the starter catalogue fill it; the admin edits it."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.serializers import BaseSerializer

from apps.accounts.viewers import watching
from apps.catalog import search
from apps.catalog.api.backends import MOST_MATCHES
from apps.catalog.api.fields import PageField, PictureField
from apps.catalog.api.viewsets import CatalogueViewSet
from apps.catalog.models import Credit, Movie, Person


class PersonSummarySerializer(serializers.ModelSerializer[Person]):
    """A person as a list shows them."""

    profile_url = PictureField(source="profile_path", size="w185")
    url = PageField()

    class Meta:
        model = Person
        fields = ["id", "name", "known_for_department", "popularity", "profile_url", "tmdb_id", "imdb_id", "url"]
        read_only_fields = fields


class CreditedMovieSerializer(serializers.ModelSerializer[Movie]):
    poster_url = PictureField(source="poster_path", size="w500")

    class Meta:
        model = Movie
        fields = ["id", "title", "year", "poster_url"]


class RoleSerializer(serializers.ModelSerializer[Credit]):
    movie = CreditedMovieSerializer(read_only=True)

    class Meta:
        model = Credit
        fields = ["movie", "character"]


class JobSerializer(serializers.ModelSerializer[Credit]):
    movie = CreditedMovieSerializer(read_only=True)

    class Meta:
        model = Credit
        fields = ["movie", "department", "job"]


class FilmographySerializer(serializers.Serializer[Any]):
    cast = RoleSerializer(many=True, read_only=True)
    crew = JobSerializer(many=True, read_only=True)


class PersonSerializer(PersonSummarySerializer):
    """Everything that is known of a person, with the films, the newest first."""

    homepage = serializers.CharField(read_only=True, help_text="An address, or empty.")
    also_known_as = serializers.ListField(child=serializers.CharField(), read_only=True)
    credits = serializers.SerializerMethodField()

    class Meta(PersonSummarySerializer.Meta):
        fields = [
            *PersonSummarySerializer.Meta.fields, "also_known_as", "biography", "birthday", "deathday",
            "place_of_birth", "homepage", "credits", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(FilmographySerializer)
    def get_credits(self, person: Person) -> Any:
        rows = person.credits.all()
        parts = {
            "cast": [row for row in rows if row.kind == Credit.Kind.CAST],
            "crew": [row for row in rows if row.kind == Credit.Kind.CREW],
        }
        return FilmographySerializer(parts, context=self.context).data


@extend_schema_view(
    list=extend_schema(summary="Find people"),
    retrieve=extend_schema(summary="A person and their films"),
)
class PersonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CatalogueViewSet[Person]):
    queryset = Person.objects.all()
    orderings = {"popularity": ("-popularity", "-id"), "name": ("name", "id")}

    def get_queryset(self) -> QuerySet[Person]:
        people = Person.objects.visible_to(watching(self.request))
        return people if self.action == "list" else people.prefetch_related(self._films())

    def get_serializer_class(self) -> type[BaseSerializer[Person]]:
        return PersonSummarySerializer if self.action == "list" else PersonSerializer

    def refine(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        """What the rows of one page need."""
        return rows.defer("biography", "also_known_as")

    def search_ids(self, text: str) -> list[int]:
        found = search.search(text, viewer=watching(self.request), limit=MOST_MATCHES)
        return [person.pk for person in found.people]

    def _films(self) -> Prefetch[str, QuerySet[Credit], str]:
        visible = Movie.objects.visible_to(watching(self.request))
        credits_ = Credit.objects.filter(movie__in=visible).select_related("movie")
        return Prefetch("credits", credits_.order_by("-movie__release_key", "position", "pk"))
