"""/accounts/login/ and /accounts/logout/."""

import pytest
import time_machine
from django.test import Client

from apps.accounts.actions import trust_address
from apps.accounts.models import User
from apps.accounts.tests.conftest import PASSWORD, sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]

TRIES = 5  # of one address at one account in five minutes, django-allauth's own limit


def test_the_page(client):
    page = client.get("/accounts/login/?next=/movies/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'name="next" value="/movies/"' in page
    assert "/accounts/signup/" in page


def test_where_nobody_may_sign_up_nobody_is_told_to(client, settings):
    settings.SIGNUP = "closed"
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org", " ada@example.org "])
def test_the_right_password_lets_in_whatever_the_case_of_the_address(client, ada, email):
    assert sign_in(client, email).headers["Location"] == "/"
    assert signed_in(client)


WANTED_AND_GIVEN = pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/movies/?genre=horror", "/movies/?genre=horror"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("javascript:alert(1)", None),
        ("/\\evil.example", None),
        ("", None),
    ],
)


@WANTED_AND_GIVEN
def test_next_stays_on_this_site(client, ada, wanted, given):
    response = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD, "next": wanted})
    assert response["Location"] == (given or "/")


@WANTED_AND_GIVEN
def test_so_does_that_of_who_is_signed_in_already(as_user, ada, wanted, given):
    assert as_user(ada).get("/accounts/login/", {"next": wanted})["Location"] == (given or "/")


@WANTED_AND_GIVEN
def test_so_does_that_of_signing_out(as_user, ada, wanted, given):
    assert as_user(ada).post("/accounts/logout/", {"next": wanted})["Location"] == (given or "/")
    assert Client().get("/accounts/logout/", {"next": wanted})["Location"] == (given or "/")


@WANTED_AND_GIVEN
def test_so_does_that_of_saying_the_password_again(as_user, ada, wanted, given):
    answer = as_user(ada).post("/accounts/reauthenticate/", {"password": PASSWORD, "next": wanted})
    assert answer["Location"] == (given or "/")


@WANTED_AND_GIVEN
def test_so_does_that_of_the_administration(as_user, client, curator, ada, wanted, given):
    assert as_user(curator).get("/admin/login/", {"next": wanted})["Location"] == "/admin/"
    page = client.get("/admin/login/", {"next": wanted})["Location"]
    there = client.post(page, {"login": ada.email, "password": PASSWORD})
    assert there["Location"] == (given or ("/" if wanted else "/admin/"))


def test_a_member_is_not_asked_again(as_user, ada):
    assert as_user(ada).get("/accounts/login/?next=/movies/")["Location"] == "/movies/"


def test_known_and_unknown_addresses_get_the_same_answer(ada):
    answers = set()
    for email in (ada.email, "nobody@example.org"):
        response = sign_in(Client(), email, "wrong")
        answers.add((response.status_code, tuple(response.context["form"].non_field_errors())))
    assert len(answers) == 1


def test_an_account_that_is_switched_off_stays_out(client, ada):
    User.objects.update(is_active=False)
    sign_in(client)
    assert not signed_in(client)


def test_an_address_that_nobody_confirmed_stays_out_and_gets_another_letter(client, mailoutbox):
    User.objects.create_user("eve@example.org", PASSWORD)
    assert sign_in(client, "eve@example.org")["Location"] == "/accounts/confirm-email/"
    assert not signed_in(client)
    assert [letter.to for letter in mailoutbox] == [["eve@example.org"]]


def test_after_five_wrong_tries_one_waits(client, ada):
    for _ in range(TRIES):
        assert sign_in(client, password="wrong").status_code == 200
    response = sign_in(client)
    assert not signed_in(client)
    assert "Too many failed login attempts" in response.content.decode()
    assert client.get("/accounts/login/").status_code == 200


def test_the_wait_ends(client, ada):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        for _ in range(TRIES):
            sign_in(client, password="wrong")
        clock.shift(299)
        sign_in(client)
        assert not signed_in(client)
        clock.shift(302)
        sign_in(client)
    assert signed_in(client)


def test_somebody_else_may_still_sign_in(client, ada):
    bob = User.objects.create_user("bob@example.org", PASSWORD)
    trust_address(bob)
    for _ in range(TRIES):
        sign_in(client, password="wrong")
    sign_in(client, "bob@example.org")
    assert signed_in(client)


def test_one_address_cannot_try_all_accounts(client):
    answers = [sign_in(client, f"p{number}@example.org", "wrong").status_code for number in range(31)]
    assert answers[-1] == 429
    page = sign_in(client, "p99@example.org", "wrong").content.decode()
    assert "Too many tries" in page


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
    assert response.status_code == 200
    assert response.context["form"].errors


def test_signing_out_is_a_post(as_user, ada):
    client = as_user(ada)
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not signed_in(client)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(client, ada):
    sign_in(client)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert signed_in(thief)
    client.post("/accounts/logout/")
    assert thief.get("/accounts/")["Location"].startswith("/accounts/login/")


def test_no_script_reads_the_session_and_no_other_site_sends_it(client, ada):
    client.get("/accounts/login/")
    sign_in(client)
    assert client.cookies["sessionid"]["httponly"]
    assert {client.cookies[name]["samesite"] for name in ("sessionid", "csrftoken")} == {"Lax"}


def test_a_forged_sign_in_is_refused(ada):
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_the_session_has_a_new_key_after_signing_in(client, ada):
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
