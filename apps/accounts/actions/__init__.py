"""What happens to accounts beside what django-allauth does."""

from apps.accounts.actions.addresses import trust_address
from apps.accounts.actions.profiles import add_profile, change_profile, remove_profile, watch
from apps.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "add_profile",
    "change_profile",
    "make_token",
    "remove_profile",
    "revoke_token",
    "trust_address",
    "watch",
]
