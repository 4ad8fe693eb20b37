"""Filters of the film list. Each has few choices, so that none needs to read the table first."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from apps.catalog import facets
from apps.catalog.filters import decade_choices
from apps.catalog.genres import genre_choices
from apps.catalog.models import Movie, MovieQuerySet
from apps.catalog.tmdb.stale import STALE_AFTER

# TMDB's terms: nothing of it is kept longer without a refresh.
KEPT_AT_MOST = timedelta(days=180)


class ByHandFilter(admin.SimpleListFilter):
    title = "source"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("hand", "Added by hand")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Movie]) -> QuerySet[Movie]:
        # They have no TMDB id, and that has an index; the source has none.
        return queryset.filter(tmdb_id__isnull=True, source="manual") if self.value() == "hand" else queryset


class FreshnessFilter(admin.SimpleListFilter):
    title = "state at TMDB"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("list", "Details never fetched"),
            ("stale", f"Older than {STALE_AFTER.days} days"),
            ("overdue", f"Older than {KEPT_AT_MOST.days} days"),
            ("gone", "Gone from TMDB"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Movie]) -> QuerySet[Movie]:
        return by_freshness(queryset, self.value())


def by_freshness(films: QuerySet[Movie], state: str | None) -> QuerySet[Movie]:
    from_tmdb = films.filter(tmdb_id__isnull=False)
    if state == "list":
        return from_tmdb.filter(fetched_at__isnull=True, source=Movie.Source.TMDB)
    if state == "stale":
        return from_tmdb.filter(fetched_at__lt=timezone.now() - STALE_AFTER, tmdb_gone_at__isnull=True)
    if state == "overdue":
        return from_tmdb.filter(fetched_at__lt=timezone.now() - KEPT_AT_MOST, tmdb_gone_at__isnull=True)
    if state == "gone":
        return from_tmdb.filter(tmdb_gone_at__isnull=False)
    return films


class LockedFilter(admin.SimpleListFilter):
    title = "locks"
    parameter_name = "locked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "With locked fields")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Movie]) -> QuerySet[Movie]:
        return queryset.filter(is_locked=True) if self.value() == "yes" else queryset


class DecadeFilter(admin.SimpleListFilter):
    title = "decade"
    parameter_name = "decade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(year), label) for year, label in decade_choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Movie]) -> QuerySet[Movie]:
        chosen = self.value() or ""
        if chosen not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(year__gte=int(chosen), year__lt=int(chosen) + 10)


class GenreFilter(admin.SimpleListFilter):
    title = "genre"
    parameter_name = "genre"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return genre_choices()

    def queryset(self, request: HttpRequest, queryset: MovieQuerySet) -> MovieQuerySet:
        slug = self.value()
        return facets.in_genre(queryset, slug) if slug else queryset


# What the films of a filter are sorted by: the order of an index that finds them, and for curators what is first to do.
ORDER_WITHIN = {
    ("by", "hand"): ["-pk"],
    ("state", "stale"): ["fetched_at", "pk"],
    ("state", "overdue"): ["fetched_at", "pk"],
    ("state", "gone"): ["tmdb_gone_at", "pk"],
}
