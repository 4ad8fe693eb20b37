"""Who may change an account by the API."""

from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from apps.accounts.authentication import session_of
from apps.accounts.models import AccessToken
from apps.accounts.tokens.scopes import BEYOND_TOKENS


class SignedIn(BasePermission):
    """Nobody who has only a token."""

    message = BEYOND_TOKENS
    code = "beyond_tokens"

    def has_permission(self, request: Request, view: Any) -> bool:
        return not isinstance(request.auth, AccessToken)


class ProvedLately(BasePermission):
    """Whoever has lately said again who they are, as the pages of the account ask, too."""

    message = (
        "Say again who you are, then try once more: on /accounts/reauthenticate/, "
        "or with POST /_allauth/app/v1/auth/reauthenticate."
    )
    code = "reauthentication_required"

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS or request.method == "DELETE":
            return True
        log_in = HttpRequest()  # an app's log-in is not that of the request
        log_in.user, log_in.session = request.user, session_of(request)
        return not is_reauthentication_required(log_in, app="")
