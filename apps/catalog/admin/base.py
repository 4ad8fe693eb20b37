"""What the lists of large tables have in common."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from apps.catalog import search
from apps.core.admin import BriefDeletion
from apps.core.page_cache import forget_pages
from apps.core.paging import QuickPaginator

MOST_MATCHES = 100


class NumbersOnly:
    """Leaves out what is no id when a refused form is shown again: Django's own widget fails on it."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        numbers = [given for given in value if not given or str(given).isdecimal()]
        return super().optgroups(name, numbers, attrs)  # type: ignore[misc]


class OneByName(NumbersOnly, AutocompleteSelect):
    pass


class SeveralByName(NumbersOnly, AutocompleteSelectMultiple):
    pass


class ByName:
    """Foreign keys and links in `autocomplete_fields`, with the widgets above. For ModelAdmin and inlines."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:  # type: ignore[attr-defined]
            kwargs.setdefault("widget", OneByName(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:  # type: ignore[attr-defined]
            kwargs.setdefault("widget", SeveralByName(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class LargeTableAdmin(BriefDeletion, ByName, admin.ModelAdmin[Any]):
    """A list that opens at once over a million rows: no count of the whole table, none beside a filter."""

    paginator = QuickPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50


class SearchedAdmin(LargeTableAdmin):
    """Searches through the site's own index, as visitors do: LIKE would read every row."""

    search_help_text = "Words of the name in any order, or an id: 348, tt0078748"

    def found(self, request: HttpRequest, term: str) -> list[int]:
        """Ids of the rows that match, the best first."""
        raise NotImplementedError

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        return queryset.filter(pk__in=self._by_id(term) or self.found(request, term)), False

    def _by_id(self, term: str) -> list[int]:
        rows = self.model._default_manager
        if term.startswith("tt") and term[2:].isdecimal():
            return list(rows.filter(imdb_id=term).values_list("pk", flat=True))
        if term.isdecimal() and len(term) < 10:
            return list(rows.filter(tmdb_id=int(term)).values_list("pk", flat=True))
        return []


def find(request: HttpRequest, term: str) -> search.Results:
    return search.search(term, viewer=None, limit=MOST_MATCHES)


def show_at_once() -> None:
    """Visitors' pages that are kept for a minute show the change at once, when it is committed."""
    transaction.on_commit(forget_pages)
