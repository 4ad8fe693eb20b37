"""Who asks in the API, and as whom of the household: `request.user` and `request.profile`.

Three ways in: the session of the site, a signed token of who signed in by /_allauth/ (JWT), a personal access token.
"""

import re
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, ParseError, PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from apps.accounts.children import is_closed
from apps.accounts.models import AccessToken, Profile, User
from apps.accounts.models.token import MARK
from apps.accounts.tokens.jwt import who_signed_in
from apps.accounts.tokens.scopes import needed_for, roles_count
from apps.accounts.viewers import SESSION_KEY

HEADER = "X-Profile"
WRONG = "This token is wrong, has run out or was revoked."
NOT_YOURS = "This account has no such profile, or you may not leave the one that you are in."


class WrongTokens(SimpleRateThrottle):
    """How many wrong tokens came from an address. It only looks; `count` counts."""

    scope = "wrong_token"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def throttle_success(self) -> bool:
        return True

    def count(self) -> None:
        if self.rate is not None:
            self.cache.set(self.key, [self.now, *self.history], self.duration)


class Bearer(BaseAuthentication):
    """`Authorization: Bearer`, with a personal access token or a signed one. Whatever is wrong has the same answer."""

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        scheme, _, text = get_authorization_header(request).strip().partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        wrong = WrongTokens()
        if not wrong.allow_request(request, None):  # type: ignore[arg-type]
            raise Throttled(wrong.wait())
        found = self._find(request, text.strip().decode("latin-1"))
        if found is None:
            wrong.count()
            raise AuthenticationFailed(WRONG, "invalid_token")
        return found

    def _find(self, request: Request, text: str) -> tuple[User, Any] | None:
        return _by_access_token(request, text) if text.startswith(MARK) else _by_signed_token(request, text)


def _by_access_token(request: Request, text: str) -> tuple[User, AccessToken] | None:
    token = AccessToken.objects.named(text)
    if token is None:
        return None
    scope = needed_for(request.method)
    if scope not in token.scope_set:
        raise PermissionDenied(f"This token lacks the scope {scope}.", "insufficient_scope")
    user: User = token.user
    user.roles_count = roles_count(token.scope_set)
    _watch(request, user, _own_profile(user))
    token.note_use()
    return user, token


def _by_signed_token(request: Request, text: str) -> tuple[User, SessionBase] | None:
    found = who_signed_in(text)
    if found is None:
        return None
    user, session = found
    profiles = Profile.objects.of(user).as_viewers()
    chosen = session.get(SESSION_KEY)
    _watch(request, user, (chosen and profiles.filter(pk=chosen).first()) or _own_profile(user))
    return user, session


class Session(SessionAuthentication):
    """The session cookie of the site. A visitor is told to sign in (401), not that they may not (403)."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found is not None:
            _watch(request, found[0], request._request.profile)
        elif _profile_asked_for(request) is not None:
            raise NotAuthenticated("Sign in to choose a profile.")
        return found


def session_of(request: Request) -> SessionBase:
    """The log-in that this request belongs to: a browser's, or an app's."""
    return request.auth if isinstance(request.auth, SessionBase) else request._request.session


def _own_profile(user: User) -> Profile:
    return Profile.objects.of(user).as_viewers().get(place=1)


def _watch(request: Request, user: User, profile: Profile) -> None:
    """Sets `request.profile`: the one named by the header, or `profile`, which the log-in is in."""
    asked = _profile_asked_for(request)
    if asked is not None and asked != profile.pk:
        other = Profile.objects.of(user).as_viewers().filter(pk=asked).first()
        if other is None or profile.for_child:
            raise PermissionDenied(NOT_YOURS, "not_your_profile")
        profile = other
    profile.account = user  # with the roles that count in this request
    request._request.profile = profile  # type: ignore[attr-defined]
    if profile.for_child and is_closed(request._request):
        raise PermissionDenied("This is not open to a child's profile.", "closed_to_children")


def _profile_asked_for(request: Request) -> int | None:
    text = request.headers.get(HEADER)
    if text is None:
        return None
    if not re.fullmatch("[0-9]{1,18}", text):
        raise ParseError(f"{HEADER} is the number of a profile, as /api/profiles gives it.")
    return int(text)


class SessionInSchema(SessionScheme):  # type: ignore[no-untyped-call]
    """How the schema shows it; drf-spectacular finds the class by itself."""

    target_class = "apps.accounts.authentication.Session"


class BearerInSchema(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "apps.accounts.authentication.Bearer"
    name = ["accessToken", "signedToken"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return [
            {
                "type": "http",
                "scheme": "bearer",
                "description": "A personal access token, from /accounts/tokens/ or `manage.py create_token`. "
                "Reading needs its scope `read`, changing `write`; roles count only with `admin`.",
            },
            {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "What POST /_allauth/app/v1/auth/login answers in `meta.access_token`, second factor "
                "included. It is good for five minutes; POST /_allauth/app/v1/tokens/refresh gives the next.",
            },
        ]
