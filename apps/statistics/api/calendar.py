"""/api/calendar: when the films on the profile's lists come out, and the feed of that."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from apps.catalog.api.fields import CountryField, PageField, PictureField
from apps.catalog.models import Movie, ReleaseDate
from apps.core.ids import LARGEST_ID
from apps.statistics.actions import close_feed, renew_feed
from apps.statistics.api.statistics import LinkSerializer, PrivateView
from apps.statistics.models import ReleaseFeed
from apps.statistics.releases import KINDS, SLUGS, Choice, lists_of, rows_of
from apps.statistics.views.feed import feed_address

_DAY = {"type": "string", "format": "date"}
PARAMETERS = [
    OpenApiParameter("from", _DAY, description="The first day; today without it."),
    OpenApiParameter("to", _DAY, description="The last day; without it however far."),
    OpenApiParameter(
        "country", {"type": "string", "pattern": "^[A-Z]{2}$"}, description="ISO 3166-1; without it the site's own."
    ),
    OpenApiParameter(
        "kind",
        {"type": "array", "items": {"type": "string", "enum": list(KINDS)}},
        description="How they come out; without it however.",
        style="form",
        explode=True,
    ),
    OpenApiParameter(
        "list",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
        description="The films of this watchlist alone, which must be yours or one that you edit.",
    ),
]


class ReleasedMovieSerializer(serializers.ModelSerializer[Movie]):
    poster_url = PictureField(source="poster_path", size="w500")
    url = PageField()

    class Meta:
        model = Movie
        fields = ["id", "title", "year", "poster_url", "url"]


class ReleaseSerializer(serializers.ModelSerializer[ReleaseDate]):
    """A day on which a film comes out."""

    movie = ReleasedMovieSerializer(read_only=True)
    kind = serializers.SerializerMethodField()

    class Meta:
        model = ReleaseDate
        fields = ["date", "country", "kind", "note", "movie"]

    def get_kind(self, row: ReleaseDate) -> str:
        return SLUGS[ReleaseDate.Kind(row.kind)]


class CalendarQuery(serializers.Serializer[Any]):
    to = serializers.DateField(required=False)
    country = CountryField(required=False)
    kind = serializers.MultipleChoiceField(choices=list(KINDS), required=False)
    list = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    def get_fields(self) -> dict[str, Any]:
        # Not a name that a class can give.
        return super().get_fields() | {"from": serializers.DateField(required=False)}


@extend_schema(
    summary="When the films on your lists come out",
    description="The films of your watchlists and of those that you edit with others, the next first.",
    parameters=PARAMETERS,
)
class CalendarView(generics.ListAPIView[ReleaseDate]):
    serializer_class = ReleaseSerializer
    permission_classes = [IsAuthenticated]
    filter_backends = []
    queryset = ReleaseDate.objects.none()

    def get_queryset(self) -> QuerySet[ReleaseDate]:
        form = CalendarQuery(data=self.request.query_params)
        form.is_valid(raise_exception=True)
        chosen = form.validated_data
        rows = rows_of(self._choice(chosen)).filter(date__gte=chosen.get("from") or timezone.localdate())
        return rows.filter(date__lte=chosen["to"]) if chosen.get("to") else rows

    def refine(self, rows: QuerySet[ReleaseDate]) -> QuerySet[ReleaseDate]:
        """What the rows of one page need."""
        return rows.select_related("movie")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(finalized)
        return finalized

    def _choice(self, chosen: dict[str, Any]) -> Choice:
        lists = [watchlist.pk for watchlist in lists_of(self.request.profile)]
        wanted = chosen.get("list")
        if wanted is not None and wanted not in lists:
            raise serializers.ValidationError({"list": ["This is no list of yours, nor one that you edit."]})
        return Choice(
            profile=self.request.profile,
            lists=lists if wanted is None else [wanted],
            country=chosen.get("country") or settings.HOME_COUNTRY,
            kinds=[KINDS[slug] for slug in chosen.get("kind", ())],
        )


@extend_schema(request=None)
class FeedView(PrivateView):
    """The address at which a calendar program reads the release dates."""

    @extend_schema(summary="The address of your calendar feed", responses=LinkSerializer)
    def get(self, request: Request) -> Response:
        feed = ReleaseFeed.objects.filter(profile=request.profile).first()
        if feed is None:
            raise Http404
        return Response(self._link(feed))

    @extend_schema(
        summary="Give your calendar feed a new address",
        description="Switches it on if it is off. An address that it had before leads nowhere from now on.",
        responses={201: LinkSerializer},
    )
    def post(self, request: Request) -> Response:
        feed = renew_feed(profile=request.profile, by=request.profile)
        return Response(self._link(feed), status=status.HTTP_201_CREATED)

    @extend_schema(summary="Switch your calendar feed off", responses={204: OpenApiResponse(description="Off.")})
    def delete(self, request: Request) -> Response:
        close_feed(profile=request.profile, by=request.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _link(self, feed: ReleaseFeed) -> Any:
        return LinkSerializer({"address": feed_address(self.request, feed), "made_at": feed.made_at}).data
