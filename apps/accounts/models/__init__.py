"""Who signs in (User), who of a household watches (Profile), and the tokens of their programs (AccessToken)."""

from apps.accounts.models.profile import MOST_PROFILES, Profile, ProfileQuerySet
from apps.accounts.models.token import AccessToken
from apps.accounts.models.user import LAST_ADMINISTRATOR, User

__all__ = ["LAST_ADMINISTRATOR", "MOST_PROFILES", "AccessToken", "Profile", "ProfileQuerySet", "User"]
