"""/api/statistics: what the diary of the profile adds up to, and the link of a year in review."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.diary.models import FIRST_DAY
from apps.statistics.actions import share_review, stop_sharing_review
from apps.statistics.figures import Face, Figures, Part
from apps.statistics.kept import figures_of
from apps.statistics.models import LAST_YEAR, SharedReview
from apps.statistics.panels import NAMES

YEARS = {"type": "integer", "minimum": FIRST_DAY.year, "maximum": LAST_YEAR}


class PartSerializer(serializers.Serializer[Part]):
    """What was watched of something. `minutes` leave out the viewings of films whose running time is not known."""

    key = serializers.CharField(help_text="A month as 2026-11, a decade as 1970, a code, an id; empty: not known.")
    name = serializers.SerializerMethodField()
    viewings = serializers.IntegerField()
    films = serializers.IntegerField()
    minutes = serializers.IntegerField()
    without_running_time = serializers.IntegerField(source="unknown", help_text="So many of the viewings.")

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def get_name(self, part: Part) -> str:
        return NAMES[self.kind](part.key) if self.kind else ""


class FaceSerializer(serializers.Serializer[Face]):
    """Somebody of whom much was watched."""

    id = serializers.IntegerField(source="pk", help_text="As /api/people lists them.")
    name = serializers.CharField()
    viewings = serializers.IntegerField(source="part.viewings")
    films = serializers.IntegerField(source="part.films")
    minutes = serializers.IntegerField(source="part.minutes")
    without_running_time = serializers.IntegerField(source="part.unknown")


class StreakSerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField()
    first = serializers.DateField()
    last = serializers.DateField()


class FiguresSerializer(serializers.Serializer[Figures]):
    """What a diary adds up to. Viewings without a date count in all time, and in no month or year."""

    year = serializers.IntegerField(allow_null=True, help_text="Null: of all time.")
    viewings = serializers.IntegerField(source="total.viewings")
    films = serializers.IntegerField(source="total.films")
    minutes = serializers.IntegerField(source="total.minutes")
    without_running_time = serializers.IntegerField(source="total.unknown")
    undated = serializers.IntegerField()
    rewatches = serializers.IntegerField()
    rated = serializers.IntegerField()
    average = serializers.FloatField(allow_null=True, help_text="Of the ratings, in stars; null without any.")
    streak = StreakSerializer(allow_null=True, help_text="The longest run of days with a film each.")
    years = serializers.ListField(child=serializers.IntegerField(), help_text="Of the whole diary, the last first.")
    by_year = PartSerializer(many=True, kind="year", source="parts.year")
    by_month = PartSerializer(many=True, kind="month", source="parts.month")
    by_rating = PartSerializer(
        many=True, kind="rating", source="parts.rating", help_text="The keys are half stars, 1 to 10."
    )
    by_decade = PartSerializer(many=True, kind="decade", source="parts.decade")
    by_genre = PartSerializer(many=True, kind="genre", source="parts.genre")
    by_country = PartSerializer(many=True, kind="country", source="parts.country")
    by_language = PartSerializer(many=True, kind="language", source="parts.language")
    directors = FaceSerializer(many=True)
    actors = FaceSerializer(many=True)


class YearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=FIRST_DAY.year, max_value=LAST_YEAR, required=False)


class LinkSerializer(serializers.Serializer[Any]):
    """An address that opens something to whoever has it."""

    address = serializers.URLField()
    made_at = serializers.DateTimeField()


class PrivateView(APIView):
    """One's own: kept by no cache."""

    permission_classes = [IsAuthenticated]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(finalized)
        return finalized


class StatisticsView(PrivateView):
    @extend_schema(
        summary="What your diary adds up to",
        operation_id="statistics",
        parameters=[OpenApiParameter("year", YEARS, description="Of this year alone; without it of all time.")],
        responses=FiguresSerializer,
    )
    def get(self, request: Request) -> Response:
        form = YearSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        figures = figures_of(request.profile, form.validated_data.get("year"))
        return Response(FiguresSerializer(figures).data)


_YEAR = OpenApiParameter("year", YEARS, OpenApiParameter.PATH)


@extend_schema(parameters=[_YEAR], request=None)
class ReviewLinkView(PrivateView):
    """The link that shows a year in review to whoever has it."""

    @extend_schema(summary="The link of a year in review", responses=LinkSerializer)
    def get(self, request: Request, year: int) -> Response:
        _check(year)
        shared = SharedReview.objects.filter(profile=request.profile, year=year).first()
        if shared is None:
            raise Http404
        return Response(self._link(shared))

    @extend_schema(
        summary="Share a year in review",
        description="Whoever has the link sees the figures and posters of the year with your name, and nothing else of"
        " your diary. A child's year is not shared.",
        responses={201: LinkSerializer},
    )
    def post(self, request: Request, year: int) -> Response:
        _check(year)
        shared = share_review(profile=request.profile, year=year, by=request.profile)
        return Response(self._link(shared), status=status.HTTP_201_CREATED)

    @extend_schema(summary="Take the link of a year back", responses={204: OpenApiResponse(description="Gone.")})
    def delete(self, request: Request, year: int) -> Response:
        _check(year)
        stop_sharing_review(profile=request.profile, year=year, by=request.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _link(self, shared: SharedReview) -> Any:
        address = self.request.build_absolute_uri(reverse("shared_review", args=[shared.secret]))
        return LinkSerializer({"address": address, "made_at": shared.made_at}).data


def _check(year: int) -> None:
    if not FIRST_DAY.year <= year <= timezone.localdate().year:
        raise Http404
