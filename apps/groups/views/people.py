"""Who is in a group: invited, let in, given another role, taken off, gone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from apps.core.ids import LARGEST_ID
from apps.groups import actions
from apps.groups.forms import InviteForm
from apps.groups.models import Invitation, Membership
from apps.groups.views.asking import managed, members_of, visible
from apps.groups.views.groups import group_page


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    group = managed(request, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return group_page(request, group, form)
    try:
        actions.invite(group=group, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return group_page(request, group, form)
    messages.success(request, "Invited. Whoever signs in with this address finds the invitation on their groups page.")
    return redirect("group", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(managed(request, pk).invitations.all(), pk=min(invitation_id, LARGEST_ID))
    actions.drop_invitation(invitation=invitation, by=request.user)
    messages.success(request, "Taken back.")
    return redirect("group", pk=pk)


@require_POST
def change_role(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    membership = _member(request, pk, member_id)
    try:
        changed = actions.change_role(membership=membership, by=request.user, role=request.POST.get("role", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{changed.user.shown_name} is a {changed.get_role_display().lower()} now.")
    return redirect("group", pk=pk)


@require_POST
def take_off(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Whoever names themselves leaves."""
    membership = _member(request, pk, member_id)
    if membership.user_id == request.user.pk:
        return _leave(request, membership)
    try:
        actions.end_membership(membership=membership, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{membership.user.shown_name} is not in this group any more.")
    return redirect("group", pk=pk)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(members_of(visible(request, pk)), user=request.user.pk)
    return _leave(request, own)


def _leave(request: HttpRequest, own: Membership) -> HttpResponse:
    try:
        actions.end_membership(membership=own, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("group", pk=own.group_id)
    messages.success(request, f"You have left “{own.group.name}”.")
    return redirect("groups")


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        membership = actions.accept_invitation(invitation=_invitation(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("groups")
    return redirect(membership.group)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_invitation(invitation=_invitation(request, pk), by=request.user)
    messages.success(request, "Declined.")
    return redirect("groups")


def _member(request: HttpRequest, pk: int, member_id: int) -> Membership:
    return get_object_or_404(members_of(managed(request, pk)), pk=min(member_id, LARGEST_ID))


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    rows = Invitation.objects.for_profile(request.profile).select_related("group")
    return get_object_or_404(rows, pk=min(pk, LARGEST_ID))
