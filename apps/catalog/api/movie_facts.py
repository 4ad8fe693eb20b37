"""What a curator may say of a film, as JSON: the shape alone. The rules are the model's and the actions'."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.fields import empty

from apps.catalog.actions.credits import CreditFacts
from apps.catalog.actions.movies import MovieFacts
from apps.catalog.api.fields import LONGEST_TEXT, CountryField, LanguageField
from apps.catalog.models import Country, Credit, Genre, Keyword, Movie, Person, Studio
from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR
from apps.core.fields import MORE_THAN_BLANKS, TextField
from apps.core.ids import LARGEST_ID

LARGEST_AMOUNT = LARGEST_ID
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
        "credits": {
            "cast": [{"person": "Tom Ashe", "character": "The elder brother"}],
            "crew": [{"person": "Una Doyle", "department": "Directing", "job": "Director"}],
        },
    },
)


_ID_OR_NAME: list[dict[str, Any]] = [
    {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": MORE_THAN_BLANKS},
]


@extend_schema_field({"oneOf": _ID_OR_NAME, "examples": ["Una Doyle"]})
class PersonField(TextField):
    """The id of somebody whom /api/people lists; or a name, of the best known who has it, else of somebody new."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, (int, float)) and not isinstance(data, bool):
            if data != int(data) or not 1 <= data <= LARGEST_ID:
                raise serializers.ValidationError("An id is a whole number from 1 on.")
            return int(data)
        return super().run_validation(data)


class CastFactsSerializer(serializers.Serializer[Credit]):
    person = PersonField()
    character = TextField(max_length=500, allow_blank=True, required=False)


class CrewFactsSerializer(serializers.Serializer[Credit]):
    person = PersonField()
    department = TextField(max_length=60, allow_blank=True, required=False)
    job = TextField(max_length=120)


class CreditsFactsSerializer(serializers.Serializer[Credit]):
    cast = serializers.ListField(child=CastFactsSerializer(), max_length=MOST_CREDITS, required=False)
    crew = serializers.ListField(child=CrewFactsSerializer(), max_length=MOST_CREDITS, required=False)


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
    credits = CreditsFactsSerializer(
        required=False,
        help_text="Everybody who had a part, each list in its order. Left out they all stay; who is not named goes.",
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

    def validate_credits(self, given: dict[str, list[dict[str, Any]]]) -> list[CreditFacts]:
        rows = [(kind, row) for kind in Credit.Kind.values for row in given.get(kind, ())]
        people = _people({row["person"] for _, row in rows})
        return [CreditFacts(**{**row, "kind": kind, "person": people[row["person"]]}) for kind, row in rows]

    def facts(self) -> MovieFacts:
        return MovieFacts(**self.validated_data)  # type: ignore[typeddict-item]


def _of_names(model: type[Row], names: Sequence[str]) -> list[Row]:
    """A row for each different name: the best known that has it, else a new one that is not saved yet."""
    wanted = list(dict.fromkeys(names))
    found: dict[str, Row] = {}
    for row in model._default_manager.filter(name__in=wanted).order_by(*_BEST_KNOWN.get(model, ["pk"])):
        found.setdefault(row.name, row)
    return [found.get(name) or model(name=name) for name in wanted]


def _people(named: set[int | str]) -> dict[int | str, Person]:
    """The row of each id and of each name; ValidationError for an id that nobody has."""
    ids = {who for who in named if isinstance(who, int)}
    names = sorted(who for who in named if isinstance(who, str))
    by_id = Person.objects.in_bulk(ids)
    if unknown := sorted(ids - by_id.keys()):
        raise serializers.ValidationError(f"There is no such person: {', '.join(map(str, unknown))}.")
    return {**by_id, **dict(zip(names, _of_names(Person, names), strict=True))}
