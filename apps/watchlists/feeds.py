"""RSS of a list that is shared by link. Lists for members have none: programs that read feeds sign in nowhere."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.catalog.feeds import NOT_IN_XML
from apps.watchlists.models import Entry, Watchlist
from apps.watchlists.views.shared import sealed

SHOWN = 40


class SharedFeed(Feed):
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sealed(super().__call__(request, *args, **kwargs))

    def get_object(self, request: HttpRequest, secret: str) -> Watchlist:
        # Read by a program on somebody's behalf: it sees what a visitor sees.
        return get_object_or_404(Watchlist.objects.with_secret(secret))

    def title(self, watchlist: Watchlist) -> str:
        return f"{watchlist.name} on Notflix".translate(NOT_IN_XML)

    def description(self, watchlist: Watchlist) -> str:
        return (watchlist.description or "Films that came on this list last.").translate(NOT_IN_XML)

    def link(self, watchlist: Watchlist) -> str:
        return reverse("watchlist_shared", args=[watchlist.secret])

    def items(self, watchlist: Watchlist) -> Any:
        return watchlist.entries.visible_to(None).sorted_by("added").select_related("movie")[:SHOWN]

    def item_title(self, item: Entry) -> str:
        return str(item.movie).translate(NOT_IN_XML)

    def item_link(self, item: Entry) -> str:
        return item.movie.get_absolute_url()

    def item_description(self, item: Entry) -> str:
        return (item.note or item.movie.overview).translate(NOT_IN_XML)

    def item_pubdate(self, item: Entry) -> Any:
        return item.added_at

    def item_guid(self, item: Entry) -> str:
        return f"notflix-entry-{item.pk}"

    item_guid_is_permalink = False
