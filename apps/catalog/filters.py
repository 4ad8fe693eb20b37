"""What one may narrow films down by. The one set of filters of the browse page and of the API."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from apps.catalog import facets
from apps.catalog.genres import genre_choices
from apps.catalog.models import Certification, Country, Movie, MovieQuerySet
from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR
from apps.catalog.names import language_name
from apps.core.caching import kept
from apps.core.widgets import QuickCheckboxes, QuickSelect

Choices = Callable[[], list[tuple[str, str]]]

CHOICES_SECONDS = 600
LONGEST = 24 * 60


def _kept(name: str, make: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The answer of `make`, kept some minutes: choices change when a film of a new country or language comes in."""
    return kept(f"filter-choices:{name}", CHOICES_SECONDS, make)


def country_choices() -> list[tuple[str, str]]:
    return _kept(
        "countries", lambda: sorted(((row.code, row.name) for row in Country.objects.all()), key=lambda c: c[1])
    )


def language_choices() -> list[tuple[str, str]]:
    return _kept("languages", _languages)


def _languages() -> list[tuple[str, str]]:
    """Jumps from one language to the next over the index: a DISTINCT would read a million entries."""
    found: list[tuple[str, str]] = []
    last = ""
    while (
        code := Movie.objects.filter(original_language__gt=last)
        .order_by("original_language")
        .values_list("original_language", flat=True)
        .first()
    ):
        found.append((code, language_name(code)))
        last = code
    return sorted(found, key=lambda choice: choice[1])


def certification_choices() -> list[tuple[str, str]]:
    return _kept(f"certifications:{settings.HOME_COUNTRY}", _certifications)


def _certifications() -> list[tuple[str, str]]:
    rows = Certification.objects.filter(country=settings.HOME_COUNTRY).order_by("value")
    return [(value, value) for value in rows.values_list("value", flat=True).distinct()]


def decade_choices() -> list[tuple[int, str]]:
    return [(decade, f"{decade}s") for decade in range(2020, 1890, -10)]


class CodeFilter(django_filters.CharFilter):
    """A short code of a fixed form. One that no film has finds no film; one of another form is an error.

    `choices` fill the select of the page.
    """

    def __init__(self, *, choices: Choices, empty: str, pattern: str, message: str, **kwargs: Any) -> None:
        widget = QuickSelect(choices=lambda: [("", empty), *choices()])  # read when the form is shown
        super().__init__(widget=widget, validators=[RegexValidator(pattern, message)], max_length=30, **kwargs)


@extend_schema_field(OpenApiTypes.STR)
class GenresFilter(django_filters.MultipleChoiceFilter):
    """Films that are of all the given genres."""

    def filter(self, qs: MovieQuerySet, value: list[str]) -> MovieQuerySet:
        for slug in value or []:
            qs = facets.in_genre(qs, slug)
        return qs


class MovieFilter(django_filters.FilterSet):
    """Filters of films by query parameters; a value that is none of a field's is an error of that field."""

    genre = GenresFilter(
        label="Genre",
        choices=genre_choices,
        widget=QuickCheckboxes,
        help_text="Films that are all of these.",
    )
    decade = django_filters.ChoiceFilter(
        label="Decade", choices=decade_choices, method="in_decade", empty_label="Any decade", widget=QuickSelect
    )
    year_from = django_filters.NumberFilter(
        label="From year", field_name="year", lookup_expr="gte", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    year_to = django_filters.NumberFilter(
        label="To year", field_name="year", lookup_expr="lte", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    language = CodeFilter(
        label="Language",
        method="in_language",
        choices=language_choices,
        empty="Any language",
        pattern=r"^[a-z]{2,3}\Z",
        message="A language is given as two small letters: en, fr, ja.",
    )
    country = CodeFilter(
        label="Country",
        method="from_country",
        choices=country_choices,
        empty="Any country",
        pattern=r"^[A-Z]{2}\Z",
        message="A country is given as two capitals: GB, FR, JP.",
    )
    runtime_min = django_filters.NumberFilter(
        label="At least minutes", field_name="runtime", lookup_expr="gte", min_value=0, max_value=LONGEST
    )
    runtime_max = django_filters.NumberFilter(
        label="At most minutes", field_name="runtime", lookup_expr="lte", min_value=0, max_value=LONGEST
    )
    certification = CodeFilter(
        label="Age rating",
        method="certified",
        choices=certification_choices,
        empty="Any age rating",
        pattern=r"^[^\x00]{1,30}\Z",
        message="An age rating has at most 30 characters.",
    )
    rating_min = django_filters.NumberFilter(
        label="Rated at least", field_name="score", lookup_expr="gte", min_value=0, max_value=10
    )

    class Meta:
        model = Movie
        fields: list[str] = []

    def in_decade(self, films: MovieQuerySet, name: str, value: str) -> MovieQuerySet:
        return films.in_decade(int(value))

    def in_language(self, films: MovieQuerySet, name: str, value: str) -> MovieQuerySet:
        return facets.in_language(films, value)

    def from_country(self, films: MovieQuerySet, name: str, value: str) -> MovieQuerySet:
        return facets.from_country(films, value)

    def certified(self, films: MovieQuerySet, name: str, value: str) -> MovieQuerySet:
        return facets.rated(films, value)


class SortForm(forms.Form):
    """The order of a list of films; an unknown one is the first."""

    CHOICES = [
        ("popularity", "Most popular"),
        ("rating", "Highest rated"),
        ("newest", "Newest"),
        ("oldest", "Oldest"),
        ("title", "Title"),
    ]
    sort = forms.ChoiceField(label="Sort by", choices=CHOICES, required=False, widget=QuickSelect)

    def chosen(self) -> str:
        return (self.is_valid() and self.cleaned_data["sort"]) or "popularity"
