"""What films share, and their trailers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.catalog.actions.movies import parts_edited
from apps.catalog.actions.people import save_genre
from apps.catalog.admin.base import LargeTableAdmin, show_at_once
from apps.catalog.models import Country, Franchise, Genre, Keyword, Studio, Trailer, WatchProvider


@admin.register(Genre)
class GenreAdmin(admin.ModelAdmin[Genre]):
    list_display = ["name", "slug", "tmdb_id"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Genre, form: Any, change: bool) -> None:
        save_genre(by=request.user, genre=obj)
        show_at_once()


class NamedAdmin(LargeTableAdmin):
    """Finds by how the name begins, which an index answers."""

    list_display = ["name", "tmdb_id"]
    search_fields = ["name__istartswith"]
    search_help_text = "How the name begins"
    ordering = ["name", "pk"]


@admin.register(Franchise)
class FranchiseAdmin(NamedAdmin):
    def save_model(self, request: HttpRequest, obj: Franchise, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        show_at_once()


admin.site.register(Keyword, NamedAdmin)
admin.site.register(Studio, NamedAdmin)


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin[Country]):
    list_display = ["code", "name"]
    search_fields = ["code"]


@admin.register(WatchProvider)
class WatchProviderAdmin(admin.ModelAdmin[WatchProvider]):
    list_display = ["name", "tmdb_id"]
    search_fields = ["name"]


@admin.register(Trailer)
class TrailerAdmin(LargeTableAdmin):
    list_display = ["movie", "name", "kind", "site", "language", "official"]
    list_select_related = ["movie"]
    list_filter = ["site", "official"]
    autocomplete_fields = ["movie"]
    search_fields = ["=key"]
    search_help_text = "The key of the video"
    ordering = ["-pk"]

    def save_model(self, request: HttpRequest, obj: Trailer, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._edited(request, obj)

    def delete_model(self, request: HttpRequest, obj: Trailer) -> None:
        super().delete_model(request, obj)
        self._edited(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Trailer]) -> None:
        for trailer in queryset.select_related("movie"):
            self.delete_model(request, trailer)

    def _edited(self, request: Any, trailer: Trailer) -> None:
        parts_edited(by=request.user, movie=trailer.movie, parts=["trailers"])
        show_at_once()
