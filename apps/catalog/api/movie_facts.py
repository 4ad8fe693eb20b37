"""What a curator may say of a film, as JSON: the shape alone. The rules are the model's and the actions'."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from apps.catalog.actions.credits import CreditFacts
from apps.catalog.actions.movies import MovieFacts
from apps.catalog.api.fields import LONGEST_TEXT, CountryField, LanguageField
from apps.catalog.models import Country, Credit, Genre, Keyword, Movie, Person, Studio
from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR
from apps.core.fields import TextField

LARGEST_AMOUNT = LARGEST_ID = 2**63 - 1
LONGEST_RUNTIME = 32_767
MOST_CREDITS = 300

Row = TypeVar("Row", Keyword, Studio, Person)
_BEST_KNOWN: dict[type[models.Model], list[str]] = {Person: ["-popularity", "pk"]}

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
        "keywords": ["piano"],
        "credits": [
            {"name": "Una Doyle", "kind": "crew", "department": "Directing", "job": "Director"},
            {"name": "Tom Ashe", "kind": "cast", "character": "The elder brother"},
        ],
    },
)


class CreditFactsSerializer(serializers.Serializer[Credit]):
    """A part in a film, of a person known by id or by name."""

    person = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, help_text="The id of somebody whom /api/people lists."
    )
    name = TextField(
        max_length=200, required=False, help_text="Instead of the id: the best known of this name, else somebody new."
    )
    kind = serializers.ChoiceField(choices=Credit.Kind.choices)
    character = TextField(max_length=500, allow_blank=True, required=False, help_text="Of cast.")
    department = TextField(max_length=60, allow_blank=True, required=False)
    job = TextField(max_length=120, allow_blank=True, required=False, help_text="Of crew, who need one.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("person" in attrs) == ("name" in attrs):
            raise serializers.ValidationError("Give either the id of a person or a name.")
        return attrs


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

    keywords = serializers.ListField(child=TextField(max_length=200), max_length=100, required=False)
    studios = serializers.ListField(
        child=TextField(max_length=200), max_length=50, required=False, help_text="Names; one that is new is added."
    )
    credits = serializers.ListField(
        child=CreditFactsSerializer(),
        max_length=MOST_CREDITS,
        required=False,
        help_text="Cast and crew, each in their order. Left out they stay, an empty list takes them away.",
    )

    def validate_genres(self, slugs: list[str]) -> list[Genre]:
        by_slug = {genre.slug: genre for genre in Genre.objects.filter(slug__in=slugs)}
        if unknown := [slug for slug in slugs if slug not in by_slug]:
            raise serializers.ValidationError(f"There is no such genre: {', '.join(unknown)}.")
        return [by_slug[slug] for slug in slugs]

    def validate_countries(self, codes: list[str]) -> list[Country]:
        return [Country(code=code) for code in codes]

    def validate_keywords(self, names: list[str]) -> list[Keyword]:
        return _of_names(Keyword, names)

    def validate_studios(self, names: list[str]) -> list[Studio]:
        return _of_names(Studio, names)

    def validate_credits(self, rows: list[dict[str, Any]]) -> list[CreditFacts]:
        wanted = {row["person"] for row in rows if "person" in row}
        by_id = Person.objects.in_bulk(wanted)
        if unknown := sorted(wanted - by_id.keys()):
            raise serializers.ValidationError(f"There is no such person: {', '.join(map(str, unknown))}.")
        names = list(dict.fromkeys(row["name"] for row in rows if "name" in row))
        by_name = dict(zip(names, _of_names(Person, names), strict=True))
        parts = ("kind", "character", "department", "job")
        return [
            CreditFacts(
                by_id[row["person"]] if "person" in row else by_name[row["name"]],
                **{part: row[part] for part in parts if part in row},
            )
            for row in rows
        ]

    def facts(self) -> MovieFacts:
        return MovieFacts(**self.validated_data)  # type: ignore[typeddict-item]


def _of_names(model: type[Row], names: Sequence[str]) -> list[Row]:
    """A row for each different name: the best known that has it, else a new one that is not saved yet."""
    wanted = list(dict.fromkeys(names))
    found: dict[str, Row] = {}
    for row in model._default_manager.filter(name__in=wanted).order_by(*_BEST_KNOWN.get(model, ["pk"])):
        found.setdefault(row.name, row)
    return [found.get(name) or model(name=name) for name in wanted]
