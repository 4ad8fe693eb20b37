"""/calendar/: when the films on one's lists come out, the next first, and by month."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.catalog.names import country_name
from apps.diary.models import FIRST_DAY
from apps.statistics.forms import CalendarForm
from apps.statistics.models import LAST_YEAR
from apps.statistics.releases import lists_of, month_of, releases, rows_of, undated

PER_PAGE, MOST_PAGES = 40, 200
MOST_OF_A_MONTH = 500
UNDATED_SHOWN = 24


@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is still to come. A page that is none is the first."""
    form = calendar_form(request)
    number = _page_number(request.GET.get("page", ""))
    start = (number - 1) * PER_PAGE
    coming = rows_of(form.choice()).filter(date__gte=timezone.localdate())
    found = releases(coming[start:], PER_PAGE + 1)
    context = _context(form, found[:PER_PAGE]) | {
        "number": number,
        "has_more": len(found) > PER_PAGE,
        "is_upcoming": True,
    }
    return render(request, "statistics/calendar.html", context)


@never_cache
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not 1 <= month <= 12 or not FIRST_DAY.year <= year < LAST_YEAR:
        raise Http404("There is no such month.")
    first = date(year, month, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    form = calendar_form(request)
    found = releases(rows_of(form.choice()).filter(date__gte=first, date__lt=after), MOST_OF_A_MONTH)
    before = first - timedelta(days=1)
    context = _context(form, found) | {"first": first, "before": before, "after": after}
    return render(request, "statistics/calendar.html", context)


def calendar_form(request: HttpRequest) -> CalendarForm:
    return CalendarForm(without_nul(request.GET), profile=request.profile, lists=lists_of(request.profile))


def without_nul(given: QueryDict) -> QueryDict:
    """PostgreSQL refuses the NUL character even in a comparison."""
    cleaned = QueryDict(mutable=True)
    for name, values in given.lists():
        cleaned.setlist(name, [value.replace("\0", "") for value in values])
    return cleaned


def _context(form: CalendarForm, found: list[Any]) -> dict[str, Any]:
    films, count = undated(form.choice(), UNDATED_SHOWN)
    return {
        "form": form,
        "today": timezone.localdate(),
        "country": country_name(form.choice().country),
        "months": [(month, _days(list(inside))) for month, inside in groupby(found, key=month_of)],
        "has_films": any(watchlist.filled for watchlist in form.lists),
        "undated": films,
        "undated_count": count,
        "undated_more": count - len(films),
    }


def _days(found: list[Any]) -> list[tuple[date, list[Any]]]:
    return [(on, list(inside)) for on, inside in groupby(found, key=lambda release: release.on)]


def _page_number(given: str) -> int:
    is_number = given.isascii() and given.isdigit() and len(given) < 6
    return min(max(int(given), 1), MOST_PAGES) if is_number else 1
