"""RSS of the films that came in last."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.models import Profile
from apps.catalog.models import Movie

SHOWN = 40
# XML 1.0 has no way to write these, not even escaped.
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


class NewFilms(Feed):
    title = "New films on Notflix"
    description = "The films that were added to the catalogue last."

    def link(self) -> str:
        return reverse("movies")

    def get_object(self, request: HttpRequest) -> Profile | None:
        return request.profile

    def items(self, viewer: Profile | None) -> QuerySet[Movie]:
        return Movie.objects.visible_to(viewer).order_by("-pk")[:SHOWN]

    def item_title(self, item: Movie) -> str:
        return str(item).translate(_NOT_IN_XML)

    def item_description(self, item: Movie) -> str:
        return item.overview.translate(_NOT_IN_XML)

    def item_pubdate(self, item: Movie) -> Any:
        return item.created_at

    def item_guid(self, item: Movie) -> str:
        return f"notflix-film-{item.pk}"

    item_guid_is_permalink = False
