"""From a film to one's lists, and from a list to films that are not on it yet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.catalog import search
from apps.catalog.models import Movie
from apps.core.answers import refused
from apps.watchlists import actions
from apps.watchlists.models import Entry, Watchlist
from apps.watchlists.views.asking import said, visible, visible_film

LONGEST_QUERY = 200
FOUND = 12


@require_safe
def choose(request: HttpRequest, movie_id: int) -> HttpResponse:
    """Every list that one may edit, and whether the film is on it."""
    film = visible_film(request, movie_id)
    Watchlist.objects.main_of(request.profile)
    there = Entry.objects.filter(watchlist=OuterRef("pk"), movie=film)
    lists = Watchlist.objects.editable_by(request.profile).select_related("profile").annotate(has_film=Exists(there))
    context = {"movie": film, "lists": lists.order_by("-is_main", "name", "pk"), "is_fragment": bool(request.htmx)}
    return render(request, "watchlists/choose.html", context)


@require_POST
def new_with(request: HttpRequest, movie_id: int) -> HttpResponse:
    """A new, private list that begins with this film."""
    film = visible_film(request, movie_id)
    address = reverse("watchlist_choose", args=[film.pk])
    try:
        with transaction.atomic():
            watchlist = actions.create_watchlist(profile=request.profile, name=request.POST.get("name", ""))
            actions.add_entry(watchlist=watchlist, movie=film, by=request.profile)
    except ValidationError as error:
        return refused(request, error, address)
    return said(request, f"{film.title} is on “{watchlist.name}”.", address)


@require_safe
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Films by their title, to add to the list or to suggest for it."""
    watchlist = visible(request, pk)
    target = "watchlist_add" if watchlist.may_edit else "watchlist_suggest"
    return _found(request, watchlist, watchlist.get_absolute_url(), reverse(target, args=[pk]))


@require_safe
def find_for_shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for whoever has the link."""
    watchlist = get_object_or_404(Watchlist.objects.with_secret(secret).select_related("profile"))
    address = reverse("watchlist_shared", args=[secret])
    return _found(request, watchlist, address, reverse("watchlist_shared_suggest", args=[secret]))


def _found(request: HttpRequest, watchlist: Watchlist, address: str, target: str) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    films: list[Movie] = search.search(query, viewer=request.profile, limit=FOUND).movies if query else []
    entries = watchlist.entries.filter(movie__in=[film.pk for film in films])
    context: dict[str, Any] = {
        "watchlist": watchlist,
        "may_edit": getattr(watchlist, "may_edit", False),
        "query": query,
        "films": films,
        "there": set(entries.values_list("movie_id", flat=True)),
        "address": address,
        "target": target,
    }
    response = render(request, "watchlists/find.html", context)
    response["Referrer-Policy"] = "same-origin"
    return response
