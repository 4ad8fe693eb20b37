"""EMAIL_URL in Django's settings: console, SMTP, or Amazon SES (through django-anymail, of requirements-prod)."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TIMEOUT = 10  # seconds
SES_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
EXAMPLES = "smtp+tls://USER:PASSWORD@mail.example.org:587, ses://eu-west-1 or consolemail://"

# What Django 6.1 calls the options of a mailer, by what it was as a setting.
MAILER_OPTIONS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_TIMEOUT": "timeout",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
}


def mail_settings(url: str) -> dict[str, Any]:
    """The settings that `url` stands for; ImproperlyConfigured says what is wrong with it."""
    if urlsplit(url).scheme == "ses":
        return _amazon_ses(url)
    try:
        return {"EMAIL_TIMEOUT": TIMEOUT} | environ.Env.email_url_config(url)
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(f"EMAIL_URL is not understood. Write {EXAMPLES}.") from error


def _amazon_ses(url: str) -> dict[str, Any]:
    """ses://REGION, or ses://KEY:SECRET@REGION where the machine has no role of its own."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no region of Amazon SES. Write ses://eu-west-1.")
    if find_spec("anymail") is None:
        raise ImproperlyConfigured("EMAIL_URL=ses:// needs django-anymail. Install requirements-prod.txt.")
    # Asked once, as SMTP is: a second try doubles the wait, and the letter where only the answer was lost.
    config = {"connect_timeout": TIMEOUT, "read_timeout": TIMEOUT, "retries": {"total_max_attempts": 1}}
    client: dict[str, Any] = {"region_name": parts.hostname, "config": config}
    if parts.username and parts.password:
        client |= {"aws_access_key_id": unquote(parts.username), "aws_secret_access_key": unquote(parts.password)}
    return {"EMAIL_BACKEND": SES_BACKEND, "ANYMAIL": {"AMAZON_SES_CLIENT_PARAMS": client}}


def mailers(mail: dict[str, Any]) -> dict[str, Any]:
    """The same for Django 6.1, which has MAILERS instead."""
    options = {option: mail.get(name) for name, option in MAILER_OPTIONS.items()}
    used = {name: value for name, value in options.items() if value} if mail.get("EMAIL_HOST") else {}
    return {"default": {"BACKEND": mail["EMAIL_BACKEND"], "OPTIONS": used}}
