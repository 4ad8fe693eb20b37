"""The rows of the home page: their order, their names, and the films chosen by hand."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from apps.catalog.actions.rows import fill_home_rows
from apps.catalog.admin.base import ByName
from apps.catalog.models import ChosenMovie, HomeRow
from apps.core.admin import BriefDeletion
from apps.core.page_cache import forget_pages


def refill() -> None:
    fill_home_rows()
    forget_pages()


class ChosenMovieInline(ByName, admin.TabularInline[ChosenMovie, HomeRow]):
    model = ChosenMovie
    verbose_name_plural = "films of a row that is chosen by hand"
    fields = ["movie", "position"]
    autocomplete_fields = ["movie"]
    extra = 1


@admin.register(HomeRow)
class HomeRowAdmin(BriefDeletion, admin.ModelAdmin[HomeRow]):
    list_display = ["title", "kind", "position", "enabled", "films"]
    list_editable = ["position", "enabled"]
    ordering = ["position", "pk"]
    inlines = [ChosenMovieInline]
    fields = ["title", "kind", "genre", "decade", "position", "enabled"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HomeRow]:
        return super().get_queryset(request).annotate(filled=Count("entries"))

    @admin.display(description="films now")
    def films(self, row: Any) -> str:
        return str(row.filled) if row.filled else "too few: not shown"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._refill_once(request)

    def delete_model(self, request: HttpRequest, obj: HomeRow) -> None:
        super().delete_model(request, obj)
        self._refill_once(request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[HomeRow]) -> None:
        super().delete_queryset(request, queryset)
        self._refill_once(request)

    def _refill_once(self, request: Any) -> None:
        """The list saves many rows in one request, and filling them is work."""
        if not getattr(request, "home_rows_refill", False):
            request.home_rows_refill = True
            transaction.on_commit(refill)
