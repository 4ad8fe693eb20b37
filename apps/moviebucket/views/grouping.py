"""A bucket is shared with a group, which is given another role or taken off; and who has its link takes part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.core.answers import refused
from apps.core.ids import LARGEST_ID
from apps.moviebucket import actions
from apps.moviebucket.circles import group_form_of
from apps.moviebucket.models import GroupShare
from apps.moviebucket.views.asking import linked, owned
from apps.moviebucket.views.sharing import people_page, people_url


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    bucket = owned(request, pk)
    form = group_form_of(bucket, request.profile, request.POST)
    if not form.is_valid():
        return people_page(request, bucket, group_form=form)
    try:
        shared = actions.share_with_group(bucket=bucket, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return people_page(request, bucket, group_form=form)
    messages.success(request, f"Shared with “{shared.membership.group.name}”.")
    return redirect(people_url(pk))


@require_POST
def change_role(request: HttpRequest, pk: int, share_id: int) -> HttpResponse:
    share = _share(request, pk, share_id)
    try:
        changed = actions.change_group_role(share=share, by=request.user, role=request.POST.get("role", ""))
    except ValidationError as error:
        return refused(request, error, people_url(pk))
    messages.success(request, f"{changed.membership.group.name}: its members {changed.get_role_display().lower()}.")
    return redirect(people_url(pk))


@require_POST
def end(request: HttpRequest, pk: int, share_id: int) -> HttpResponse:
    share = _share(request, pk, share_id)
    actions.end_group_share(share=share, by=request.user)
    messages.success(request, f"“{share.membership.group.name}” sees this bucket no more.")
    return redirect(people_url(pk))


@require_POST
def take_part(request: HttpRequest, secret: str) -> HttpResponse:
    """By the link, where that lets people change items. A child looks only."""
    bucket = linked(request, secret)
    if request.profile.for_child or not bucket.is_edited_by_link:
        raise PermissionDenied
    if bucket.owner_id == request.user.pk:
        return redirect(bucket)
    try:
        shared = actions.take_part(secret=secret, by=request.user)
    except ValidationError as error:
        return refused(request, error, reverse("bucket_shared", args=[secret]))
    messages.success(request, f"You take part in “{bucket.name}” now: you {shared.get_role_display().lower()}.")
    return redirect(bucket)


def _share(request: HttpRequest, pk: int, share_id: int) -> GroupShare:
    shares = owned(request, pk).group_shares.select_related("bucket__owner", "membership__group")
    return get_object_or_404(shares, pk=min(share_id, LARGEST_ID))
