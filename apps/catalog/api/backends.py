"""`?search=` and `?ordering=` of the list resources."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

LONGEST_SEARCH = 200
# How many matches a search lists: nobody pages further, and each costs a row in the order.
MOST_MATCHES = 100


class SearchBackend(BaseFilterBackend):
    """`?search=`: the best matches first. A view says how to find their ids: `search_ids(text) -> list[int]`."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        text = request.query_params.get("search", "")
        if "\x00" in text or len(text) > LONGEST_SEARCH:
            raise ValidationError({"search": [f"Give at most {LONGEST_SEARCH} characters, none of them NUL."]})
        if not text.strip():
            return queryset
        ids = view.search_ids(text)  # type: ignore[attr-defined]
        if not ids:
            return queryset.none()
        ranks = (When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ids))
        return queryset.filter(pk__in=ids).order_by(Case(*ranks, output_field=IntegerField()))

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        description = "Words of a title or a name, in any order; mistyped ones are forgiven. The best 100, best first."
        return [_query("search", description, {"type": "string", "maxLength": LONGEST_SEARCH})]


class OrderBackend(BaseFilterBackend):
    """`?ordering=`: one of the names in the view's `orderings`; without it the first, or the search's own order."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        orderings = _orderings(view)
        name = request.query_params.get("ordering")
        if name is None:
            searched = request.query_params.get("search", "").strip()
            return queryset if searched else queryset.order_by(*next(iter(orderings.values())))
        if name not in orderings:
            raise ValidationError({"ordering": [f"Choose one of: {', '.join(orderings)}."]})
        return queryset.order_by(*orderings[name])

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        names = list(_orderings(view))
        description = f"Without it by {names[0]}, and a search by how well it matches."
        return [_query("ordering", description, {"type": "string", "enum": names})]


def _orderings(view: APIView) -> dict[str, tuple[str, ...]]:
    return view.orderings  # type: ignore[attr-defined, no-any-return]


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
