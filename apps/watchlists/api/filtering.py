"""What the films of a list are narrowed down by in the API: the filters of its page."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.catalog.filters import decade_choices
from apps.catalog.narrowing import narrowings
from apps.watchlists.forms import LENGTHS
from apps.watchlists.models import EntryQuerySet
from apps.watchlists.wanted import Wanted, offered


class WantedBackend(BaseFilterBackend):
    """`?genre=`, `?decade=`, `?length=` and what the apps above offer; 400 for a value that is none of the choices."""

    def filter_queryset(self, request: Request, queryset: EntryQuerySet, view: APIView) -> EntryQuerySet:
        viewer = view.profile  # type: ignore[attr-defined]
        given = {name: value for name, value in request.query_params.items() if name != "sort"}
        wanted = Wanted.of(given, viewer)
        wrong = {name: given[name] for name in offered(viewer) if name in given and name not in wanted.values}
        if wrong:
            raise ValidationError({name: [f"“{value[:80]}” is none of the choices."] for name, value in wrong.items()})
        return wanted.narrow(queryset)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        more = [_query(found.name, f"{found.label}.", _values(found.options)) for found in narrowings().values()]
        return [
            _query(
                "genre",
                "The slug of a genre, see /api/genres.",
                {"minLength": 1, "maxLength": 80, "examples": ["drama"]},
            ),
            _query("decade", "The first year of a decade.", {"enum": [str(decade) for decade, _ in decade_choices()]}),
            _query("length", "At most so many minutes.", _values(LENGTHS)),
            *more,
        ]


def _values(pairs: Any) -> dict[str, Any]:
    return {"enum": [value for value, _ in pairs if value]}


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    described = {"type": "string", **schema}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": described}
