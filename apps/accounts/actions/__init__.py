"""What happens to accounts beside what django-allauth does."""

from apps.accounts.actions.account import ask_removal, change_details, end_sessions, keep_account
from apps.accounts.actions.addresses import trust_address
from apps.accounts.actions.invitations import make_invitation, may_invite, revoke_invitation
from apps.accounts.actions.profiles import add_profile, change_profile, remove_profile, watch
from apps.accounts.actions.roles import set_roles
from apps.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "add_profile",
    "ask_removal",
    "change_details",
    "change_profile",
    "end_sessions",
    "keep_account",
    "make_invitation",
    "make_token",
    "may_invite",
    "remove_profile",
    "revoke_invitation",
    "revoke_token",
    "set_roles",
    "trust_address",
    "watch",
]
