"""/accounts/login/ and /accounts/logout/."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from apps.accounts import attempts
from apps.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a long night at the pictures"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def ada():
    return User.objects.create_user("ada@example.org", PASSWORD, name="Ada")


def sign_in(client, email="ada@example.org", password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"username": email, "password": password}, **extra)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_page(client):
    page = client.get("/accounts/login/?next=/movies/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'name="next" value="/movies/"' in page


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org", " ada@example.org "])
def test_the_right_password_lets_in_whatever_the_case_of_the_address(client, ada, email):
    assert sign_in(client, email).headers["Location"] == "/"
    assert signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/movies/?genre=horror", "/movies/?genre=horror"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_next_stays_on_this_site(client, ada, wanted, given):
    response = client.post("/accounts/login/", {"username": ada.email, "password": PASSWORD, "next": wanted})
    assert response["Location"] == given


def test_a_member_is_not_asked_again(as_user, ada):
    assert as_user(ada).get("/accounts/login/?next=/movies/")["Location"] == "/movies/"


def test_known_and_unknown_addresses_get_the_same_answer(ada):
    ada_off = User.objects.create_user("off@example.org", PASSWORD, is_active=False)
    answers = set()
    for email in (ada.email, ada_off.email, "nobody@example.org"):
        password = PASSWORD if email == ada_off.email else "wrong"
        response = sign_in(Client(), email, password)
        answers.add((response.status_code, tuple(response.context["form"].non_field_errors())))
    assert answers == {(422, ("That address and password do not belong together.",))}


def test_after_five_wrong_tries_one_waits(client, ada):
    for _ in range(attempts.TRIES):
        assert sign_in(client, password="wrong").status_code == 422
    response = sign_in(client)
    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes" in response.content.decode()
    assert not signed_in(client)
    assert client.get("/accounts/login/").status_code == 200


def test_the_wait_ends(client, ada):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        for _ in range(attempts.TRIES):
            sign_in(client, password="wrong")
        clock.shift(attempts.PERIOD - 1)
        assert sign_in(client).status_code == 429
        clock.shift(2)
        assert sign_in(client).status_code == 302


def test_somebody_else_may_still_sign_in(client, ada):
    User.objects.create_user("bob@example.org", PASSWORD)
    for _ in range(attempts.TRIES):
        sign_in(client, password="wrong")
    assert sign_in(client, "bob@example.org").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client, ada):
    for _ in range(2):
        for _ in range(attempts.TRIES - 1):
            sign_in(Client(), password="wrong")
        assert sign_in(Client()).status_code == 302


def test_one_address_cannot_try_all_accounts(client, monkeypatch):
    monkeypatch.setattr(attempts, "TRIES_OF_ADDRESS", 8)
    statuses = [sign_in(client, f"p{number}@example.org", "wrong").status_code for number in range(10)]
    assert statuses == [422] * 8 + [429] * 2


@pytest.mark.parametrize(("behind_proxy", "status"), [(False, 429), (True, 422)])
def test_a_made_up_forwarded_address_counts_only_behind_our_proxy(client, ada, settings, behind_proxy, status):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    for number in range(attempts.TRIES):
        sign_in(client, password="wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    last = sign_in(client, password="wrong", headers={"X-Forwarded-For": "192.0.2.99"})
    assert last.status_code == status


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", ""),
        ("not an address", "x"),
        ("a" * 300 + "@example.org", "x"),
        ("ada@example.org", "x" * 5000),
        ("ada\x00@example.org", "x"),
        ("ada@example.org", "nul\x00"),
        ("👽@example.org", "👽"),
        ("\u202eada@example.org", "x"),
    ],
)
def test_bad_input_is_refused_in_words(client, ada, email, password):
    response = sign_in(client, email, password)
    assert response.status_code == 422
    assert response.context["form"].errors


def test_signing_out_is_a_post(as_user, ada):
    client = as_user(ada)
    assert client.get("/accounts/logout/").status_code == 405
    assert signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not signed_in(client)


def test_a_forged_sign_in_is_refused(ada):
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403
