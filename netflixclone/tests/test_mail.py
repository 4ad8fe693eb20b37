"""EMAIL_URL: a console, SMTP, or Amazon SES."""

import email.policy
import socket
import time
from contextlib import closing

import boto3
import django
import pytest
import requests
from anymail.exceptions import AnymailAPIError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from moto.server import ThreadedMotoServer

from netflixclone import mail
from netflixclone.mail import mail_settings, mailers

# Ten seconds for each step, and no second try.
PATIENCE = {"connect_timeout": 10, "read_timeout": 10, "retries": {"total_max_attempts": 1}}


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


def test_amazon_ses_with_the_role_of_the_machine():
    assert mail_settings("ses://eu-west-1") == {
        "EMAIL_BACKEND": "anymail.backends.amazon_ses.EmailBackend",
        "ANYMAIL": {"AMAZON_SES_CLIENT_PARAMS": {"region_name": "eu-west-1", "config": PATIENCE}},
    }


def test_amazon_ses_with_a_key():
    client = mail_settings("ses://KEY:se%2Fcret@us-east-1")["ANYMAIL"]["AMAZON_SES_CLIENT_PARAMS"]
    assert client == {
        "region_name": "us-east-1",
        "aws_access_key_id": "KEY",
        "aws_secret_access_key": "se/cret",
        "config": PATIENCE,
    }


def test_without_the_package_the_start_says_what_to_install(monkeypatch):
    monkeypatch.setattr(mail, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-prod\.txt"):
        mail_settings("ses://eu-west-1")


@pytest.mark.parametrize("url", ["", "mail.example.org", "pigeon://x", "smtp://host:not-a-port", "ses://", "ses:"])
def test_what_is_not_understood_is_named_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_settings(url)


def test_a_wrong_address_keeps_its_password_to_itself():
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_settings("pigeon://me:hunter2@mail.example.org")
    assert "hunter2" not in str(refusal.value)


def test_the_same_for_django_6_1():
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


# --- a letter by Amazon SES -----------------------------------------------------------------------

SENDER = "notflix@example.org"


@pytest.fixture
def amazon(monkeypatch):
    """A server that speaks as Amazon does and keeps what it is sent; its address."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    requests.post(f"{address}/moto-api/reset", timeout=10).raise_for_status()
    yield address
    server.stop()


@pytest.fixture
def silent(monkeypatch):
    """In the place of Amazon a socket that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*listening.getsockname()))
        yield listening


def send_by_ses(settings):
    """As settings.py does with EMAIL_URL, which the test environment replaces."""
    read = mail_settings("ses://KEY:secret@eu-west-1")
    wanted = read if django.VERSION < (6, 1) else {"MAILERS": mailers(read), "ANYMAIL": read["ANYMAIL"]}
    for name, value in wanted.items():
        setattr(settings, name, value)
    return send_mail("Café à la crème", "Good evening", f"Notflix <{SENDER}>", ["alice@example.org"])


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_letter_arrives_at_amazon_ses(settings, amazon):
    with closing(boto3.client("ses", "eu-west-1", aws_access_key_id="KEY", aws_secret_access_key="secret")) as ses:
        ses.verify_email_identity(EmailAddress=SENDER)

    assert send_by_ses(settings) == 1

    [kept] = requests.get(f"{amazon}/moto-api/data.json", timeout=10).json()["ses"]["RawMessage"]
    letter = email.message_from_string(kept["raw_data"], policy=email.policy.default)
    assert (letter["From"], letter["To"]) == (f"Notflix <{SENDER}>", "alice@example.org")
    assert (letter["Subject"], letter.get_content().strip()) == ("Café à la crème", "Good evening")


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_amazon_ses_that_does_not_answer_is_asked_once_and_given_up(settings, silent, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.5)
    started = time.monotonic()

    with pytest.raises(AnymailAPIError, match="Read timeout"):
        send_by_ses(settings)

    assert time.monotonic() - started < 5
    silent.accept()[0].close()
    silent.setblocking(False)
    with pytest.raises(BlockingIOError):
        silent.accept()
