"""What items are narrowed down by and sorted by in the API. A value that is none is a 400."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.moviebucket.criteria import CRITERIA
from apps.moviebucket.models import ItemQuerySet


class ItemFilters(BaseFilterBackend):
    def filter_queryset(self, request: Request, queryset: ItemQuerySet, view: APIView) -> ItemQuerySet:
        wrong = {}
        for name, known in CRITERIA.items():
            given = request.query_params.get(name)
            if given is None:
                continue
            value = known.read(given)
            if value is None:
                wrong[name] = [f"“{given[:80]}” cannot be looked for here. {known.description}"]
            else:
                queryset = known.narrow(queryset, value)
        if wrong:
            raise ValidationError(wrong)
        return queryset

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [_query(name, known.description, known.schema) for name, known in CRITERIA.items()]


class ItemOrder(BaseFilterBackend):
    """`?ordering=` by one of SORTS, "-" before it for the other way round."""

    NAMES = [f"{sign}{name}" for name in ItemQuerySet.SORTS for sign in ("", "-")]

    def filter_queryset(self, request: Request, queryset: ItemQuerySet, view: APIView) -> ItemQuerySet:
        name = request.query_params.get("ordering", "title")
        if name not in self.NAMES:
            raise ValidationError({"ordering": [f"Choose one of: {', '.join(self.NAMES)}."]})
        return queryset.sorted_by(name)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [_query("ordering", "Without it by title.", {"type": "string", "enum": self.NAMES})]


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
