"""What a bucket holds on paper: one plain page of all that the filters leave."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.moviebucket.contents import SHOWN_IN_LINES, columns_of
from apps.moviebucket.models import ItemQuerySet
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
    items = wanted.narrow(bucket.items.suitable_for(request.profile))
    shown = items.sorted_by(wanted.sort).only(*SHOWN_IN_LINES, *columns_of(wanted))
    context: dict[str, Any] = {
        "bucket": bucket,
        "wanted": wanted,
        "sorted_words": SORTS[wanted.sort],
        "kept": wanted.hidden("columns"),
        "items": list(shown[:MOST_PRINTED]),
        "total": _total(items),
        "today": timezone.localdate(),
    }
    return render(request, "moviebucket/print.html", context)


def _total(items: ItemQuerySet) -> Total:
    """One query: a row for each currency."""
    number = minutes = 0
    values: dict[str, Decimal] = {}
    rows = items.order_by("currency").values_list("currency")
    for currency, count, length, value in rows.annotate(Count("pk"), Sum("length"), Sum("price")):
        number, minutes = number + count, minutes + length
        if value is not None:
            values[currency] = value
    return Total(number, minutes, values)
