"""POSTs that change what is on a list. Each answers with the page it came from, or to htmx with a toast."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.catalog.models import Movie
from apps.core.answers import back, refused
from apps.watchlists import actions
from apps.watchlists.forms import NoteForm
from apps.watchlists.models import Entry, Watchlist
from apps.watchlists.views.asking import editable, entry_of, film_of, removed_in, said, undo_of_removal


@require_POST
def add_to_main(request: HttpRequest) -> HttpResponse:
    return _add(request, Watchlist.objects.main_of(request.profile), film_of(request))


@require_POST
def remove_from_main(request: HttpRequest) -> HttpResponse:
    return _remove_film(request, Watchlist.objects.main_of(request.profile), film_of(request))


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    return _add(request, editable(request, pk), film_of(request))


@require_POST
def remove_film(request: HttpRequest, pk: int) -> HttpResponse:
    return _remove_film(request, editable(request, pk), film_of(request))


@require_POST
def remove(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    return _remove(request, entry_of(request, pk, entry_id))


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = editable(request, pk)
    try:
        removed = removed_in(request.POST.get("token", ""), watchlist)
        film = Movie.objects.visible_to(request.profile).filter(pk=removed.movie_id).first()
        if film is None:
            raise ValidationError("This film is no longer here.")
        actions.restore_entry(watchlist=watchlist, removed=removed, by=request.profile)
    except ValidationError as error:
        return refused(request, error, watchlist.get_absolute_url())
    text = f"{film.title} is back on {_called(request, watchlist)}."
    return said(request, text, watchlist.get_absolute_url(), listed=_listed(request, watchlist, film, True))


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    entry = entry_of(request, pk, entry_id)
    form = NoteForm(request.POST or None, initial={"note": entry.note})
    if request.method == "POST" and form.is_valid():
        actions.note_entry(entry=entry, by=request.profile, note=form.cleaned_data["note"])
        return back(request, f"{entry.watchlist.get_absolute_url()}#entry-{entry.pk}")
    context = {"form": form, "entry": entry, "watchlist": entry.watchlist}
    return render(request, "watchlists/note.html", context)


@require_POST
def up(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    return _shift(request, entry_of(request, pk, entry_id), -1)


@require_POST
def down(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    return _shift(request, entry_of(request, pk, entry_id), 1)


@require_POST
def move(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """`before` or `after` is the id of the entry beside which it goes."""
    entry = entry_of(request, pk, entry_id)
    try:
        beside = {name: _id(request.POST[name]) for name in ("before", "after") if name in request.POST}
        actions.move_entry(entry=entry, by=request.profile, **beside)
    except ValidationError as error:
        return refused(request, error, entry.watchlist.get_absolute_url())
    return HttpResponse(status=204) if request.htmx else back(request, entry.watchlist.get_absolute_url())


def _id(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _add(request: HttpRequest, watchlist: Watchlist, film: Movie) -> HttpResponse:
    try:
        actions.add_entry(watchlist=watchlist, movie=film, by=request.profile)
    except ValidationError as error:
        return refused(request, error, watchlist.get_absolute_url())
    undo = {"url": _remove_url(watchlist), "name": "movie", "value": str(film.pk)}
    text = f"{film.title} is on {_called(request, watchlist)}."
    return said(request, text, watchlist.get_absolute_url(), listed=_listed(request, watchlist, film, True), undo=undo)


def _remove_film(request: HttpRequest, watchlist: Watchlist, film: Movie) -> HttpResponse:
    entry = watchlist.entries.filter(movie=film).select_related("movie").first()
    if entry is None:
        text = f"{film.title} is not on {_called(request, watchlist)}."
        return said(request, text, watchlist.get_absolute_url(), listed=_listed(request, watchlist, film, False))
    entry.watchlist = watchlist
    return _remove(request, entry)


def _remove(request: HttpRequest, entry: Entry) -> HttpResponse:
    watchlist, film = entry.watchlist, entry.movie
    removed = actions.remove_entry(entry=entry, by=request.profile)
    text = f"{film.title} is off {_called(request, watchlist)}."
    undo = undo_of_removal(watchlist, removed)
    return said(request, text, watchlist.get_absolute_url(), listed=_listed(request, watchlist, film, False), undo=undo)


def _shift(request: HttpRequest, entry: Entry, places: int) -> HttpResponse:
    actions.shift_entry(entry=entry, by=request.profile, places=places)
    if request.htmx:
        return HttpResponse(status=204)
    answer = back(request, entry.watchlist.get_absolute_url())
    answer["Location"] += f"#entry-{entry.pk}"
    return answer


def _is_own_main(request: HttpRequest, watchlist: Watchlist) -> bool:
    return watchlist.is_main and watchlist.profile_id == request.profile.pk


def _called(request: HttpRequest, watchlist: Watchlist) -> str:
    return "your watchlist" if _is_own_main(request, watchlist) else f"“{watchlist.name}”"


def _listed(request: HttpRequest, watchlist: Watchlist, film: Movie, is_on: bool) -> dict[str, object]:
    """For the buttons of the page: whether the film is on this list now; `main` for the list of the cards."""
    return {"movie": film.pk, "on": is_on, "list": "main" if _is_own_main(request, watchlist) else str(watchlist.pk)}


def _remove_url(watchlist: Watchlist) -> str:
    if watchlist.is_main:
        return reverse("watchlist_main_remove")
    return reverse("watchlist_remove_film", args=[watchlist.pk])
