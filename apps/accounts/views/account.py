"""The account page: where everything about one's account is."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    factors = kinds - {Authenticator.Type.RECOVERY_CODES}
    return render(request, "accounts/account.html", {"has_second_factor": bool(factors)})
