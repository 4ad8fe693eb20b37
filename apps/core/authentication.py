"""Who asks, in the API."""

from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionOr401(SessionAuthentication):
    """The session cookie of the site. A visitor is told to log in (401), not that they may not (403)."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'


class SessionOr401Scheme(SessionScheme):  # type: ignore[no-untyped-call]
    """How the schema shows it; drf-spectacular finds the class by itself."""

    target_class = "apps.core.authentication.SessionOr401"
