"""Lists: all of one's own and those shared with one; a single one; making, describing, deleting one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.core.answers import refused
from apps.watchlists import actions
from apps.watchlists.contents import page_of, sums_for, sums_of
from apps.watchlists.forms import WatchlistForm
from apps.watchlists.models import Entry, Invitation, Member, Watchlist
from apps.watchlists.offers import offers_of
from apps.watchlists.views.asking import owned, visible
from apps.watchlists.wanted import Wanted

SHOWN_OF_OTHERS = 48


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    profile = request.profile
    own = list(Watchlist.objects.of(profile))
    if not any(watchlist.is_main for watchlist in own):
        own.insert(0, Watchlist.objects.main_of(profile))
    others = Watchlist.objects.visible_to(profile).exclude(profile=profile).select_related("profile")
    member = Member.objects.filter(watchlist=OuterRef("pk"), profile=profile)
    others = others.annotate(may_edit=Exists(member)).order_by("-may_edit", "-updated_at", "-pk")
    shared = list(others[:SHOWN_OF_OTHERS])
    sums = sums_for([*own, *shared], profile)
    for watchlist in (*own, *shared):
        watchlist.sums = sums[watchlist.pk]  # type: ignore[attr-defined]
    context = {
        "own": own,
        "edited": [watchlist for watchlist in shared if watchlist.may_edit],
        "read": [watchlist for watchlist in shared if not watchlist.may_edit],
        "invitations": Invitation.objects.for_profile(profile).select_related("watchlist__profile"),
    }
    return render(request, "watchlists/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = WatchlistForm(request.POST or None, profile=request.profile)
    if form.is_bound and form.is_valid():
        try:
            watchlist = actions.create_watchlist(profile=request.profile, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            return redirect(watchlist)
    return render(request, "watchlists/new.html", {"form": form})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = visible(request, pk)
    return render(request, "watchlists/detail.html", contents(request, watchlist))


def contents(request: HttpRequest, watchlist: Watchlist) -> dict[str, Any]:
    """What the page of a list shows, to members and to those who have its link."""
    viewer = request.profile
    wanted = Wanted.of(request.GET, viewer)
    page = page_of(watchlist, wanted, request.GET.get("page"))
    entries: list[Entry] = list(page.object_list)
    may_edit = getattr(watchlist, "may_edit", False)
    waiting = list(_suggestions(watchlist, viewer)) if may_edit and watchlist.has_suggestions else []
    return {
        "watchlist": watchlist,
        "page": page,
        "entries": entries,
        "offers": offers_of(entry.movie_id for entry in entries),
        "sums": sums_of(watchlist, viewer),
        "found": page.paginator.count,
        "wanted": wanted,
        "is_ordered": wanted.sort == "order" and not wanted.narrows,
        "suggestions": waiting,
    }


def _suggestions(watchlist: Watchlist, viewer: Profile | None) -> QuerySet[Any]:
    films = Movie.objects.visible_to(viewer).filter(pk=OuterRef("movie_id")).order_by()
    return watchlist.suggestions.filter(Exists(films)).select_related("movie", "by")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = owned(request, pk)
    initial = {name: getattr(watchlist, name) for name in ("name", "description", "visibility")}
    form = WatchlistForm(request.POST or None, profile=request.profile, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.change_watchlist(watchlist=watchlist, by=request.profile, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect(
                "watchlist_edit" if "link" in form.cleaned_data.get("visibility", "") else "watchlist", pk=pk
            )
    return render(request, "watchlists/edit.html", {"form": form, "watchlist": watchlist})


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = owned(request, pk)
    if request.method != "POST":
        return render(request, "watchlists/delete.html", {"watchlist": watchlist, "films": watchlist.entries.count()})
    try:
        actions.delete_watchlist(watchlist=watchlist, by=request.profile)
    except ValidationError as error:
        return refused(request, error, watchlist.get_absolute_url())
    messages.success(request, f"“{watchlist.name}” is deleted.")
    return redirect("watchlists")


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    actions.renew_secret(watchlist=owned(request, pk), by=request.profile)
    messages.success(request, "The list has a new address; the old one leads nowhere.")
    return redirect(reverse("watchlist_edit", args=[pk]))


def _add_errors(form: WatchlistForm, error: ValidationError) -> None:
    for name, texts in getattr(error, "message_dict", {"__all__": error.messages}).items():
        form.add_error(name if name in form.fields else None, texts)
