"""Page numbers in the API: count, next, previous, results."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import QuerySet
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.core.paging import QuickPaginator


class NumberedPages(PageNumberPagination):
    """`?page=` and `?page_size=`. A size or number that is none is a 400, a page after the last a 404.

    A view may have `refine(rows)`: select_related, only or prefetch_related for the rows of one page; and
    `sorts_few`, of which QuickPaginator tells.
    """

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    django_paginator_class = QuickPaginator

    def get_page_size(self, request: Request) -> int:
        raw = request.query_params.get("page_size")
        if raw is None:
            return self.page_size
        size = _whole_number(raw)
        if size is None or not 1 <= size <= self.max_page_size:
            raise exceptions.ValidationError({"page_size": [f"Give a number from 1 to {self.max_page_size}."]})
        return size

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        assert isinstance(queryset, QuerySet), "pages are read from the database"
        self.request = request
        size = self.get_page_size(request)
        refine, sorts_few = getattr(view, "refine", None), getattr(view, "sorts_few", False)
        paginator = QuickPaginator(queryset, size, refine=refine, sorts_few=sorts_few)
        number = request.query_params.get("page", "1")
        try:
            self.page = paginator.page(number)
        except PageNotAnInteger:
            raise exceptions.ValidationError({"page": ["Give the number of a page: 1, 2, 3 ..."]}) from None
        except EmptyPage:
            raise exceptions.NotFound(_no_such_page(paginator.num_pages)) from None
        return list(self.page)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "examples": [123]},
                "next": link | {"examples": ["https://films.example.org/api/movies?page=3"]},
                "previous": link | {"examples": ["https://films.example.org/api/movies"]},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            _parameter("page", "Which page, from 1.", {"type": "integer", "minimum": 1, "default": 1}),
            _parameter(
                "page_size",
                "How many a page.",
                {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size},
            ),
        ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _whole_number(raw: str) -> int | None:
    try:
        return int(raw)
    except ValueError:
        return None


def _no_such_page(last: int) -> str:
    return "There is only one page." if last == 1 else f"There are {last} pages."
