"""The one set of filters over films: the browse page's form and the API's query parameters."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, QuerySet

from apps.catalog.models import Certification, Genre, Movie, MovieQuerySet

DEFAULT_ORDERING = "popularity"
ORDERINGS = {
    "popularity": "Most popular",
    "rating": "Best rated",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "By title",
}
# What people used to REST APIs write for the same.
ORDERING_ALIASES = {
    "-popularity": "popularity",
    "-rating": "rating",
    "-vote_average": "rating",
    "-release_date": "newest",
    "-year": "newest",
    "release_date": "oldest",
    "year": "oldest",
}
# One page can ask for this many genres at once; each is a subquery.
MOST_GENRES = 5


class GenresField(forms.MultipleChoiceField):
    """Slugs of genres; cleans to Genre rows."""

    default_error_messages = {
        "invalid_choice": "There is no genre “%(value)s”.",
        "too_many": f"At most {MOST_GENRES} genres at once.",
    }

    def clean(self, value: Any) -> list[Genre]:
        slugs = list(dict.fromkeys(self.to_python([slug for slug in value or [] if slug])))
        if len(slugs) > MOST_GENRES:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        found = {genre.slug: genre for genre in Genre.objects.filter(slug__in=[s for s in slugs if "\0" not in s])}
        for slug in slugs:
            if slug not in found:
                shown = slug[:80].replace("\0", "")
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": shown}
                )
        return [found[slug] for slug in slugs]


class GenresFilter(django_filters.MultipleChoiceFilter):
    field_class = GenresField

    def filter(self, qs: MovieQuerySet, value: list[Genre] | None) -> QuerySet[Movie]:
        links = Movie.genres.through.objects
        for genre in value or []:
            qs = qs.filter(Exists(links.filter(movie_id=OuterRef("pk"), genre_id=genre.pk)))
        return qs


class WholeNumberFilter(django_filters.NumberFilter):
    field_class = forms.IntegerField

    def get_max_validator(self) -> None:
        """None: each field names its own bounds."""


class CodeField(forms.CharField):
    """A short code; `case` (str.lower or str.upper) is how it is kept."""

    def __init__(self, *, pattern: str, message: str, case: Any, **kwargs: Any) -> None:
        super().__init__(validators=[RegexValidator(pattern, message)], **kwargs)
        self.case = case

    def to_python(self, value: Any) -> str:
        return self.case(super().to_python(value))


class CodeFilter(django_filters.CharFilter):
    field_class = CodeField


class OrderingField(forms.ChoiceField):
    default_error_messages = {
        "invalid_choice": f"Films cannot be sorted by “%(value)s”. Choose one of: {', '.join(ORDERINGS)}.",
    }

    def to_python(self, value: Any) -> str:
        name = super().to_python(value)[:80]
        return ORDERING_ALIASES.get(name, name)


class OrderingFilter(django_filters.ChoiceFilter):
    field_class = OrderingField

    def filter(self, qs: MovieQuerySet, value: str) -> QuerySet[Movie]:
        return qs.sorted_by(value or DEFAULT_ORDERING)


class MovieFilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for low, high, message in (
            ("year_from", "year_to", "The first year is after the last one."),
            ("runtime_min", "runtime_max", "The shortest running time is longer than the longest."),
        ):
            least, most = cleaned.get(low), cleaned.get(high)
            if least is not None and most is not None and least > most:
                self.add_error(low, message)
        return cleaned


def _whole_number(lookup: str, label: str, most: int, help_text: str = "") -> WholeNumberFilter:
    return WholeNumberFilter(lookup, label=label, min_value=0, max_value=most, help_text=help_text)


class MovieFilter(django_filters.FilterSet):
    """Always sorts. A value that is wrong is an error of its field; what is right still filters."""

    genre = GenresFilter(label="Genre", help_text="The slug of a genre; give several for films that are all of them.")
    decade = WholeNumberFilter(
        method="in_decade", label="Decade", min_value=1870, max_value=2190, help_text="Its first year: 1970."
    )
    year_from = _whole_number("year__gte", "From", 9999, "First year.")
    year_to = _whole_number("year__lte", "To", 9999, "Last year.")
    language = CodeFilter(
        "original_language",
        label="Language",
        pattern=r"^[a-z]{2,3}\Z",
        message="A language is two letters: en, fr, ja.",
        case=str.lower,
        help_text="ISO 639-1 code of the original language.",
    )
    country = CodeFilter(
        method="from_country",
        label="Country",
        pattern=r"^[A-Z]{2}\Z",
        message="A country is two letters: GB, FR, JP.",
        case=str.upper,
        help_text="ISO 3166-1 code of a producing country.",
    )
    runtime_min = _whole_number("runtime__gte", "At least", 9999, "Minutes.")
    runtime_max = _whole_number("runtime__lte", "At most", 9999, "Minutes.")
    certification = django_filters.CharFilter(
        method="certified", label="Age rating", max_length=30, help_text=f"As given in {settings.HOME_COUNTRY}."
    )
    rating_min = django_filters.NumberFilter(
        "vote_average", "gte", label="Rating", min_value=0, max_value=10, max_digits=4, help_text="From 0 to 10."
    )
    ordering = OrderingFilter(label="Sort by", choices=list(ORDERINGS.items()), empty_label=None)

    class Meta:
        model = Movie
        fields: list[str] = []
        form = MovieFilterForm

    def filter_queryset(self, queryset: MovieQuerySet) -> QuerySet[Movie]:
        for name, field in self.filters.items():
            queryset = field.filter(queryset, self.form.cleaned_data.get(name))
        return queryset

    def in_decade(self, queryset: MovieQuerySet, name: str, value: int) -> QuerySet[Movie]:
        return queryset.in_decade(value - value % 10)

    def from_country(self, queryset: MovieQuerySet, name: str, value: str) -> QuerySet[Movie]:
        links = Movie.countries.through.objects
        return queryset.filter(Exists(links.filter(movie_id=OuterRef("pk"), country_id=value)))

    def certified(self, queryset: MovieQuerySet, name: str, value: str) -> QuerySet[Movie]:
        here = Certification.objects.filter(country=settings.HOME_COUNTRY, value=value)
        return queryset.filter(Exists(here.filter(movie_id=OuterRef("pk"))))
