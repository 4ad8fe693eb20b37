"""What happens to accounts beside what django-allauth does."""

from apps.accounts.actions.addresses import trust_address
from apps.accounts.actions.profiles import add_profile, change_profile, remove_profile, watch

__all__ = ["add_profile", "change_profile", "remove_profile", "trust_address", "watch"]
