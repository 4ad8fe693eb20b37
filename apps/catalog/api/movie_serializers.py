"""Films as JSON, with everything that is known of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.catalog.api.fields import PageField, PictureField
from apps.catalog.models import (
    Certification,
    Country,
    Credit,
    Franchise,
    Genre,
    Keyword,
    Movie,
    Person,
    ReleaseDate,
    Studio,
    Trailer,
    Translation,
    WatchOffer,
)


class GenreSerializer(serializers.ModelSerializer[Genre]):
    class Meta:
        model = Genre
        fields = ["id", "name", "slug"]


class CountrySerializer(serializers.ModelSerializer[Country]):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Country
        fields = ["code", "name"]


class StudioSerializer(serializers.ModelSerializer[Studio]):
    class Meta:
        model = Studio
        fields = ["id", "name"]


class FranchiseSerializer(serializers.ModelSerializer[Franchise]):
    class Meta:
        model = Franchise
        fields = ["id", "name"]


class CertificationSerializer(serializers.ModelSerializer[Certification]):
    class Meta:
        model = Certification
        fields = ["country", "value"]


class ReleaseDateSerializer(serializers.ModelSerializer[ReleaseDate]):
    kind = serializers.CharField(source="get_kind_display", read_only=True)

    class Meta:
        model = ReleaseDate
        fields = ["country", "date", "kind", "certification", "note"]


class TranslationSerializer(serializers.ModelSerializer[Translation]):
    class Meta:
        model = Translation
        fields = ["language", "country", "title", "overview", "tagline"]


class TrailerSerializer(serializers.ModelSerializer[Trailer]):
    url = serializers.URLField(source="watch_url", read_only=True)

    class Meta:
        model = Trailer
        fields = ["site", "key", "name", "kind", "language", "official", "url"]


class WatchOfferSerializer(serializers.ModelSerializer[WatchOffer]):
    provider = serializers.CharField(source="provider.name", read_only=True)
    logo_url = PictureField(source="provider.logo_path", size="w92")

    class Meta:
        model = WatchOffer
        fields = ["provider", "logo_url", "country", "kind"]


class CreditedPersonSerializer(serializers.ModelSerializer[Person]):
    profile_url = PictureField(source="profile_path", size="w185")

    class Meta:
        model = Person
        fields = ["id", "name", "profile_url"]


class CastMemberSerializer(serializers.ModelSerializer[Credit]):
    person = CreditedPersonSerializer(read_only=True)

    class Meta:
        model = Credit
        fields = ["person", "character", "position"]


class CrewMemberSerializer(serializers.ModelSerializer[Credit]):
    person = CreditedPersonSerializer(read_only=True)

    class Meta:
        model = Credit
        fields = ["person", "department", "job"]


class CreditsSerializer(serializers.Serializer[Any]):
    cast = CastMemberSerializer(many=True, read_only=True)
    crew = CrewMemberSerializer(many=True, read_only=True)


class MovieSummarySerializer(serializers.ModelSerializer[Movie]):
    """A film as a list shows it."""

    genres = GenreSerializer(many=True, read_only=True)
    poster_url = PictureField(source="poster_path", size="w500")
    url = PageField()

    class Meta:
        model = Movie
        fields = [
            "id", "title", "original_title", "year", "release_date", "runtime", "overview", "original_language",
            "genres", "director_names", "freely_licensed", "vote_average", "vote_count", "popularity", "poster_url",
            "source", "tmdb_id", "imdb_id", "url", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class MovieSerializer(MovieSummarySerializer):
    """Everything that is known of a film."""

    status = serializers.CharField(read_only=True, help_text="One of those that one may write, or empty.")
    homepage = serializers.CharField(read_only=True, help_text="An address, or empty.")
    backdrop_url = PictureField(source="backdrop_path", size="w1280")
    alternative_titles = serializers.ListField(child=serializers.CharField(), read_only=True)
    countries = CountrySerializer(many=True, read_only=True)
    studios = StudioSerializer(many=True, read_only=True)
    keywords = serializers.SlugRelatedField[Keyword](slug_field="name", many=True, read_only=True)
    franchise = FranchiseSerializer(read_only=True, allow_null=True)
    certifications = CertificationSerializer(many=True, read_only=True)
    release_dates = ReleaseDateSerializer(many=True, read_only=True)
    translations = TranslationSerializer(many=True, read_only=True)
    trailers = TrailerSerializer(many=True, read_only=True)
    watch_offers = WatchOfferSerializer(many=True, read_only=True)
    credits = serializers.SerializerMethodField()
    curated_fields = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text="Edited by a curator: a refresh leaves them as they are.",
    )

    class Meta(MovieSummarySerializer.Meta):
        fields = [
            *MovieSummarySerializer.Meta.fields, "alternative_titles", "tagline", "status", "homepage", "budget",
            "revenue", "backdrop_url", "countries", "studios", "keywords", "franchise", "certifications",
            "release_dates", "translations", "trailers", "watch_offers", "credits", "curated_fields", "created_at",
            "fetched_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(CreditsSerializer)
    def get_credits(self, movie: Movie) -> Any:
        rows = movie.credits.all()
        cast = sorted((row for row in rows if row.kind == Credit.Kind.CAST), key=lambda row: (row.position, row.pk))
        crew = sorted((row for row in rows if row.kind == Credit.Kind.CREW), key=_department_and_job)
        return CreditsSerializer({"cast": cast, "crew": crew}, context=self.context).data


def _department_and_job(row: Credit) -> tuple[str, str, int]:
    return row.department, row.job, row.pk
