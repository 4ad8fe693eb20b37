"""Groups: those that one is in; a single one; making, naming, deleting one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.groups import actions
from apps.groups.forms import GroupForm, InviteForm
from apps.groups.models import Group, Invitation
from apps.groups.views.asking import managed, members_of, visible


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    groups = Group.objects.visible_to(request.profile).with_place_of(request.profile).with_size()
    invitations = Invitation.objects.for_profile(request.profile).select_related("group", "invited_by")
    return render(request, "groups/index.html", {"groups": groups, "invitations": invitations})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            return redirect(actions.create_group(by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error.messages)
    return render(request, "groups/new.html", {"form": form})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return group_page(request, visible(request, pk), InviteForm())


def group_page(request: HttpRequest, group: Group, form: InviteForm) -> HttpResponse:
    """Who is in it; who manages it also sees who is invited."""
    members = list(members_of(group))
    managers = [one for one in members if one.is_manager]
    context: dict[str, Any] = {
        "group": group,
        "members": members,
        "form": form,
        "is_last": len(members) == 1,
        "must_stay": len(members) > 1 and [one.user_id for one in managers] == [request.user.pk],
        "is_unmanaged": not managers,
        "invitations": group.invitations.all() if group.may_manage else [],
    }
    return render(request, "groups/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    group = managed(request, pk)
    form = GroupForm(request.POST or None, initial={"name": group.name})
    if form.is_bound and form.is_valid():
        try:
            return redirect(actions.rename_group(group=group, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error.messages)
    return render(request, "groups/edit.html", {"form": form, "group": group})


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    group = managed(request, pk)
    if request.method != "POST":
        others = members_of(group).exclude(user=request.user.pk).count()
        return render(request, "groups/delete.html", {"group": group, "others": others})
    try:
        actions.delete_group(group=group, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{group.name}” is deleted.")
    return redirect("groups")
