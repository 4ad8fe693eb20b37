"""Signed tokens of those who signed in by /_allauth/: short access, refresh that works once."""

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from allauth.headless.tokens.strategies.jwt import internal as signed
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from apps.accounts.models import User

OF_AN_APP = "of_an_app"


class SignedTokens(JWTTokenStrategy):
    """django-allauth's, and two things more.

    A refresh token that comes a second time ends the log-in: somebody has a copy of it. And the cookie of a browser is
    no session token: who is in a child's profile there would be out of it here.
    """

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        pair = super().refresh_token(refresh_token)
        if pair is None:
            _end_if_reused(refresh_token)
        return pair

    def create_session_token(self, request: HttpRequest) -> str:
        request.session[OF_AN_APP] = True
        return super().create_session_token(request)

    def lookup_session(self, session_token: str) -> SessionBase | None:
        session = super().lookup_session(session_token)
        return session if session is not None and session.get(OF_AN_APP) else None


def _end_if_reused(refresh_token: str) -> None:
    payload = signed.decode_token(refresh_token, "refresh")
    session = payload and signed.get_token_session(payload)
    if session:
        session.flush()


def who_signed_in(access_token: str) -> tuple[User, SessionBase] | None:
    """Whose token it is, and the log-in that it came from: once that has ended the token is worth nothing."""
    payload = signed.decode_token(access_token, "access")
    session = payload and signed.get_token_session(payload)
    user = session and signed.validate_token_user(payload, session)
    return (user, session) if user else None
