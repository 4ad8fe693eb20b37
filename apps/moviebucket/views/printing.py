"""What a bucket holds on paper: one plain page of all that the filters leave."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.core.paging import QuickPaginator
from apps.moviebucket.contents import SHOWN_IN_LINES, columns_of
from apps.moviebucket.models import Item, ItemQuerySet
from apps.moviebucket.views.asking import visible
from apps.moviebucket.wanted import SORTS, Wanted

MOST_PRINTED = 2_000  # some forty sheets; more is a table's business


class Total(NamedTuple):
    items: int
    minutes: int
    values: dict[str, Decimal]


@require_safe
def print_items(request: HttpRequest, pk: int) -> HttpResponse:
    """With the filters, the order and the columns of the bucket's page."""
    bucket = visible(request, pk)
    wanted = Wanted(request.GET, request.profile)
    items = wanted.narrow(Item.objects.of(bucket).suitable_for(request.profile))
    sheets = QuickPaginator(items.sorted_by(wanted.sort), MOST_PRINTED, sorts_few=True)
    shown = Item.objects.filter(pk__in=sheets.ids(0, MOST_PRINTED)).sorted_by(wanted.sort)
    lines = list(shown.only(*SHOWN_IN_LINES, "currency", "price", *columns_of(wanted)))
    is_whole = sheets.count <= MOST_PRINTED
    context: dict[str, Any] = {
        "bucket": bucket,
        "wanted": wanted,
        "sorted_words": SORTS[wanted.sort],
        "kept": wanted.hidden("columns"),
        "items": lines,
        "total": _total(_lines_of(lines) if is_whole else _sums(items)),
        "today": timezone.localdate(),
    }
    return render(request, "moviebucket/print.html", context)


# Currency, number of copies, minutes, and what was paid.
Line = tuple[str, int, int, Decimal | None]


def _lines_of(items: Iterable[Item]) -> Iterator[Line]:
    """What is on the page already needs no query."""
    return ((item.currency, 1, item.length, item.price) for item in items)


def _sums(items: ItemQuerySet) -> Iterable[Line]:
    """One query: a row for each currency."""
    rows = items.order_by("currency").values_list("currency")
    return rows.annotate(Count("pk"), Sum("length"), Sum("price"))


def _total(lines: Iterable[Line]) -> Total:
    number = minutes = 0
    values: dict[str, Decimal] = {}
    for currency, count, length, value in lines:
        number, minutes = number + count, minutes + length
        if value is not None:
            values[currency] = values.get(currency, Decimal()) + value
    return Total(number, minutes, dict(sorted(values.items())))
