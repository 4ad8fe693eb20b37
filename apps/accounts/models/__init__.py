"""Who signs in (User), and who of a household watches (Profile)."""

from apps.accounts.models.profile import MOST_PROFILES, Profile, ProfileQuerySet
from apps.accounts.models.user import LAST_ADMINISTRATOR, User

__all__ = ["LAST_ADMINISTRATOR", "MOST_PROFILES", "Profile", "ProfileQuerySet", "User"]
