"""What django-allauth asks us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from apps.accounts import invited
from apps.accounts.models import User

LONGEST_ADDRESS = User._meta.get_field("email").max_length


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invited.may_sign_up(request)

    def clean_email(self, email: str) -> str:
        """An app's form is django-allauth's own, which takes longer addresses than their column."""
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(f"An address has at most {LONGEST_ADDRESS} characters.", "max_length")
        return super().clean_email(email)

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        invited.use_invitation(request)
        user.name = form.cleaned_data.get("name", "") or user.name
        return super().save_user(request, user, form, commit=commit)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes by another site's log-in. An account that has the same address already is never signed in by it."""

    def list_apps(self, *args: Any, **kwargs: Any) -> list[SocialApp]:
        """One of a kind: what the admin holds goes before what settings say."""
        first: dict[tuple[str, str], SocialApp] = {}
        for app in super().list_apps(*args, **kwargs):
            first.setdefault((app.provider, app.provider_id), app)
        return list(first.values())

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        sociallogin.account.extra_data = _without_nul(sociallogin.account.extra_data)
        user.name = _short_name(data)
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True  # some say "false", in letters
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        if form is None:  # with one, the account's adapter counts
            invited.use_invitation(request)
        return super().save_user(request, sociallogin, form)


def _without_nul(value: Any) -> Any:
    """What another site said, without the character that PostgreSQL cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(inner) for key, inner in value.items()}
    return [_without_nul(inner) for inner in value] if isinstance(value, list) else value


def _short_name(data: dict[str, Any]) -> str:
    """What the other site calls somebody, made to fit: it may send anything."""
    parts = (data.get("first_name"), data.get("last_name"))
    name = data.get("name") or " ".join(str(part) for part in parts if part)
    return str(name).replace("\x00", "").strip()[: User._meta.get_field("name").max_length]
