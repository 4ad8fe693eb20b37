"""Who signs in (User), and who of a household watches (Profile)."""

from apps.accounts.models.profile import Profile, ProfileQuerySet
from apps.accounts.models.user import LAST_ADMINISTRATOR, User

__all__ = ["LAST_ADMINISTRATOR", "Profile", "ProfileQuerySet", "User"]
