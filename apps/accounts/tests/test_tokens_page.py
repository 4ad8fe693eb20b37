"""/accounts/tokens/"""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.actions import make_token
from apps.accounts.models import AccessToken
from apps.accounts.tests.conftest import prove_again, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/tokens/"
FORM = {"name": "Backup", "scopes": ["read", "write"], "days": "90"}


@pytest.fixture
def browser(ada):
    client = Client()
    sign_in(client)
    prove_again(client)
    return client


def test_only_its_owner_sees_it(client, browser):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    response = browser.get(PAGE)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "You have none yet" in response.content.decode()
    assert response.content.decode().count("<h1") == 1


def test_who_finds_an_open_browser_is_asked_for_the_password(as_user, ada):
    client = as_user(ada)
    for response in (client.get(PAGE), client.post(PAGE, FORM)):
        assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not AccessToken.objects.exists()
    assert prove_again(client, "wrong").status_code == 200
    assert not AccessToken.objects.exists()


def test_the_text_is_shown_once(browser, ada):
    response = browser.post(PAGE, FORM)
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    text = response.context["text"]
    assert f'value="{text}"' in response.content.decode()
    token = AccessToken.objects.named(text)
    assert (token.user, token.name, token.scopes) == (ada, "Backup", "read write")
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    page = browser.get(PAGE).content.decode()
    assert text not in page and token.prefix in page and "never used" in page
    assert text not in str(browser.session.items())


def test_sent_again_it_makes_no_second_one(browser):
    browser.post(PAGE, FORM)
    response = browser.post(PAGE, FORM)
    assert response.status_code == 422
    assert "You have a token of this name" in response.content.decode()
    assert AccessToken.objects.count() == 1


def test_it_may_be_good_until_it_is_revoked(browser):
    browser.post(PAGE, FORM | {"days": ""})
    assert AccessToken.objects.get().expires_at is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "nul\0"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["root"]}, "scopes"),
        ({"days": "5000"}, "days"),
        ({"days": "x"}, "days"),
    ],
)
def test_bad_input_is_refused_in_words(browser, change, field):
    response = browser.post(PAGE, FORM | change)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not AccessToken.objects.exists()


def test_a_name_is_shown_as_text(browser, ada):
    make_token(by=ada, name="<script>alert(1)</script>", scopes=["read"])
    assert "<script>alert" not in browser.get(PAGE).content.decode()


def test_the_list_says_what_has_run_out_and_what_was_used(browser, ada):
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        make_token(by=ada, name="Old", scopes=["read"], expires_at=timezone.now() + timedelta(days=1))
    assert "Run out" in browser.get(PAGE).content.decode()
    token, _ = make_token(by=ada, name="New", scopes=["read"])
    token.note_use()
    assert "used <time" in browser.get(PAGE).content.decode()


def test_revoking(browser, ada, alice, as_user):
    token, text = make_token(by=ada, name="Script", scopes=["read"])
    address = f"{PAGE}{token.pk}/revoke/"
    assert Client().post(address)["Location"].startswith("/accounts/login/")
    assert as_user(alice).post(address).status_code == 404
    assert browser.get(address).status_code == 405
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = browser.cookies
    assert forged.post(address).status_code == 403
    assert AccessToken.objects.named(text)
    response = browser.post(address)
    assert response["Location"] == PAGE
    assert AccessToken.objects.named(text) is None
    page = browser.get(PAGE).content.decode()
    assert "is revoked" in page and token.prefix not in page
    assert browser.post(address).status_code == 404


def test_more_tokens_need_no_more_queries(browser, ada):
    counts = []
    for start in (0, 5):
        for number in range(start, start + 5):
            make_token(by=ada, name=str(number), scopes=["read"])
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
