"""Invitations: making them, and following one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import actions, invited
from apps.accounts.forms import InvitationForm
from apps.accounts.models import Invitation
from apps.core.paging import QuickPaginator

PER_PAGE = 50
LINK_KEY = "invitation_link"  # of the session: the link that the next page shows, once


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token", "link")
def invitations(request: HttpRequest) -> HttpResponse:
    if not actions.may_invite(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, InvitationForm(), link=request.session.pop(LINK_KEY, ""))
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    _, token = actions.make_invitation(by=request.user, **form.cleaned_data)
    request.session[LINK_KEY] = request.build_absolute_uri(reverse("invited", args=[token]))
    return redirect("invitations")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    actions.revoke_invitation(invitation=invitation, by=request.user)
    messages.success(request, "Withdrawn. Its link lets nobody in any more.")
    return redirect("invitations")


@login_not_required
@never_cache
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address: what is on the next page is not told where people came from."""
    if request.user.is_authenticated:
        return redirect("home")
    invitation = Invitation.objects.open().of_token(token).first()
    if invitation is None:
        return invited.gone(request)
    invited.remember(request, invitation)
    return redirect("account_signup")


def _page(request: HttpRequest, form: InvitationForm, *, link: str = "", status: int = 200) -> HttpResponse:
    mine = Invitation.objects.visible_to(request.user)
    page = QuickPaginator(mine, PER_PAGE, refine=lambda rows: rows.select_related("made_by")).get_page(
        request.GET.get("page")
    )
    return render(request, "accounts/invitations.html", {"form": form, "page": page, "link": link}, status=status)
