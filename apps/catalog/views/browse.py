"""/movies/: every film, narrowed down and sorted by query parameters, so that an address can be shared."""

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.catalog.filters import MovieFilter, SortForm
from apps.catalog.models import Movie
from apps.core.page_cache import cached_for_visitors
from apps.core.paging import QuickPaginator

PER_PAGE = 40


class Chip(NamedTuple):
    """A filter that is on: its words, and the page without it."""

    label: str
    url: str


@login_not_required
@require_safe
@cached_for_visitors
def movies(request: HttpRequest) -> HttpResponse:
    given = _without_nul(request.GET)
    films = MovieFilter(given, queryset=Movie.objects.visible_to(request.profile))
    sort = SortForm(given)
    page = _page_of(films, sort.chosen(), given.get("page"))
    context = {
        "filter": films,
        "sort": sort,
        "page": page,
        "movies": page.object_list,
        "chips": _chips(films, given),
        "total": page.paginator.count,
        "title": _title(films),
        "is_empty_site": not page.paginator.count and not given and not Movie.objects.exists(),
    }
    return render(request, "catalog/movies.html", context)


def _without_nul(given: QueryDict) -> QueryDict:
    """PostgreSQL refuses the NUL character even in a comparison; as a filter it can only match nothing."""
    cleaned = QueryDict(mutable=True)
    for name, values in given.lists():
        cleaned.setlist(name, [value.replace("\0", "") for value in values])
    return cleaned


def _page_of(films: MovieFilter, sort: str, number: str | None) -> Page[Any]:
    """The nearest sensible page: a number that is none is the first, one beyond the end is the last."""
    # A filter that is not understood is left out and named beside its field; the others hold.
    queryset = films.filter_queryset(films.queryset.all()) if films.form.is_valid() else _by_valid_fields(films)
    return QuickPaginator(queryset.sorted_by(sort), PER_PAGE, refine=lambda rows: rows.as_cards()).get_page(number)


def _by_valid_fields(films: MovieFilter) -> Any:
    queryset = films.queryset.all()
    for name, value in films.form.cleaned_data.items():
        queryset = films.filters[name].filter(queryset, value)
    return queryset


def _chips(films: MovieFilter, given: QueryDict) -> list[Chip]:
    if not films.form.is_bound:
        return []
    films.form.is_valid()
    return [
        Chip(_label(films, name, value), _url_without(given, name, value))
        for name in films.form.cleaned_data
        for value in given.getlist(name)
        if value
    ]


def _label(films: MovieFilter, name: str, value: str) -> str:
    field = films.form.fields[name]
    choices = {str(key): str(label) for key, label in getattr(field.widget, "choices", [])}
    return choices.get(value) or f"{field.label}: {value}"


def _url_without(given: QueryDict, name: str, value: str) -> str:
    rest = given.copy()
    rest.setlist(name, [other for other in given.getlist(name) if other != value])
    rest.pop("page", None)
    for empty in [key for key in rest if not rest.get(key)]:
        del rest[empty]
    return f"?{rest.urlencode()}" if rest else "?"


def _title(films: MovieFilter) -> str:
    """A heading for the commonest addresses: a genre, a decade, or both."""
    if not films.form.is_valid():
        return "Films"
    chosen = films.form.cleaned_data
    genres = dict(films.form.fields["genre"].choices)
    words = [str(genres[slug]) for slug in chosen["genre"][:2]]
    if chosen["decade"]:
        words.append(f"of the {chosen['decade']}s" if words else f"Films of the {chosen['decade']}s")
    return " ".join(words) or "Films"
