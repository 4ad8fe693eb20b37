"""Codes of an app, recovery codes, and the administration that asks for one of them."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from apps.accounts.actions import trust_address
from apps.accounts.tests.conftest import PASSWORD, prove_again, sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]


def code_of(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def add_app(client):
    """The secret that the page shows, once the page has taken a code made with it."""
    prove_again(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert response.status_code == 302, response.context["form"].errors
    return secret


@pytest.fixture
def secret(ada):
    client = Client()
    sign_in(client)
    return add_app(client)


def test_a_wrong_code_activates_nothing(ada, client):
    sign_in(client)
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert not Authenticator.objects.exists()


def test_the_password_alone_lets_nobody_in_any_more(client, ada, secret):
    assert sign_in(client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not signed_in(client)
    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": "abcdef"})
    assert not signed_in(client)


def test_a_recovery_code_works_once(client, ada, secret):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (True, False):
        browser = Client()
        sign_in(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert signed_in(browser) is expected


def test_so_does_a_code_that_somebody_looked_at(ada, secret):
    with time_machine.travel("2030-01-01T00:00:01Z", tick=False):
        for expected in (True, False):
            browser = Client()
            sign_in(browser)
            browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
            assert signed_in(browser) is expected


def test_another_session_must_say_the_password_again_before_it_changes_a_factor(ada, as_user):
    response = as_user(ada).get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")


@pytest.fixture
def strict(settings):
    settings.STAFF_SECOND_FACTOR = True


def test_the_administration_asks_staff_for_a_second_factor(strict, curator, as_user):
    client = as_user(curator)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "needs a second factor" in response.content.decode()
    assert client.get("/admin/catalog/movie/").status_code == 302


def test_with_one_they_get_in(strict, curator):
    curator.set_password(PASSWORD)
    curator.save()
    trust_address(curator)
    client = Client()
    sign_in(client, curator.email)
    add_app(client)
    assert client.get("/admin/").status_code == 200


def test_a_member_is_still_told_that_it_is_not_theirs(strict, alice, as_user):
    assert as_user(alice).get("/admin/", follow=True).status_code == 403


def test_a_secret_is_nothing_to_guess():
    assert len({generate_totp_secret() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "page",
    [
        "",
        "totp/deactivate/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "webauthn/",
        "webauthn/add/",
    ],
)
def test_each_page_of_second_factors_has_one_heading(ada, client, secret, page):
    sign_in(client)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/accounts/2fa/authenticate/", {"code": code})
    prove_again(client)
    response = client.get(f"/accounts/2fa/{page}")
    assert response.content.decode().count("<h1") == 1
