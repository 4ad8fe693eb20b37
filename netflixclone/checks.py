"""What a production site must not start with. `check --deploy` reports it, and the WSGI application refuses it."""

import ipaddress
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError

from apps.accounts.demo import open_demo_users

START = "start"  # the tag of what the WSGI application asks before it serves
SHORTEST_KEY, SHORTEST_SIGNING_KEY, SHORTEST_TOKEN = 50, 32, 20
KNOWN_KEYS = ("development-only-", "only-for-tests-", "django-insecure-")  # they stand in public repositories


@register(START, Tags.security, deploy=True)
def demo_members_are_gone(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG:
        return []
    try:
        addresses = ", ".join(user.email for user in open_demo_users())
    except (OperationalError, ProgrammingError):  # no database, or none migrated yet: nobody can sign in
        return []
    if not addresses:
        return []
    return [
        Error(
            f"Anybody can sign in as {addresses}: the password is in the documentation.",
            hint="Remove them with manage.py make_demo_members --remove, or give them other passwords.",
            id="netflixclone.E001",
        )
    ]


@register(START, Tags.security, deploy=True)
def secret_key_is_secret(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG:
        return []
    if len(settings.SECRET_KEY) >= SHORTEST_KEY and not settings.SECRET_KEY.startswith(KNOWN_KEYS):
        return []
    return [
        Error(
            f"SECRET_KEY is shorter than {SHORTEST_KEY} characters or known to everybody.",
            hint="Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
            id="netflixclone.E002",
        )
    ]


@register(START, Tags.security, deploy=True)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS admits every host, so a forged Host header decides what links and mails point to.",
            hint="Name the hosts that the site answers to, separated by commas.",
            id="netflixclone.E003",
        )
    ]


@register(START, Tags.security)
def tokens_are_signed_with_a_secret(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not 0 < len(settings.JWT_SIGNING_KEY) < SHORTEST_SIGNING_KEY:
        return []
    return [
        Error(
            f"JWT_SIGNING_KEY is shorter than {SHORTEST_SIGNING_KEY} characters.",
            hint="Leave it empty, or make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
            id="netflixclone.E011",
        )
    ]


@register(START, Tags.security)
def metrics_are_guarded(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if 0 < len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        problems.append(Error(f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} characters.", id="netflixclone.E004"))
    for network in settings.METRICS_ALLOWED_ADDRESSES:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            problems.append(
                Error(
                    f"METRICS_ALLOWED_ADDRESSES: {network!r} is no address and no network.",
                    hint="Write it like 10.0.0.7 or 10.0.0.0/24.",
                    id="netflixclone.E005",
                )
            )
    return problems
