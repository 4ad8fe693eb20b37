"""Pages that stay quick at a million rows. The one paginator of HTML lists, API and admin."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

from apps.core.caching import CACHE_ERRORS

# A count below this is made afresh each time: it costs nothing, and a small site shows every change at once.
CACHED_FROM = 5_000
SLOW_SECONDS = 0.01  # what takes longer to count, half a page's time, is kept however few it found
CACHED_SECONDS = 120
FEW = 500  # what is sorted in no time


def cached_count(queryset: QuerySet[Any]) -> int:
    """How many rows `queryset` has; a large answer, or one that took long, may be two minutes old."""
    try:
        sql, params = queryset.order_by().query.sql_with_params()
    except EmptyResultSet:
        return 0
    digest = hashlib.sha256(f"{sql} {params}".encode()).hexdigest()
    key = f"count:{queryset.db}:{digest}"
    try:
        kept: int | None = cache.get(key)
    except CACHE_ERRORS:
        return queryset.count()
    if kept is not None:
        return kept
    began = time.perf_counter()
    count = queryset.count()
    if count >= CACHED_FROM or time.perf_counter() - began >= SLOW_SECONDS:
        _keep(key, count)
    return count


def _keep(key: str, count: int) -> None:
    with suppress(*CACHE_ERRORS):
        cache.set(key, count, CACHED_SECONDS)


class QuickPaginator(Paginator[Any]):
    """Reads a page's ids alone, which an index answers however deep the page lies, and then only its rows.

    `refine` is applied to the rows of the page (select_related, only, prefetch_related) and not to the count. With
    `sorts_few` a few rows are found first and then put in order: where no index finds them, that is quicker than to
    walk through all in the order of the page and to meet one now and then. The order has to be one of columns.
    """

    def __init__(
        self,
        object_list: QuerySet[Any],
        per_page: int | str,
        *args: Any,
        refine: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
        sorts_few: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(object_list, per_page, *args, **kwargs)
        self.queryset = object_list
        self.refine = refine
        self.sorts_few = sorts_few

    @cached_property
    def count(self) -> int:
        return cached_count(self.queryset)

    def page(self, number: int | str) -> Page[Any]:
        """A page; InvalidPage (PageNotAnInteger, EmptyPage) for a number that is none or lies outside."""
        valid = self.validate_number(number)
        start = (valid - 1) * int(self.per_page)
        rows = self._rows(start, start + int(self.per_page)) if self.count else []
        return Page(rows, valid, self)

    def __iter__(self) -> Iterator[Page[Any]]:
        for number in self.page_range:
            yield self.page(number)

    def ids(self, start: int, end: int) -> QuerySet[Any]:
        """The keys of these rows in their order, as a query."""
        rows: QuerySet[Any] = self.queryset
        if self.sorts_few and self.count <= FEW:
            found = rows.order_by().values("pk")
            rows = rows.model._default_manager.filter(pk__in=found).order_by(*rows.query.order_by)
        return rows.values_list("pk", flat=True)[start:end]

    def _rows(self, start: int, end: int) -> list[Model]:
        ids = list(self.ids(start, end))
        rows = self.queryset.model._default_manager.filter(pk__in=ids)
        if self.refine:
            rows = self.refine(rows)
        by_id = {row.pk: row for row in rows}
        return [by_id[pk] for pk in ids if pk in by_id]
