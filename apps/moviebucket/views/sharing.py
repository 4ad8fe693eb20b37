"""Who else sees a bucket: invited, let in, given another role, taken off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.core.answers import refused
from apps.core.ids import LARGEST_ID
from apps.moviebucket import actions
from apps.moviebucket.forms import InviteForm
from apps.moviebucket.models import Bucket, Invitation, Role, Share
from apps.moviebucket.views.asking import owned, visible


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has access and since when; its owner also lets people in and takes them off here. For no child."""
    return _people(request, _among_grown_ups(request, pk), InviteForm())


def _people(request: HttpRequest, bucket: Bucket, form: InviteForm) -> HttpResponse:
    shares = bucket.shares.select_related("user")
    context: dict[str, Any] = {"bucket": bucket, "shares": shares, "form": form, "roles": Role.choices}
    if bucket.is_own:
        context["invitations"] = bucket.invitations.all()
    return render(request, "moviebucket/people.html", context)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    bucket = owned(request, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, bucket, form)
    try:
        actions.invite(bucket=bucket, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _people(request, bucket, form)
    messages.success(request, "Invited. Whoever signs in with this address finds the invitation on their buckets page.")
    return redirect(_people_url(pk))


@require_POST
def withdraw(request: HttpRequest, pk: int, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(owned(request, pk).invitations.all(), pk=_id(invitation_id))
    actions.drop_invitation(invitation=invitation, by=request.user)
    return redirect(_people_url(pk))


@require_POST
def change_role(request: HttpRequest, pk: int, share_id: int) -> HttpResponse:
    share = _share(request, pk, share_id)
    try:
        actions.change_role(share=share, by=request.user, role=request.POST.get("role", ""))
    except ValidationError as error:
        return refused(request, error, _people_url(pk))
    messages.success(request, f"{share.user.shown_name}: {share.get_role_display().lower()}.")
    return redirect(_people_url(pk))


@require_POST
def end_share(request: HttpRequest, pk: int, share_id: int) -> HttpResponse:
    share = _share(request, pk, share_id)
    actions.end_share(share=share, by=request.user)
    messages.success(request, f"{share.user.shown_name} sees this bucket no more.")
    return redirect(_people_url(pk))


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    bucket = _among_grown_ups(request, pk)
    share = get_object_or_404(bucket.shares.select_related("user"), user=request.user)
    actions.end_share(share=share, by=request.user)
    messages.success(request, f"You have left “{bucket.name}”.")
    return redirect("buckets")


@require_POST
def accept_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        share = actions.accept_invitation(invitation=_invitation(request, pk), by=request.user)
    except ValidationError as error:
        return refused(request, error, reverse("buckets"))
    return redirect(share.bucket)


@require_POST
def decline_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_invitation(invitation=_invitation(request, pk), by=request.user)
    messages.success(request, "Declined.")
    return redirect("buckets")


def _among_grown_ups(request: HttpRequest, pk: int) -> Bucket:
    bucket = visible(request, pk)
    if request.profile.for_child:
        return get_object_or_404(Bucket.objects.none())
    return bucket


def _share(request: HttpRequest, pk: int, share_id: int) -> Share:
    return get_object_or_404(owned(request, pk).shares.select_related("user"), pk=_id(share_id))


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    rows = Invitation.objects.for_profile(request.profile).select_related("bucket")
    return get_object_or_404(rows, pk=_id(pk))


def _id(given: int) -> int:
    return min(given, LARGEST_ID)


def _people_url(pk: int) -> str:
    return reverse("bucket_people", args=[pk])
