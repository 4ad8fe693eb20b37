"""The sign that a film of a list stands in a bucket: a link to the copy, one query for all rows of a page."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from apps.catalog.models import Movie
from apps.core.late import later
from apps.moviebucket.models import Item


class Row(NamedTuple):
    movie_id: int
    title: str


def on_row(request: HttpRequest, movie: Movie) -> SafeString:
    return later(request, signs, Row(movie.pk, movie.title))


def signs(request: HttpRequest, rows: Sequence[Row]) -> list[str]:
    """Of several copies of a film the first that came in."""
    copies = Item.objects.visible_to(request.profile).filter(movie__in={row.movie_id for row in rows})  # type: ignore[attr-defined]
    firsts = copies.order_by().values("movie").annotate(first=Min("pk")).values("first")
    found = Item.objects.filter(pk__in=firsts).select_related("bucket").only("movie_id", "format_id", "bucket__name")
    first = {item.movie_id: item for item in found.order_by("pk")}
    return [_sign(row, first.get(row.movie_id)) for row in rows]


def _sign(row: Row, item: Item | None) -> str:
    if item is None:
        return ""
    url, label = (
        reverse("bucket_item", args=[item.bucket_id, item.pk]),
        f"{row.title}, {item.format_id} in {item.bucket}",
    )
    return (
        f'<a class="tool is-owned" href="{url}" aria-label="{escape(label)}">'
        '<svg class="icon"><use href="#i-owned"/></svg></a>'
    )
