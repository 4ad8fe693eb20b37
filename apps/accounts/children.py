"""What is closed to a session that watches as a child: the account, the administration, what comes from elsewhere.

The films that a child sees are decided by `Movie.objects.visible_to`, not here.
"""

from django.http import HttpRequest

# Below these nothing is for a child.
CLOSED = (
    "/accounts/",
    "/admin/",
    "/exports/",
    "/groups/",
    "/imports/",
    "/movies/bring-in/",
    "/profiles/add/",
    "/profiles/edit/",
    "/search/elsewhere/",
    "/sitemap",
    "/studio/",
    "/api/exports",
    "/api/groups",
    "/api/imports",
    "/api/invitations",
    "/api/tokens",
    "/api/users",
)
# The API of a child's session reads; what it may change is its own.
CHANGES_OPEN = ("/api/calendar", "/api/viewings", "/api/watchlists")
SIGN_OUT = "/accounts/logout/"
SAFE = ("GET", "HEAD", "OPTIONS")


def is_closed(request: HttpRequest) -> bool:
    """Whether a child may not do this. Signing out is leaving: with a PIN it takes a grown-up."""
    path = request.path_info
    if path == SIGN_OUT:
        return bool(request.profile.pin)  # type: ignore[attr-defined]
    if path.startswith(CLOSED):
        return True
    return path.startswith("/api/") and request.method not in SAFE and not path.startswith(CHANGES_OPEN)
