"""Log-in of apps by /_allauth/: signed access tokens, refresh tokens that work once, second factors."""

import json

import jwt
import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts.actions import trust_address
from apps.accounts.models import User
from apps.accounts.tests.app import BASE, App, sign_in_app
from apps.accounts.tests.conftest import PASSWORD, prove_again, sign_in
from apps.accounts.tests.test_second_factor import add_app, code_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_one_by_one")]


RIGHTS = {"is_staff": True, "is_superuser": True, "roles": ["Administrators"], "groups": [1]}


def is_let_in(app):
    status = app.get("/api/users/me").status_code
    assert status in (200, 401)
    return status == 200


def test_a_password_gives_a_short_token_and_one_for_the_next(ada):
    app = sign_in_app()
    assert app.get("/api/users/me").json()["id"] == ada.pk
    claims = [jwt.decode(token, options={"verify_signature": False}) for token in (app.access, app.refresh)]
    assert [claim["exp"] - claim["iat"] for claim in claims] == [300, 1_209_600]
    assert not {"email", "name", "password"} & set(claims[0])


def test_it_counts_as_a_log_in_of_its_owner_with_every_role(administrator, alice):
    administrator.set_password(PASSWORD)
    administrator.save()
    trust_address(administrator)
    assert sign_in_app(administrator.email).get("/api/users").json()["count"] == 2


def test_wrong_and_unknown_are_answered_alike(ada):
    answers = {App().log_in(*who).content for who in [("ada@example.org", "x"), ("nobody@example.org", PASSWORD)]}
    assert len(answers) == 1
    assert json.loads(answers.pop())["status"] == 400


def test_answers_with_tokens_are_kept_nowhere(ada):
    app = App()
    assert "no-store" in app.log_in()["Cache-Control"]
    assert "no-store" in app.take_next()["Cache-Control"]
    assert not app.cookies


def test_it_goes_on_with_either_of_its_tokens(ada):
    app = sign_in_app()
    session = app.ask("GET", "/auth/session")
    assert session.json()["data"]["user"]["email"] == ada.email
    signed = Client().get(f"{BASE}/account/email", headers={"Authorization": f"Bearer {app.access}"})
    assert [row["email"] for row in signed.json()["data"]] == [ada.email]


def test_what_is_sensitive_asks_for_the_password_again_as_the_pages_do(ada):
    app = sign_in_app()
    refused = app.ask("POST", "/account/email", {"email": "countess@example.org"})
    assert [flow["id"] for flow in refused.json()["data"]["flows"]] == ["reauthenticate"]
    assert app.ask("POST", "/auth/reauthenticate", {"password": "wrong"}).status_code == 400
    assert app.ask("POST", "/auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    assert app.ask("POST", "/account/email", {"email": "countess@example.org"}).status_code == 200


# --- second factors ---------------------------------------------------------------------------------


@pytest.fixture
def secret(ada):
    client = Client()
    sign_in(client)
    return add_app(client)


def test_a_second_factor_is_never_skipped(ada, secret):
    app = App()
    response = app.log_in()
    assert response.status_code == 401
    pending = [flow for flow in response.json()["data"]["flows"] if flow.get("is_pending")]
    assert [flow["id"] for flow in pending] == ["mfa_authenticate"]
    assert not app.access and "access_token" not in response.content.decode()
    assert app.ask("GET", "/auth/session").status_code == 401
    assert app.ask("GET", "/account/authenticators").status_code == 401
    assert not app.access and not is_let_in(app)
    browser = Client()
    browser.cookies["sessionid"] = app.session_token
    assert browser.get("/accounts/")["Location"].startswith("/accounts/login/")
    assert browser.get("/api/users/me").status_code == 401


def test_a_wrong_code_lets_nobody_in(ada, secret):
    app = App()
    app.log_in()
    assert app.ask("POST", "/auth/2fa/authenticate", {"code": "000000"}).status_code == 400
    assert not app.access


def test_the_right_code_does(ada, secret):
    app = App()
    app.log_in()
    with time_machine.travel("2030-01-01", tick=False):  # a code that was used counts no more
        app = App()
        app.log_in()
        assert app.ask("POST", "/auth/2fa/authenticate", {"code": code_of(secret)}).status_code == 200
        assert is_let_in(app)


def test_who_has_not_begun_with_the_password_has_no_code_to_give(ada, secret):
    assert App().ask("POST", "/auth/2fa/authenticate", {"code": code_of(secret)}).status_code == 401


# --- how long they are good -------------------------------------------------------------------------


def test_an_access_token_runs_out_and_the_other_gives_the_next(ada):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        app = sign_in_app()
        clock.shift(299)
        assert is_let_in(app)
        clock.shift(2)
        assert not is_let_in(app)
        assert app.take_next().status_code == 200
        assert is_let_in(app)
        clock.shift(1_209_601)
        assert app.take_next().status_code == 400


def test_a_refresh_token_works_once_and_its_second_use_ends_the_log_in(ada):
    app, elsewhere = sign_in_app(), sign_in_app()
    first = app.refresh
    assert app.take_next().status_code == 200
    assert app.refresh != first and is_let_in(app)
    thief = App()
    assert thief.take_next(first).status_code == 400
    assert not thief.access
    assert not is_let_in(app)
    assert app.take_next().status_code == 400
    assert is_let_in(elsewhere)


def test_one_kind_does_not_do_for_the_other(ada):
    app = sign_in_app()
    assert app.take_next(app.access).status_code == 400
    assert Client().get("/api/users/me", headers={"Authorization": f"Bearer {app.refresh}"}).status_code == 401
    assert Client().get("/api/users/me", headers={"Authorization": f"Bearer {app.session_token}"}).status_code == 401
    assert is_let_in(app)


def test_signing_out_ends_both(ada):
    app = sign_in_app()
    app.ask("DELETE", "/auth/session")
    assert not is_let_in(app)
    assert App().take_next(app.refresh).status_code == 400


def test_the_end_of_the_session_ends_both(ada):
    app, browser = sign_in_app(), Client()
    sign_in(browser)
    assert browser.get("/accounts/sessions/").content.decode().count("Since <time") == 2
    browser.post("/accounts/sessions/")
    assert not is_let_in(app)
    assert App().take_next(app.refresh).status_code == 400


def test_another_password_ends_both(ada):
    app, browser = sign_in_app(), Client()
    sign_in(browser)
    prove_again(browser)
    new = "another long night out"
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert not is_let_in(app)
    assert App().take_next(app.refresh).status_code == 400


def test_who_is_switched_off_is_out(ada):
    app = sign_in_app()
    User.objects.update(is_active=False)
    assert not is_let_in(app)
    assert App().take_next(app.refresh).status_code == 400
    assert App().log_in().status_code == 401


def test_the_end_of_all_sessions_is_the_end_of_all_tokens(ada):
    app = sign_in_app()
    Session.objects.all().delete()
    assert not is_let_in(app)
    signed = Client().get(f"{BASE}/account/email", headers={"Authorization": f"Bearer {app.access}"})
    assert signed.status_code in (401, 410)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_nobody_signs_one_for_themselves(ada, algorithm):
    claims = jwt.decode(sign_in_app().access, options={"verify_signature": False})
    key = (
        "" if algorithm == "none" else "only-for-tests-0123456789-0123456789-0123456789-abc"
    )  # SECRET_KEY of the tests
    forged = jwt.encode(claims, key, algorithm=algorithm)
    assert Client().get("/api/users/me", headers={"Authorization": f"Bearer {forged}"}).status_code == 401


# --- limits, closed sign-up, bad input --------------------------------------------------------------


def test_after_five_wrong_tries_one_waits_as_on_the_page(ada):
    for _ in range(5):
        App().log_in(password="wrong")
    assert App().log_in().status_code == 400
    client = Client()
    assert "Too many failed" in sign_in(client).content.decode()


def test_one_address_cannot_try_all_accounts():
    answers = [App().log_in(f"p{number}@example.org", "wrong").status_code for number in range(31)]
    assert answers[-1] == 429


def sign_up(email="eve@example.org"):
    return App().ask("POST", "/auth/signup", {"email": email, "password": PASSWORD})


def test_sign_up_waits_for_the_confirmation_of_the_address(db, mailoutbox):
    response = sign_up()
    assert response.status_code == 401
    assert "access_token" not in response.content.decode()
    assert not EmailAddress.objects.get(email="eve@example.org").verified
    assert [letter.to for letter in mailoutbox] == [["eve@example.org"]]


def test_signing_up_answers_known_and_unknown_addresses_alike(ada, mailoutbox):
    answers = [sign_up(email) for email in (ada.email, "nobody@example.org")]
    assert {response.status_code for response in answers} == {401}
    [known, unknown] = [response.json()["data"] for response in answers]
    assert known == unknown
    assert [letter.to for letter in mailoutbox] == [[ada.email], ["nobody@example.org"]]


def test_asking_for_another_password_does_too(ada, mailoutbox):
    emails = [ada.email, "nobody@example.org"]
    answers = [App().ask("POST", "/auth/password/request", {"email": email}) for email in emails]
    assert {(response.status_code, response.content) for response in answers} == {(200, answers[0].content)}
    assert [letter.to for letter in mailoutbox] == [[email] for email in emails]


def test_who_signs_up_takes_no_rights_with_them(db):
    App().ask("POST", "/auth/signup", {"email": "eve@example.org", "password": PASSWORD} | RIGHTS)
    eve = User.objects.get()
    assert (eve.is_staff, eve.is_superuser, eve.role_names) == (False, False, [])


@pytest.mark.parametrize("signup", ["closed", "invitation"])
def test_where_sign_up_is_not_open_it_is_not_open_here(db, settings, signup):
    settings.SIGNUP = signup
    assert sign_up().status_code == 403
    assert not User.objects.exists()


def test_an_address_that_fits_no_column_is_refused(db):
    response = sign_up("a@" + "b" * 60 + ("." + "c" * 60) * 4)
    assert response.status_code == 400
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b"[" * 100_000,
        b'{"email": null, "password": 1}',
        b'{"email": ["ada@example.org"], "password": {"x": 1}}',
        b'{"email": "ada@example.org", "password": "nul\\u0000"}',
        b'{"email": "nul\\u0000@example.org", "password": "x"}',
        b'{"email": "\\ud800@example.org", "password": "\\ud800"}',
        b'{"refresh_token": "\\ud800"}',
        b'{"refresh_token": 1, "code": {}, "email": 1e400}',
    ],
)
@pytest.mark.parametrize("address", ["/auth/login", "/tokens/refresh", "/auth/signup", "/auth/password/request"])
def test_bad_input_is_refused(ada, body, address):
    response = Client().post(BASE + address, body, content_type="application/json")
    assert response.status_code == (200 if "/password/" in address and b"ada@" in body and b"[" not in body else 400)


def test_browsers_have_no_client_of_it(client):
    assert client.get("/_allauth/browser/v1/config").status_code == 404
    assert client.get("/_allauth/openapi.json").status_code == 404


def test_no_token_is_in_a_log(ada, caplog):
    with caplog.at_level("DEBUG"):
        app = sign_in_app()
        app.get("/api/users/me")
        app.take_next()
    assert caplog.records
    everything = str([record.__dict__ for record in caplog.records])
    assert not any(secret in everything for secret in (app.access, app.refresh, app.session_token, PASSWORD))
