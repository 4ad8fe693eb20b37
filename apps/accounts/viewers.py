"""Who watches: the profile of a request. Everything that a page or the API shows starts from it."""

from django.conf import settings
from django.http import HttpRequest

from apps.accounts.models import Profile

SESSION_KEY = "profile"


def viewer_of(request: HttpRequest) -> Profile | None:
    """The profile that this session watches as, None for a visitor; the account's own where none was chosen."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    profiles = Profile.objects.of(request.user).as_viewers()
    chosen = request.session.get(SESSION_KEY)
    return (chosen and profiles.filter(pk=chosen).first()) or profiles.get(place=1)


def watch_as(request: HttpRequest, profile: Profile) -> None:
    """From now on this session watches as `profile`, which must be of the account that is signed in."""
    request.session[SESSION_KEY] = profile.pk
    request.profile = profile  # type: ignore[attr-defined]
