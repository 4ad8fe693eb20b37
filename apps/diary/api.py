"""/api/viewings: one's own diary. Nobody reads or writes another's, administrators included."""

from decimal import Decimal
from typing import Any

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import mixins, serializers, status
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from apps.catalog.api.backends import OrderBackend
from apps.catalog.api.fields import PageField
from apps.catalog.models import Movie
from apps.core.fields import TextField
from apps.core.ids import LARGEST_ID
from apps.diary.actions import ViewingFacts, change_viewing, log_viewing, remove_viewing
from apps.diary.models import FIRST_DAY, NOTE_LENGTH, PLACE_LENGTH, Viewing, ViewingQuerySet
from apps.diary.stars import half_stars_of, stars_of

LAST_YEAR = 9999
STARS = {name: Decimal(value) for name, value in (("min_value", "0.5"), ("max_value", "5"), ("step_size", "0.5"))}
YES_OR_NO = [("true", "true"), ("false", "false")]
_RATING = {"type": "number", "minimum": 0.5, "maximum": 5, "multipleOf": 0.5, "examples": [3.5]}
_EXAMPLE = OpenApiExample(
    "A film seen in the cinema",
    request_only=True,
    value={"movie": 1, "watched_on": "2025-11-03", "rating": 4.5, "companion": "Bob", "place": "Odeon"},
)


@extend_schema_field(_RATING)
class RatingField(Field[Any, Any, Any, Any]):
    """Stars in steps of a half, null for no rating; kept as half stars."""

    def to_internal_value(self, data: Any) -> int:
        try:
            half_stars = half_stars_of(data) if isinstance(data, (int, float)) and not isinstance(data, bool) else None
        except ValueError:
            half_stars = None
        if half_stars is None:
            raise serializers.ValidationError("A rating is a number from 0.5 to 5 in steps of 0.5, or null.")
        return half_stars

    def to_representation(self, value: int) -> float:
        return float(stars_of(value) or 0)


class ViewedFilmSerializer(serializers.ModelSerializer[Movie]):
    page = PageField()

    class Meta:
        model = Movie
        fields = ["id", "title", "year", "page"]


class ViewingSerializer(serializers.ModelSerializer[Viewing]):
    """A film, watched once."""

    movie = ViewedFilmSerializer()
    rating = RatingField(source="half_stars", allow_null=True)

    class Meta:
        model = Viewing
        fields = [
            "id", "movie", "watched_on", "rewatch", "rating", "place", "companion", "note", "source", "created_at",
            "updated_at",
        ]  # fmt: skip


class ViewingFactsSerializer(serializers.Serializer[Viewing]):
    """What one says of a viewing: the shape alone. The rules are the model's."""

    watched_on = serializers.DateField(
        allow_null=True, required=False, help_text="Not before 1888 and not to come; null: seen, nobody knows when."
    )
    rewatch = serializers.BooleanField(required=False)
    rating = RatingField(source="half_stars", allow_null=True, required=False)
    place = TextField(max_length=PLACE_LENGTH, allow_blank=True, required=False)
    companion = TextField(max_length=PLACE_LENGTH, allow_blank=True, required=False)
    note = TextField(max_length=NOTE_LENGTH, allow_blank=True, required=False)


@extend_schema_serializer(examples=[_EXAMPLE])
class NewViewingSerializer(ViewingFactsSerializer):
    movie = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, help_text="The id of a film.")


class ViewingFilter(django_filters.FilterSet):
    movie = django_filters.NumberFilter(
        field_name="movie_id", validators=[MinValueValidator(1), MaxValueValidator(LARGEST_ID)], decimal_places=0
    )
    year = django_filters.NumberFilter(
        method="in_year", min_value=FIRST_DAY.year, max_value=LAST_YEAR, decimal_places=0
    )
    from_ = django_filters.DateFilter(field_name="watched_on", lookup_expr="gte", input_formats=["%Y-%m-%d"])
    to = django_filters.DateFilter(field_name="watched_on", lookup_expr="lte", input_formats=["%Y-%m-%d"])
    rating = django_filters.NumberFilter(method="rated", **STARS)
    rating_min = django_filters.NumberFilter(method="rated_at_least", **STARS)
    # A filter of booleans would pass over what is none.
    rewatch = django_filters.ChoiceFilter(choices=YES_OR_NO, method="rewatched")
    dated = django_filters.ChoiceFilter(choices=YES_OR_NO, method="with_date")

    class Meta:
        model = Viewing
        fields: list[str] = []

    def in_year(self, rows: ViewingQuerySet, name: str, value: Any) -> ViewingQuerySet:
        return rows.in_year(int(value))

    def rated(self, rows: ViewingQuerySet, name: str, value: Any) -> ViewingQuerySet:
        return rows.filter(half_stars=int(value * 2))

    def rated_at_least(self, rows: ViewingQuerySet, name: str, value: Any) -> ViewingQuerySet:
        return rows.rated_at_least(int(value * 2))

    def rewatched(self, rows: ViewingQuerySet, name: str, value: str) -> ViewingQuerySet:
        return rows.filter(rewatch=value == "true")

    def with_date(self, rows: ViewingQuerySet, name: str, value: str) -> ViewingQuerySet:
        return rows.dated() if value == "true" else rows.undated()


# `from` is no name that Python lets a class give.
ViewingFilter.base_filters["from"] = ViewingFilter.base_filters.pop("from_")

_DAY = {"type": "string", "format": "date", "examples": ["2025-11-03"]}
_STARS = {"type": "number", "minimum": 0.5, "maximum": 5, "multipleOf": 0.5}
FILTERS = [
    OpenApiParameter("movie", {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}, description="Of this film."),
    OpenApiParameter(
        "year", {"type": "integer", "minimum": FIRST_DAY.year, "maximum": LAST_YEAR}, description="Watched in it."
    ),
    OpenApiParameter("from", _DAY, description="Watched on this day or later."),
    OpenApiParameter("to", _DAY, description="Watched on this day or before."),
    OpenApiParameter("rating", _STARS, description="Rated exactly so."),
    OpenApiParameter("rating_min", _STARS, description="Rated so or better."),
    OpenApiParameter("rewatch", {"type": "boolean"}, description="Whether it had been seen before."),
    OpenApiParameter("dated", {"type": "boolean"}, description="Whether the day is known."),
]


@extend_schema_view(
    list=extend_schema(summary="What you watched", parameters=FILTERS),
    retrieve=extend_schema(summary="A viewing"),
    create=extend_schema(
        summary="Log a film",
        description="Without a date it is seen, nobody knows when. A film that is in the diary on that day already "
        "goes in once more as a rewatch only.",
        request=NewViewingSerializer,
        responses={201: ViewingSerializer},
    ),
    update=extend_schema(summary="Change a viewing", request=ViewingFactsSerializer, responses=ViewingSerializer),
    partial_update=extend_schema(
        summary="Change some of a viewing", request=ViewingFactsSerializer, responses=ViewingSerializer
    ),
    destroy=extend_schema(summary="Take a viewing out of the diary"),
)
class ViewingViewSet(mixins.ListModelMixin, GenericViewSet[Viewing]):
    queryset = Viewing.objects.none()
    serializer_class = ViewingSerializer
    filter_backends = [DjangoFilterBackend, OrderBackend]
    filterset_class = ViewingFilter
    lookup_value_regex = "[0-9]{1,19}"
    orderings = {
        "newest": (F("watched_on").desc(nulls_last=True), "-id"),
        "oldest": (F("watched_on").asc(nulls_last=True), "id"),
        "logged": ("-id",),
    }

    def get_queryset(self) -> ViewingQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Viewing.objects.none()
        return Viewing.objects.visible_to(self.request.profile)

    def refine(self, rows: QuerySet[Viewing]) -> QuerySet[Viewing]:
        """What the rows of one page need."""
        return rows.select_related("movie")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(finalized, private=True, no_store=True)
        return finalized

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self._viewing(pk))

    def create(self, request: Request) -> Response:
        form = NewViewingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        facts = {**form.validated_data}
        movie = Movie.objects.visible_to(request.profile).filter(pk=facts.pop("movie")).first()
        if movie is None:
            raise serializers.ValidationError({"movie": ["There is no such film."]})
        viewing = log_viewing(profile=request.profile, movie=movie, by=request.profile, **facts)
        response = self._answer(viewing, status.HTTP_201_CREATED)
        response["Location"] = reverse("api:viewing-detail", args=[viewing.pk], request=request)
        return response

    def update(self, request: Request, pk: str, *, partial: bool = False) -> Response:
        viewing = self._viewing(pk)
        form = ViewingFactsSerializer(data=request.data, partial=partial)
        form.is_valid(raise_exception=True)
        facts = ViewingFacts(**form.validated_data)  # type: ignore[typeddict-item]
        return self._answer(change_viewing(viewing=viewing, by=request.profile, facts=facts))

    def partial_update(self, request: Request, pk: str) -> Response:
        return self.update(request, pk, partial=True)

    def destroy(self, request: Request, pk: str) -> Response:
        remove_viewing(viewing=self._viewing(pk), by=request.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _viewing(self, pk: str) -> Viewing:
        viewing = self.get_queryset().select_related("movie").filter(pk=pk).first()
        if viewing is None:
            raise Http404
        return viewing

    def _answer(self, viewing: Viewing, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(viewing).data, status=code)
