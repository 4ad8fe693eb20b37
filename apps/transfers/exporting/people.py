"""What is said of the account and of its profiles. No secret is among it: no hash, no key, no PIN, nobody else."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from apps.accounts.models import AccessToken, Profile, User
from apps.groups.models import Membership
from apps.transfers.exporting.pieces import Told


def account_facts(account: User) -> Told:
    factors = Authenticator.objects.filter(user=account).order_by("pk")
    sessions = UserSession.objects.filter(user=account).order_by("pk")
    addresses = EmailAddress.objects.filter(user=account).order_by("pk")
    return {
        "email": account.email,
        "name": account.name,
        "joined_at": account.date_joined,
        "last_login_at": account.last_login,
        "roles": list(account.groups.order_by("name").values_list("name", flat=True)),
        "is_administrator": account.is_superuser,
        "addresses": list(addresses.values("email", "verified", "primary")),
        "second_factors": list(factors.values("type", "created_at", "last_used_at")),
        "signed_in": list(sessions.values("ip", "user_agent", "created_at", "last_seen_at")),
        "groups": [_group_facts(one) for one in account.memberships.select_related("group")],
        "access_tokens": [_token_facts(token) for token in AccessToken.objects.filter(user=account).order_by("pk")],
    }


def _group_facts(membership: Membership) -> Told:
    """Not who else is in it."""
    return {"name": membership.group.name, "role": membership.role, "since": membership.since}


def _token_facts(token: AccessToken) -> Told:
    """Those that were revoked too, since they are kept. Not how one begins: that is a part of it."""
    return {
        "name": token.name,
        "scopes": token.scopes.split(),
        "created_at": token.created_at,
        "last_used_at": token.last_used_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    }


def profile_facts(profile: Profile) -> Told:
    rating: Any = profile.highest_rating
    return {
        "number": profile.place,
        "name": profile.name,
        "avatar": profile.avatar,
        "language": profile.language,
        "is_public": profile.is_public,
        "for_child": profile.for_child,
        "highest_rating": {"country": rating.country, "name": rating.name} if rating else None,
        "shows_unrated": profile.shows_unrated,
        "created_at": profile.created_at,
    }
