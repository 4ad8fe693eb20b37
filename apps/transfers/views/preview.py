"""What of an import was found and what was not: tabs of lines, and one line to settle."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.catalog import search
from apps.catalog.models import Movie
from apps.core.ids import id_in
from apps.core.paging import QuickPaginator
from apps.transfers.actions import deciding
from apps.transfers.forms import ProfileForm
from apps.transfers.models import Import, ImportRow
from apps.transfers.views.access import grown_ups_only, own_import

PER_PAGE = 50
LONGEST_QUERY = 200
FOUND = 12
State = ImportRow.State
TABS = {
    State.MATCHED: "Found",
    State.AMBIGUOUS: "To choose",
    State.UNKNOWN: "Unknown",
    State.BAD: "Not readable",
    State.SKIPPED: "Left out",
}
KIND_WORDS = {
    "diary": "Diary",
    "rating": "Rating",
    "watched": "Seen",
    "watchlist": "Watchlist",
    "list": "List",
    "like": "Liked",
    "review": "Review",
    "item": "Copy",
}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: str
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it."""

    row: ImportRow
    film: Movie | None
    choices: list[Movie]

    @property
    def kind(self) -> str:
        return KIND_WORDS[self.row.kind]

    @property
    def stars(self) -> str:
        half_stars = self.row.fields.get("half_stars")
        return f"{half_stars / 2:g} stars" if half_stars else ""

    @property
    def copy(self) -> str:
        """What a copy is on and where it goes."""
        bucket = f"in {self.row.goes_into.name}" if self.row.goes_into else ""
        return " ".join(filter(None, [str(self.row.fields.get("item", {}).get("format", "")), bucket]))

    @property
    def facts(self) -> list[str]:
        day = f"{self.row.date:%-d %B %Y}" if self.row.date else ""
        again = "again" if self.row.fields.get("rewatch") else ""
        return [self.kind, self.copy, day, again, self.stars]


def preview_context(request: HttpRequest, imported: Import) -> dict[str, Any]:
    counts = imported.counts()
    chosen = request.GET.get("tab", "")
    if chosen not in TABS:
        chosen = next((name for name in (State.AMBIGUOUS, State.UNKNOWN) if counts[name]), State.MATCHED)
    rows = imported.rows.filter(state=chosen).order_by("number")
    try:
        page = QuickPaginator(rows, PER_PAGE, refine=_refined).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None
    chooses = imported.state == Import.State.PREVIEW and imported.is_of_several and imported.file
    return {
        "imported": imported,
        "profile_form": ProfileForm(imported=imported) if chooses else None,
        "counts": counts,
        "tabs": [Tab(name, label, counts[name], name == chosen) for name, label in TABS.items()],
        "tab": chosen,
        "page": page,
        "lines": _lines(request, list(page)),
        "total": sum(counts.values()),
        "may_change": imported.state in (Import.State.PREVIEW, Import.State.UNDONE),
    }


def _refined(rows: Any) -> Any:
    return rows.select_related("brings", "goes_into")


def _lines(request: HttpRequest, rows: list[ImportRow]) -> list[Line]:
    wanted = {row.movie_id for row in rows} | {pk for row in rows for pk in row.candidates}
    films = _films(request).in_bulk([pk for pk in wanted if pk])
    return [
        Line(row, films.get(row.movie_id or 0), [films[pk] for pk in row.candidates if pk in films]) for row in rows
    ]


def _films(request: HttpRequest) -> Any:
    return Movie.objects.visible_to(request.profile).as_cards()  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@grown_ups_only
def row(request: HttpRequest, pk: int, row_id: int) -> HttpResponse:
    """GET: the films that the line may mean, and a search for others. POST: it means this one."""
    line = _own_row(request, pk, row_id)
    if request.method == "POST":
        film = get_object_or_404(Movie.objects.visible_to(request.profile), pk=id_in(request.POST.get("movie", "")))  # type: ignore[attr-defined]
        return _settled(request, line, lambda by: _chosen(request, line, film, by))
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    found = search.search(text, viewer=request.profile, limit=FOUND).movies if text else []  # type: ignore[attr-defined]
    [shown] = _lines(request, [line])
    context = {"imported": line.source, "line": shown, "query": text, "found": found, "next": _tab_of(request)}
    return render(request, "transfers/row.html", context)


@require_POST
@grown_ups_only
def leave_out(request: HttpRequest, pk: int, row_id: int) -> HttpResponse:
    line = _own_row(request, pk, row_id)
    return _settled(request, line, lambda by: deciding.leave_out(row=line, by=by))


@require_POST
@grown_ups_only
def reopen(request: HttpRequest, pk: int, row_id: int) -> HttpResponse:
    line = _own_row(request, pk, row_id)
    return _settled(request, line, lambda by: deciding.reopen(row=line, by=by))


def _chosen(request: HttpRequest, line: ImportRow, film: Movie, by: Any) -> None:
    lines = deciding.choose_film(row=line, movie=film, by=by)
    messages.success(request, f"{film}: {lines} lines" if lines > 1 else f"{film}: chosen")


def _settled(request: HttpRequest, line: ImportRow, act: Any) -> HttpResponse:
    try:
        act(request.profile)  # type: ignore[attr-defined]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    tab = _tab_of(request)
    return redirect(reverse("import", args=[line.source_id]) + (f"?tab={tab}" if tab else ""))


def _own_row(request: HttpRequest, pk: int, row_id: int) -> ImportRow:
    imported = own_import(request, pk)
    line: ImportRow = get_object_or_404(imported.rows, pk=row_id)
    line.source = imported
    return line


def _tab_of(request: HttpRequest) -> str:
    """The tab to come back to."""
    given = request.POST.get("tab") or request.GET.get("tab", "")
    return given if given in TABS else ""
