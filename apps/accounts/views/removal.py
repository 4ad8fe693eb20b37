"""Leaving: an export first, then the password, then days in which one can come back."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import actions


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def removal(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    try:
        actions.ask_removal(user=request.user, by=request.user, session=request.session.session_key)
    except ValidationError as refusal:
        return _page(request, refusal=refusal.message, status=422)
    return redirect("account_removal")


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    actions.keep_account(user=request.user, by=request.user)
    messages.success(request, "Your account stays.")
    return redirect("account")


def _page(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"days": settings.ACCOUNT_REMOVAL_DAYS, "refusal": refusal}
    return render(request, "accounts/removal.html", context, status=status)
