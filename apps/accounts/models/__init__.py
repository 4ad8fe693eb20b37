"""Who signs in (User), whom they let in, who of a household watches (Profile), and the tokens of their programs."""

from apps.accounts.models.invitation import Invitation
from apps.accounts.models.profile import MOST_PROFILES, Profile, ProfileQuerySet
from apps.accounts.models.token import AccessToken
from apps.accounts.models.user import LAST_ADMINISTRATOR, User

__all__ = ["LAST_ADMINISTRATOR", "MOST_PROFILES", "AccessToken", "Invitation", "Profile", "ProfileQuerySet", "User"]
