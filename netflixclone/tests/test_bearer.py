"""`Authorization: Bearer` with a personal access token, at the API."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.actions import make_token
from apps.accounts.models import AccessToken, User
from apps.catalog.models import Movie
from apps.catalog.tests.factories import MovieFactory

pytestmark = pytest.mark.django_db
PIER = {"title": "The Long Way to the Pier", "release_date": "1998-05-16"}


def bearer(text, **headers):
    return Client(headers={"Authorization": f"Bearer {text}"} | headers)


def token_of(user, *scopes, **facts):
    return make_token(by=user, name=f"Script {AccessToken.objects.count()}", scopes=scopes, **facts)[1]


def post(client, address, body):
    return client.post(address, json.dumps(body), content_type="application/json")


def rename(client, name="Ada"):
    return client.patch("/api/users/me", json.dumps({"name": name}), content_type="application/json")


def test_a_token_is_its_owner(alice, bob):
    assert bearer(token_of(alice, "read")).get("/api/users/me").json()["id"] == alice.pk
    assert bearer(token_of(bob, "read")).get("/api/users/me").json()["id"] == bob.pk
    assert (
        not Client(headers={"Authorization": f"bearer {token_of(bob, 'read')}"})
        .get("/api/users/me")
        .json()
        .get("status")
    )


def test_it_counts_more_than_the_session_beside_it(as_user, alice, bob):
    answer = as_user(bob).get("/api/users/me", headers={"Authorization": f"Bearer {token_of(alice, 'read')}"})
    assert answer.json()["id"] == alice.pk
    assert answer.json()["watching"] == alice.profiles.get().pk


def test_it_needs_no_csrf_token(alice):
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token_of(alice, 'write')}"})
    assert rename(client).status_code == 200


def test_read_reads_and_write_writes(alice):
    reader, writer = bearer(token_of(alice, "read")), bearer(token_of(alice, "write"))
    assert reader.get("/api/users/me").status_code == 200
    refused = rename(reader)
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert writer.get("/api/users/me").status_code == 403
    assert writer.get("/api/movies").status_code == 403
    assert rename(writer).status_code == 200
    alice.refresh_from_db()
    assert alice.name == "Ada"


def test_without_admin_a_curators_token_edits_no_film(curator):
    film = MovieFactory(title="Draft")
    client = bearer(token_of(curator, "read", "write"))
    assert post(client, "/api/movies", PIER).status_code == 403
    assert client.delete(f"/api/movies/{film.pk}").status_code == 403
    assert Movie.objects.count() == 1


def test_with_admin_it_does_what_the_role_allows(curator, alice):
    assert post(bearer(token_of(curator, "read", "write", "admin")), "/api/movies", PIER).status_code == 201
    assert post(bearer(token_of(curator, "read", "admin")), "/api/movies", PIER).status_code == 403
    assert post(bearer(token_of(alice, "read", "write", "admin")), "/api/movies", PIER).status_code == 403


def test_without_admin_an_administrators_token_sees_a_members_share(administrator, alice, bob):
    def seen(*scopes):
        return bearer(token_of(administrator, *scopes)).get("/api/users").json()["results"]

    assert [row["id"] for row in seen("read", "write")] == [administrator.pk]
    assert "email" not in seen("read")[0]
    assert {row["id"] for row in seen("read", "admin")} == {administrator.pk, alice.pk, bob.pk}


def test_a_change_with_a_lesser_token_takes_no_role_away(administrator):
    rename(bearer(token_of(administrator, "write")))
    administrator.refresh_from_db()
    assert (administrator.name, administrator.is_staff, administrator.is_superuser) == ("Ada", True, True)


def wrong_ones(user):
    revoked = token_of(user, "read")
    AccessToken.objects.get(digest__isnull=False).revoke()
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        expired = token_of(user, "read", expires_at=timezone.now() + timedelta(days=1))
    good = token_of(user, "read")
    return [revoked, expired, good[:-1], "notflix_", "x", "", "a b", good + " x", "\xff", "ey.ey.ey", "." * 9000]


def test_every_wrong_token_has_the_same_answer(alice):
    answers = set()
    for text in wrong_ones(alice):
        response = bearer(text).get("/api/movies")
        answers.add((response.status_code, response.content, response["WWW-Authenticate"]))
    [(status, body, challenge)] = answers
    assert (status, challenge) == (401, 'Bearer realm="api"')
    assert json.loads(body)["code"] == "invalid_token"


def test_who_is_switched_off_has_no_token(alice):
    client = bearer(token_of(alice, "read"))
    User.objects.update(is_active=False)
    assert client.get("/api/users/me").status_code == 401


@pytest.fixture
def three_tries(monkeypatch):
    monkeypatch.setattr("apps.accounts.authentication.WrongTokens.rate", "3/min", raising=False)


def test_after_some_wrong_tokens_an_address_waits(three_tries, alice, as_user):
    good = bearer(token_of(alice, "read"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [bearer("notflix_x").get("/api/movies").status_code for _ in range(4)] == [401, 401, 401, 429]
        waiting = good.get("/api/users/me")
        assert (waiting.status_code, waiting["Retry-After"]) == (429, "60")
        assert bearer("notflix_x").get("/api/movies", REMOTE_ADDR="203.0.113.9").status_code == 401
        assert good.get("/api/users/me", REMOTE_ADDR="203.0.113.10").status_code == 200
        assert as_user(alice).get("/api/users/me").status_code == 200
        clock.shift(61)
        assert good.get("/api/users/me").status_code == 200


def test_right_tokens_are_not_counted(three_tries, alice):
    client = bearer(token_of(alice, "read"))
    assert {client.get("/api/users/me").status_code for _ in range(9)} == {200}


def test_no_client_says_by_itself_from_where_it_comes(three_tries):
    tries = [bearer("x", **{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(4)]
    assert [client.get("/api/movies").status_code for client in tries] == [401, 401, 401, 429]


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/tokens/", "/accounts/email/", "/accounts/2fa/"])
def test_it_opens_no_page(alice, address):
    response = bearer(token_of(alice, "read", "write", "admin")).get(address)
    assert response["Location"].startswith("/accounts/login/")


def test_it_opens_no_administration(administrator):
    assert bearer(token_of(administrator, "read", "write", "admin")).get("/admin/accounts/user/").status_code == 302


def test_it_is_in_no_address_and_in_no_log(alice, caplog):
    text = token_of(alice, "read")
    with caplog.at_level("DEBUG"):
        bearer(text).get("/api/users/me")
        bearer(text).get("/api/nothing")
        rename(bearer(text))
        bearer(f"{text}x").get("/api/users/me")
        for name in ("token", "access_token", "key"):
            assert Client().get("/api/users/me", {name: "notflix_x"}).status_code == 401
    assert caplog.records
    assert text not in caplog.text and text[20:] not in str([record.__dict__ for record in caplog.records])


def test_its_use_costs_two_queries_and_a_note(alice):
    client = bearer(token_of(alice, "read"))
    client.get("/api/movies")
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/movies")
    assert len([query for query in queries if "accounts_" in query["sql"]]) == 2  # the token with its user, the profile
    assert AccessToken.objects.get().last_used_at is not None
