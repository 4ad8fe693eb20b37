"""/diary/: what one watched, as a list by month and as a calendar of a month."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.paging import QuickPaginator
from apps.diary.forms import NO_DATE, DiaryFilter
from apps.diary.models import FIRST_DAY, Viewing
from apps.diary.spans import neighbours_of, span_of

PER_PAGE = 40
MOST_OF_A_MONTH = 400
SHOWN_OF_A_DAY = 4  # posters; the rest is in the list of the day


class Chip(NamedTuple):
    label: str
    url: str


class Month(NamedTuple):
    """A heading of the list with what stands under it; None above what has no date."""

    first: date | None
    viewings: list[Viewing]


class Day(NamedTuple):
    on: date
    is_of_month: bool
    is_today: bool
    viewings: list[Viewing]
    more: int


@never_cache
@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    span = span_of(request.profile)
    given = {name: value.replace("\0", "") for name, value in request.GET.items()}
    chosen = DiaryFilter(given, years=span.years)
    rows = chosen.narrow(Viewing.objects.visible_to(request.profile)).order_by("-watched_on", "-id")
    page = QuickPaginator(rows, PER_PAGE, refine=lambda found: found.with_films()).get_page(given.get("page"))
    context = {
        "span": span,
        "filter": chosen,
        "chips": _chips(chosen, given),
        "page": page,
        "months": _by_month(page.object_list),
        "total": page.paginator.count,
        "latest": span.last or timezone.localdate(),
        "offers_undated": span.has_undated and "year" not in chosen.chosen() and not page.has_next(),
        "no_date": NO_DATE,
    }
    return render(request, "diary/diary.html", context)


@never_cache
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    today = timezone.localdate()
    if not 1 <= month <= 12 or not (FIRST_DAY.year, 1) <= (year, month) <= (today.year, today.month):
        raise Http404("The diary has no such month.")
    rows = Viewing.objects.visible_to(request.profile).in_month(year, month).order_by("watched_on", "id")
    viewings = list(rows.with_films()[:MOST_OF_A_MONTH])
    weeks = list(_weeks(year, month, today, viewings))
    days = [day.on for week in weeks for day in week if day.is_of_month]
    before, after = neighbours_of(request.profile, days[0], days[-1])
    context = {
        "first": days[0],
        "weeks": weeks,
        "count": len(viewings),
        "before": before,
        "after": after,
        "is_now": (year, month) == (today.year, today.month),
        "today": today,
    }
    return render(request, "diary/month.html", context)


def _by_month(viewings: Sequence[Viewing]) -> list[Month]:
    def first_day(row: Viewing) -> date | None:
        return row.watched_on and row.watched_on.replace(day=1)

    return [Month(first, list(rows)) for first, rows in groupby(viewings, key=first_day)]


def _chips(chosen: DiaryFilter, given: dict[str, str]) -> list[Chip]:
    return [Chip(chosen.label_of(name, value), _without(name, given)) for name, value in chosen.chosen().items()]


def _without(name: str, given: dict[str, Any]) -> str:
    rest = {key: value for key, value in given.items() if value and key not in (name, "page")}
    return f"?{urlencode(rest)}"


def _weeks(year: int, month: int, today: date, viewings: Sequence[Viewing]) -> Iterator[list[Day]]:
    """Mondays first; the days of the months before and after stand in, empty."""
    by_day = defaultdict(list)
    for row in viewings:
        by_day[row.watched_on].append(row)
    for week in Calendar().monthdatescalendar(year, month):
        yield [_day(on, on.month == month, on == today, by_day[on]) for on in week]


def _day(on: date, is_of_month: bool, is_today: bool, viewings: list[Viewing]) -> Day:
    return Day(on, is_of_month, is_today, viewings[:SHOWN_OF_A_DAY], max(0, len(viewings) - SHOWN_OF_A_DAY))
