"""/statistics/: what a diary adds up to, of all time and of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.diary.models import FIRST_DAY
from apps.statistics.kept import figures_of
from apps.statistics.milestones import milestones_of
from apps.statistics.panels import charts_of


@never_cache
@require_safe
def statistics(request: HttpRequest, year: int | None = None) -> HttpResponse:
    if year is not None:
        check_year(year)
    figures = figures_of(request.profile, year)
    context = {
        "year": year,
        "figures": figures,
        "charts": charts_of(figures),
        "milestones": milestones_of(request.profile, year, viewer=request.profile),
    }
    return render(request, "statistics/statistics.html", context)


def check_year(year: int) -> None:
    """404 for a year that no diary can have."""
    if not FIRST_DAY.year <= year <= timezone.localdate().year:
        raise Http404("No diary has this year.")
