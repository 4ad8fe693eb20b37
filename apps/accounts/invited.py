"""The invitation that a visitor's session came with: how it gets there, and how signing up uses it."""

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.models import Invitation
from apps.accounts.models.invitation import InvitationQuerySet

SESSION_KEY = "invitation"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    request.session[SESSION_KEY] = invitation.pk


def is_invited(request: HttpRequest) -> bool:
    """Whether this visitor followed a link that still lets somebody in."""
    return _invitation_of(request).open().exists()


def may_sign_up(request: HttpRequest) -> bool:
    """The one answer to who may make an account, by a form, another site's log-in or the API."""
    return settings.SIGNUP == "open" or (settings.SIGNUP == "invitation" and is_invited(request))


def use_invitation(request: HttpRequest) -> None:
    """Counts the sign-up that is under way, where invitations count; call it in its transaction.

    Of two who use the last one at once, the later gets the page that says so and no account.
    """
    if settings.SIGNUP != "invitation":
        return
    if not _invitation_of(request).claim():
        raise ImmediateHttpResponse(gone(request))
    request.session.pop(SESSION_KEY, None)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_gone.html", status=410)


def _invitation_of(request: HttpRequest) -> InvitationQuerySet:
    return Invitation.objects.filter(pk=request.session.get(SESSION_KEY))
