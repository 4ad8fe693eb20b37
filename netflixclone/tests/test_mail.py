"""EMAIL_URL: a console, SMTP, or Amazon SES."""

from importlib.machinery import ModuleSpec

import pytest
from django.core.exceptions import ImproperlyConfigured

from netflixclone import mail
from netflixclone.mail import mail_settings, mailers


@pytest.fixture
def with_anymail(monkeypatch):
    monkeypatch.setattr(mail, "find_spec", lambda name: ModuleSpec(name, None))


def test_a_console():
    assert mail_settings("consolemail://")["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize(
    ("scheme", "security"),
    [("smtp", {}), ("smtp+tls", {"EMAIL_USE_TLS": True}), ("smtp+ssl", {"EMAIL_USE_SSL": True})],
)
def test_smtp(scheme, security):
    read = mail_settings(f"{scheme}://me%40example.org:p%2Fw@mail.example.org:2525")
    wanted = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_USER": "me@example.org",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_TIMEOUT": 10,
    } | security
    assert {name: read.get(name) for name in wanted} == wanted
    assert not {"EMAIL_USE_TLS", "EMAIL_USE_SSL"} - security.keys() & read.keys()


def test_amazon_ses_with_the_role_of_the_machine(with_anymail):
    assert mail_settings("ses://eu-west-1") == {
        "EMAIL_BACKEND": "anymail.backends.amazon_ses.EmailBackend",
        "ANYMAIL": {"AMAZON_SES_CLIENT_PARAMS": {"region_name": "eu-west-1"}},
    }


def test_amazon_ses_with_a_key(with_anymail):
    client = mail_settings("ses://KEY:se%2Fcret@us-east-1")["ANYMAIL"]["AMAZON_SES_CLIENT_PARAMS"]
    assert client == {"region_name": "us-east-1", "aws_access_key_id": "KEY", "aws_secret_access_key": "se/cret"}


def test_without_the_package_the_start_says_what_to_install(monkeypatch):
    monkeypatch.setattr(mail, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-prod\.txt"):
        mail_settings("ses://eu-west-1")


@pytest.mark.parametrize("url", ["", "mail.example.org", "pigeon://x", "smtp://host:not-a-port", "ses://", "ses:"])
def test_what_is_not_understood_is_named_without_its_password(url, with_anymail):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_settings(url)


def test_a_wrong_address_keeps_its_password_to_itself():
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_settings("pigeon://me:hunter2@mail.example.org")
    assert "hunter2" not in str(refusal.value)


def test_the_same_for_django_6_1(with_anymail):
    smtp = mailers(mail_settings("smtp+tls://me:pw@mail.example.org:587"))["default"]
    assert smtp["OPTIONS"] == {
        "host": "mail.example.org",
        "port": 587,
        "username": "me",
        "password": "pw",
        "timeout": 10,
        "use_tls": True,
    }
    assert mailers(mail_settings("ses://eu-west-1"))["default"] == {
        "BACKEND": "anymail.backends.amazon_ses.EmailBackend",
        "OPTIONS": {},
    }
