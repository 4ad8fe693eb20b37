"""Making an account, and confirming its address."""

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.conftest import PASSWORD, link_in_mail, sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]

URL = "/accounts/signup/"
EVE = {"name": "Eve", "email": "Eve@Example.org", "password1": PASSWORD}


def test_from_the_form_to_the_first_sign_in(client, mailoutbox):
    assert client.post(URL, EVE)["Location"] == "/accounts/confirm-email/"
    eve = User.objects.get()
    assert (eve.email, eve.name, eve.is_staff, eve.is_superuser) == ("eve@example.org", "Eve", False, False)
    assert not signed_in(client)
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["eve@example.org"], "Notflix: Is this address yours?")
    page = client.get(link_in_mail()).content.decode()
    assert "Is this address yours?" in page and "eve@example.org" in page
    assert not EmailAddress.objects.get().verified, "a look at the page confirms nothing: mail programs look, too"
    client.post(link_in_mail())
    assert EmailAddress.objects.get().verified
    other = Client()
    sign_in(other, "eve@example.org")
    assert signed_in(other)


def test_a_link_runs_out(client, mailoutbox):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        client.post(URL, EVE)
        clock.shift(3 * 24 * 3600 + 60)
        page = client.get(link_in_mail()).content.decode()
    assert "The link has run out" in page
    assert "The link has run out" in client.get("/accounts/confirm-email/nonsense/").content.decode()


def test_an_address_that_is_taken_gets_the_same_answer_and_a_letter(client, ada, mailoutbox):
    answer = client.post(URL, EVE | {"email": "ADA@example.org"})
    fresh = Client().post(URL, EVE)
    assert (answer.status_code, answer["Location"]) == (fresh.status_code, fresh["Location"])
    assert User.objects.filter(email="ada@example.org").count() == 1
    assert sorted(letter.to[0] for letter in mailoutbox) == ["ada@example.org", "eve@example.org"]


def test_a_closed_site_takes_nobody(client, settings):
    settings.SIGNUP = "closed"
    assert "No new accounts here" in client.get(URL).content.decode()
    client.post(URL, EVE)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""), ("email", "no address"), ("email", "a" * 300 + "@example.org"), ("email", "eve\x00@example.org"),
        ("password1", ""), ("password1", "short"), ("password1", "password123"), ("password1", "1234567890123"),
        ("password1", "eve@example.org"), ("name", "x" * 81), ("name", "nul\x00"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words_and_kept(client, field, value):
    response = client.post(URL, EVE | {field: value})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not User.objects.exists()
    if field != "name":
        assert 'value="Eve"' in response.content.decode()


def test_nobody_makes_themselves_staff(client):
    client.post(URL, EVE | {"is_staff": "on", "is_superuser": "on", "groups": "1"})
    assert not User.objects.filter(is_staff=True).exists()


def test_one_address_cannot_make_accounts_without_end(client):
    answers = [client.post(URL, EVE | {"email": f"p{number}@example.org"}).status_code for number in range(25)]
    assert 429 in answers
