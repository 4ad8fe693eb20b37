"""The account page, where everything about one's account is, and signing out everywhere."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts import actions
from apps.accounts.forms import DetailsForm


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    language = request.user.profiles.get(place=1).language
    return _page(request, DetailsForm(initial={"name": request.user.name, "language": language}))


@require_POST
def details(request: HttpRequest) -> HttpResponse:
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.change_details(user=request.user, by=request.user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("account")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """This browser too."""
    actions.end_sessions(user=request.user, but=request.session.session_key)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


def _page(request: HttpRequest, form: DetailsForm, status: int = 200) -> HttpResponse:
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "form": form,
        "has_second_factor": bool(kinds - {Authenticator.Type.RECOVERY_CODES}),
        "may_invite": actions.may_invite(request.user),
    }
    return render(request, "accounts/account.html", context, status=status)
