"""Films as JSON. Reading shows everything; writing takes the facts that `actions.movies` knows."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from apps.catalog.actions.movies import MovieFacts
from apps.catalog.api.fields import LONGEST_TEXT, CountryField, LanguageField, PageField, PictureField
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
from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR
from apps.core.fields import TextField

LARGEST_AMOUNT = 2**63 - 1
LONGEST_RUNTIME = 32_767


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


_EXAMPLE = OpenApiExample(
    "A film from the club's own archive",
    request_only=True,
    value={
        "title": "The Long Way to the Pier",
        "release_date": "1998-05-16",
        "runtime": 74,
        "overview": "Two brothers carry a piano across the town where they grew up.",
        "original_language": "en",
        "countries": ["GB"],
        "genres": [],
    },
)


@extend_schema_serializer(examples=[_EXAMPLE])
class MovieFactsSerializer(serializers.Serializer[Movie]):
    """What a curator may say of a film: the shape alone. The rules are the model's."""

    title = TextField(max_length=300)
    original_title = TextField(max_length=300, allow_blank=True, required=False)
    alternative_titles = serializers.ListField(child=TextField(max_length=300), max_length=50, required=False)
    release_date = serializers.DateField(
        allow_null=True, required=False, help_text=f"A day from {FIRST_YEAR} to {LAST_YEAR}."
    )
    year = serializers.IntegerField(
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        allow_null=True,
        required=False,
        help_text="Follows the release date; give it alone when only the year is known.",
    )
    runtime = serializers.IntegerField(
        min_value=1, max_value=LONGEST_RUNTIME, allow_null=True, required=False, help_text="Minutes."
    )
    overview = TextField(max_length=LONGEST_TEXT, allow_blank=True, required=False)
    tagline = TextField(max_length=500, allow_blank=True, required=False)
    original_language = LanguageField(allow_blank=True, required=False, help_text="ISO 639-1, or TMDB's cn and xx.")
    status = serializers.ChoiceField(choices=Movie.Status.choices, allow_blank=True, required=False)
    homepage = serializers.URLField(max_length=500, allow_blank=True, required=False)
    freely_licensed = serializers.BooleanField(required=False)
    budget = serializers.IntegerField(
        min_value=0, max_value=LARGEST_AMOUNT, allow_null=True, required=False, help_text="US dollars."
    )
    revenue = serializers.IntegerField(
        min_value=0, max_value=LARGEST_AMOUNT, allow_null=True, required=False, help_text="US dollars."
    )
    imdb_id = serializers.RegexField(
        r"^tt[0-9]{5,10}\Z", allow_null=True, required=False, error_messages={"invalid": "It looks like tt0078748."}
    )
    genres = serializers.ListField(
        child=serializers.SlugField(max_length=80, allow_unicode=True),
        max_length=20,
        required=False,
        help_text="Slugs, as /api/genres lists them; the first is the one that cards show.",
    )
    countries = serializers.ListField(
        child=CountryField(), max_length=30, required=False, help_text="ISO 3166-1 codes."
    )

    def validate_genres(self, slugs: list[str]) -> list[Genre]:
        by_slug = {genre.slug: genre for genre in Genre.objects.filter(slug__in=slugs)}
        if unknown := [slug for slug in slugs if slug not in by_slug]:
            raise serializers.ValidationError(f"There is no such genre: {', '.join(unknown)}.")
        return [by_slug[slug] for slug in slugs]

    def validate_countries(self, codes: list[str]) -> list[Country]:
        return [Country(code=code) for code in codes]

    def facts(self) -> MovieFacts:
        return MovieFacts(**self.validated_data)  # type: ignore[typeddict-item]
