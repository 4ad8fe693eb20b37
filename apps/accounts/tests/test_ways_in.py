"""What others try at the door: forged hosts, links used twice, tries without end, and asking who has an account.

Session keys, forged forms and `next` are in test_login.py.
"""

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.conftest import PASSWORD, link_in_mail, prove_again, sign_in, signed_in
from apps.accounts.tests.test_second_factor import add_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]

NEW = {"password1": "another long night out", "password2": "another long night out"}
RESET = "/accounts/password/reset/"


def ask_reset(client=None, email="ada@example.org", **extra):
    return (client or Client()).post(RESET, {"email": email}, **extra)


def choose(link, passwords=None, client=None):
    """Follows the link of a letter, as a browser does, and sends the form."""
    client = client or Client()
    form = client.get(link).headers.get("Location", link)
    return client.post(form, passwords or NEW)


# --- a forged Host header ---


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}])
def test_no_letter_leads_to_a_forged_host(ada, headers):
    ask_reset(headers=headers)
    Client().post("/accounts/signup/", {"name": "", "email": "eve@example.org", "password1": PASSWORD}, headers=headers)
    assert not any("evil" in letter.body for letter in mail.outbox)


def test_a_forged_host_gets_no_letter_sent_at_all(ada):
    assert ask_reset(headers={"Host": "evil.example"}).status_code == 400
    assert mail.outbox == []


def test_who_forwards_is_not_believed_about_the_host(ada):
    assert ask_reset(headers={"X-Forwarded-Host": "evil.example"}).status_code == 302
    assert link_in_mail().startswith(RESET)


def test_nor_does_an_invitation_name_one(as_user, administrator, settings):
    settings.SIGNUP = "invitation"
    form = {"note": "", "allowed": "1", "days": "1"}
    client = as_user(administrator)
    client.post("/accounts/invitations/", form, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in client.get("/accounts/invitations/").content.decode()


# --- links used twice ---


def test_a_reset_link_works_once(ada):
    ask_reset()
    link = link_in_mail()
    assert choose(link).status_code == 302
    again = choose(link, {"password1": "a thief was here too", "password2": "a thief was here too"})
    assert "The link has run out" in again.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(NEW["password1"])


def test_a_reset_link_is_void_after_the_next_sign_in_by_password_change(ada):
    ask_reset()
    link = link_in_mail()
    client = Client()
    sign_in(client)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **NEW})
    assert "The link has run out" in Client().get(link).content.decode()


def test_a_reset_link_runs_out(ada):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        ask_reset()
        clock.shift(4 * 24 * 3600)
        assert "The link has run out" in Client().get(link_in_mail()).content.decode()


def test_a_confirmation_link_takes_an_address_once(client):
    client.post("/accounts/signup/", {"name": "", "email": "eve@example.org", "password1": PASSWORD})
    link = link_in_mail()
    Client().post(link)
    assert EmailAddress.objects.get().verified
    late = Client()
    late.post(link)
    assert not signed_in(late)
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(user=User.objects.get(), email="eve@example.org", verified=False, primary=True)
    late.post(link)
    assert not EmailAddress.objects.get().verified, "the link is of the row that it was sent for"


def test_a_reset_link_does_not_skip_the_second_factor(ada, client):
    sign_in(client)
    add_app(client)
    ask_reset()
    thief = Client()
    choose(link_in_mail(), client=thief)
    assert not signed_in(thief)
    assert sign_in(thief, password=NEW["password1"])["Location"].startswith("/accounts/2fa/authenticate/")
    assert not signed_in(thief)


def test_a_new_password_ends_what_began_with_the_old_one(ada, client):
    sign_in(client)
    ask_reset()
    choose(link_in_mail())
    assert client.get("/accounts/")["Location"].startswith("/accounts/login/"), "who was in with the old one is out"


# --- tries without end, by address and by account ---


def test_letters_for_one_account_have_a_limit_wherever_they_are_asked_from(ada):
    for number in range(8):
        ask_reset(REMOTE_ADDR=f"10.0.0.{number}")
    assert len(mail.outbox) == 5


def test_letters_asked_from_one_address_have_a_limit_whoever_they_are_for():
    answers = [ask_reset(email=f"p{number}@example.org").status_code for number in range(22)]
    assert answers[19] == 302 and answers[-1] == 429


def test_a_confirmation_is_sent_again_only_after_a_while():
    User.objects.create_user("eve@example.org", PASSWORD)
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        for number in range(4):
            sign_in(Client(), "eve@example.org", REMOTE_ADDR=f"10.0.0.{number}")
        assert len(mail.outbox) == 1
        clock.shift(181)
        sign_in(Client(), "eve@example.org")
        assert len(mail.outbox) == 2


def test_tries_at_one_account_are_counted_together_wherever_they_come_from(ada):
    for number in range(6):
        sign_in(Client(), password="wrong", REMOTE_ADDR=f"10.0.0.{number}")
    late = Client()
    sign_in(late, REMOTE_ADDR="10.9.9.9")
    assert not signed_in(late)


def test_who_guesses_codes_is_stopped(ada, client):
    sign_in(client)
    prove_again(client)
    for _ in range(12):
        client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    page = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert re.search("[Tt]oo many", page)


def test_who_guesses_the_password_in_an_open_browser_is_stopped(ada, as_user):
    client = as_user(ada)
    answers = [prove_again(client, "wrong").status_code for _ in range(11)]
    assert answers[-1] == 429


def test_a_forged_forwarding_header_makes_no_new_address(ada):
    """Outside BEHIND_PROXY nobody is believed who says that they only forward."""
    for number in range(20):
        ask_reset(email=f"p{number}@example.org", headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert ask_reset(email="last@example.org", headers={"X-Forwarded-For": "10.7.7.7"}).status_code == 429


# --- who has an account? ---


@pytest.fixture
def work(monkeypatch):
    """How often a password was hashed: what an answer takes, but for a query or two."""
    hashed = []
    hasher = type(get_hasher())
    original = hasher.encode

    def encode(self, password, *arguments, **options):
        hashed.append(password)
        return original(self, password, *arguments, **options)

    monkeypatch.setattr(hasher, "encode", encode)
    return hashed


def _words(response):
    """An answer without what is different each time."""
    body = re.sub(r'value="[\w-]{64}"', "", response.content.decode())
    body = re.sub(r"[\w.]+@example\.org", "ADDRESS", body)
    return response.status_code, response.headers.get("Location"), body


KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"


def test_signing_in_answers_and_works_the_same(ada, work):
    found = []
    for email in (KNOWN, UNKNOWN):
        cache.clear()
        work.clear()
        found.append((_words(sign_in(Client(), email, "wrong")), len(work)))
    assert found[0] == found[1]
    assert found[0][1] > 0


def test_a_reset_answers_the_same_and_writes_to_both(ada, work):
    found = []
    for email in (KNOWN, UNKNOWN):
        cache.clear()
        work.clear()
        mail.outbox.clear()
        found.append((_words(ask_reset(email=email)), len(work), len(mail.outbox)))
    assert found[0] == found[1]


def test_signing_up_answers_the_same_and_writes_to_both(ada, work):
    found = []
    for email in (KNOWN, UNKNOWN):
        cache.clear()
        mail.outbox.clear()
        work.clear()
        answer = Client().post("/accounts/signup/", {"name": "", "email": email, "password1": PASSWORD})
        found.append((_words(answer), len(work), len(mail.outbox)))
    assert found[0] == found[1]


def test_a_change_of_address_answers_the_same(ada, bob):
    found = []
    for email in ("bob@example.org", UNKNOWN):
        client = Client()
        sign_in(client)
        prove_again(client)
        cache.clear()
        answer = client.post("/accounts/email/", {"email": email, "action_add": ""})
        found.append((answer.status_code, answer["Location"]))
    assert found[0] == found[1]
