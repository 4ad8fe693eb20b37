"""Who watches: the profile of a request. Everything that a page or the API shows starts from it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.accounts.models import Profile

SESSION_KEY = "profile"
# What one goes to before anybody watches, and what no person reads.
NOT_ASKED = (
    "/profiles/", "/accounts/", "/admin/", "/api/", "/_allauth/",
    "/healthz", "/readyz", "/metrics", "/pictures/", "/robots.txt", "/sitemap", "/static/",
)  # fmt: skip


def viewer_of(request: HttpRequest) -> Profile | None:
    """The profile that this session watches as, None for a visitor; the account's own where none was chosen."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    profiles = list(Profile.objects.of(request.user).as_viewers())
    request.profiles = profiles  # type: ignore[attr-defined]
    chosen = request.session.get(SESSION_KEY)
    return next((profile for profile in profiles if profile.pk == chosen), profiles[0])


def watching(request: Any) -> Profile | None:
    """`request.profile` of a request of Django or REST framework, for callers whose types are checked."""
    profile: Profile | None = request.profile
    return profile


def must_choose(request: HttpRequest) -> bool:
    """Whether a browser is on its way to a page while nobody has said who of the household is watching."""
    chosen = request.session.get(SESSION_KEY)
    if len(request.profiles) == 1 or any(profile.pk == chosen for profile in request.profiles):  # type: ignore[attr-defined]
        return False
    is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return is_page and "HX-Request" not in request.headers and not request.path_info.startswith(NOT_ASKED)


def watch_as(request: HttpRequest, profile: Profile) -> None:
    """From now on this session watches as `profile`, which must be of the account that is signed in."""
    request.session[SESSION_KEY] = profile.pk
    request.profile = profile  # type: ignore[attr-defined]


def may_edit(request: HttpRequest, permission: str) -> bool:
    """Whether pages offer this to who is watching: staff who have the permission, and never a child of theirs."""
    is_child = request.profile is not None and request.profile.for_child  # type: ignore[attr-defined]
    return request.user.is_staff and not is_child and request.user.has_perm(permission)
