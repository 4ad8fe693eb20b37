"""What one may narrow films down by. The one set of filters of the browse page and of the API."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet

from apps.catalog.models import Certification, Country, Genre, Movie
from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR
from apps.catalog.names import language_name

CHOICES_SECONDS = 600
LONGEST = 24 * 60


def _kept(name: str, make: Any) -> Any:
    """The answer of `make`, kept some minutes: choices change when a film of a new country or language comes in."""
    return cache.get_or_set(f"filter-choices:{name}", make, CHOICES_SECONDS)


def genre_choices() -> list[tuple[str, str]]:
    return _kept("genres", lambda: list(Genre.objects.order_by("name").values_list("slug", "name")))


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


class MovieFilter(django_filters.FilterSet):
    """Filters of films by query parameters; a value that is none of a field's is an error of that field."""

    genre = django_filters.MultipleChoiceFilter(
        label="Genre", choices=genre_choices, field_name="genres__slug", conjoined=True, help_text="All of these."
    )
    decade = django_filters.TypedChoiceFilter(
        label="Decade", choices=decade_choices, coerce=int, method="in_decade", empty_label="Any decade"
    )
    year_from = django_filters.NumberFilter(
        label="From year", field_name="year", lookup_expr="gte", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    year_to = django_filters.NumberFilter(
        label="To year", field_name="year", lookup_expr="lte", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    language = django_filters.ChoiceFilter(
        label="Language", choices=language_choices, field_name="original_language", empty_label="Any language"
    )
    country = django_filters.ChoiceFilter(
        label="Country", choices=country_choices, field_name="countries", empty_label="Any country"
    )
    runtime_min = django_filters.NumberFilter(
        label="At least minutes", field_name="runtime", lookup_expr="gte", min_value=0, max_value=LONGEST
    )
    runtime_max = django_filters.NumberFilter(
        label="At most minutes", field_name="runtime", lookup_expr="lte", min_value=0, max_value=LONGEST
    )
    certification = django_filters.ChoiceFilter(
        label="Age rating", choices=certification_choices, method="certified", empty_label="Any age rating"
    )
    rating_min = django_filters.NumberFilter(
        label="Rated at least", field_name="score", lookup_expr="gte", min_value=0, max_value=10
    )

    class Meta:
        model = Movie
        fields: list[str] = []

    def in_decade(self, films: QuerySet[Movie], name: str, value: int) -> QuerySet[Movie]:
        return films.filter(year__gte=value, year__lt=value + 10)

    def certified(self, films: QuerySet[Movie], name: str, value: str) -> QuerySet[Movie]:
        return films.filter(certifications__country=settings.HOME_COUNTRY, certifications__value=value)


class SortForm(forms.Form):
    """The order of a list of films; an unknown one is the first."""

    CHOICES = [
        ("popularity", "Most popular"),
        ("rating", "Highest rated"),
        ("newest", "Newest"),
        ("oldest", "Oldest"),
        ("title", "Title"),
    ]
    sort = forms.ChoiceField(label="Sort by", choices=CHOICES, required=False)

    def chosen(self) -> str:
        return (self.is_valid() and self.cleaned_data["sort"]) or "popularity"
