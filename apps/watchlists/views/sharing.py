"""Lists with others: members, invitations, suggestions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import Profile
from apps.core.answers import refused
from apps.watchlists import actions
from apps.watchlists.forms import InviteForm, SuggestForm
from apps.watchlists.models import Invitation, Member, Suggestion, Watchlist
from apps.watchlists.views.asking import editable, owned, said, visible, visible_film


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who edits the list; its owner also lets people in and takes them off here."""
    return _people(request, editable(request, pk), InviteForm())


def _people(request: HttpRequest, watchlist: Watchlist, form: InviteForm) -> HttpResponse:
    members = list(watchlist.members.select_related("profile"))
    context: dict[str, Any] = {"watchlist": watchlist, "members": members, "form": form}
    if watchlist.is_own:
        inside = {watchlist.profile_id, *(member.profile_id for member in members)}
        household = Profile.objects.filter(account_id=request.user.pk).exclude(pk__in=inside)
        context |= {"household": household, "invitations": watchlist.invitations.all()}
    return render(request, "watchlists/people.html", context)


@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = owned(request, pk)
    given = request.POST.get("profile", "")
    chosen = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    profile = get_object_or_404(Profile, pk=chosen, account_id=request.user.pk)
    try:
        actions.let_in(watchlist=watchlist, profile=profile, by=request.profile)
    except ValidationError as error:
        return refused(request, error, _people_url(pk))
    messages.success(request, f"{profile} may edit this list now.")
    return redirect(_people_url(pk))


@require_POST
def remove_member(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    watchlist = owned(request, pk)
    member = get_object_or_404(watchlist.members.select_related("profile"), pk=member_id)
    actions.remove_member(member=member, by=request.profile)
    messages.success(request, f"{member.profile} edits this list no more.")
    return redirect(_people_url(pk))


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = visible(request, pk)
    member = get_object_or_404(Member, watchlist=watchlist, profile=request.profile)
    actions.remove_member(member=member, by=request.profile)
    messages.success(request, f"You have left “{watchlist.name}”.")
    return redirect("watchlists")


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    watchlist = owned(request, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, watchlist, form)
    try:
        actions.invite(watchlist=watchlist, email=form.cleaned_data["email"], by=request.profile)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _people(request, watchlist, form)
    messages.success(
        request, "Invited. Whoever signs in with this address finds the invitation on their watchlists page."
    )
    return redirect(_people_url(pk))


@require_POST
def withdraw(request: HttpRequest, pk: int, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(owned(request, pk).invitations.all(), pk=invitation_id)
    actions.drop_invitation(invitation=invitation, by=request.profile)
    return redirect(_people_url(pk))


@require_POST
def accept_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        member = actions.accept_invitation(invitation=invitation, by=request.profile)
    except ValidationError as error:
        return refused(request, error, reverse("watchlists"))
    return redirect(member.watchlist)


@require_POST
def decline_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_invitation(invitation=_invitation(request, pk), by=request.profile)
    messages.success(request, "Declined.")
    return redirect("watchlists")


@require_POST
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    return _suggest(request, visible(request, pk), reverse("watchlist", args=[pk]))


@require_POST
def suggest_to_shared(request: HttpRequest, secret: str) -> HttpResponse:
    watchlist = get_object_or_404(Watchlist.objects.with_secret(secret).select_related("profile"))
    return _suggest(request, watchlist, reverse("watchlist_shared", args=[secret]))


@require_POST
def accept_suggestion(request: HttpRequest, pk: int, suggestion_id: int) -> HttpResponse:
    suggestion = _suggestion(request, pk, suggestion_id)
    try:
        actions.accept_suggestion(suggestion=suggestion, by=request.profile)
    except ValidationError as error:
        return refused(request, error, reverse("watchlist", args=[pk]))
    messages.success(request, f"{suggestion.movie.title} is on the list.")
    return redirect("watchlist", pk=pk)


@require_POST
def decline_suggestion(request: HttpRequest, pk: int, suggestion_id: int) -> HttpResponse:
    actions.decline_suggestion(suggestion=_suggestion(request, pk, suggestion_id), by=request.profile)
    return redirect("watchlist", pk=pk)


def _suggest(request: HttpRequest, watchlist: Watchlist, fallback: str) -> HttpResponse:
    form = SuggestForm(request.POST)
    if not form.is_valid():
        texts = [text for texts in form.errors.values() for text in texts]
        return refused(request, ValidationError(texts), fallback)
    film = visible_film(request, form.cleaned_data["movie"])
    try:
        actions.suggest(watchlist=watchlist, movie=film, by=request.profile, note=form.cleaned_data["note"])
    except ValidationError as error:
        return refused(request, error, fallback)
    return said(request, f"{film.title} is suggested for “{watchlist.name}”.", fallback)


def _suggestion(request: HttpRequest, pk: int, suggestion_id: int) -> Suggestion:
    rows = editable(request, pk).suggestions.select_related("movie", "watchlist")
    return get_object_or_404(rows, pk=suggestion_id)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    rows = Invitation.objects.for_profile(request.profile).select_related("watchlist")
    return get_object_or_404(rows, pk=pk)


def _people_url(pk: int) -> str:
    return reverse("watchlist_people", args=[pk])
