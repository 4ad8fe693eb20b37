"""/api/tokens: for those who signed in and have lately said again who they are; never for a token."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.actions import make_token
from apps.accounts.models import AccessToken
from apps.accounts.tests.app import sign_in_app
from apps.accounts.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
BODY = {"name": "Backup", "scopes": ["read"]}


def make(client, body=BODY, **headers):
    return client.post("/api/tokens", json.dumps(body), content_type="application/json", headers=headers)


def test_a_visitor_has_none(client):
    assert client.get("/api/tokens").status_code == 401
    assert make(client).status_code == 401


def test_the_text_is_shown_once(proven, ada):
    response = make(proven)
    assert response.status_code == 201
    assert "no-store" in response["Cache-Control"]
    text = response.json()["token"]
    assert AccessToken.objects.named(text).user == ada
    [row] = proven.get("/api/tokens").json()["results"]
    assert row == proven.get(f"/api/tokens/{row['id']}").json()
    assert text not in json.dumps(row) and row["prefix"] == text[:16]
    assert (row["scopes"], row["last_used_at"], row["expires_at"]) == (["read"], None, None)
    Client().get("/api/movies", headers={"Authorization": f"Bearer {text}"})
    assert proven.get("/api/tokens").json()["results"][0]["last_used_at"]


def test_who_finds_an_open_browser_makes_none(ada, as_user):
    client = as_user(ada)
    response = make(client)
    assert (response.status_code, response.json()["code"]) == (403, "reauthentication_required")
    assert client.get("/api/tokens").status_code == 200
    assert not AccessToken.objects.exists()


def test_an_app_says_the_password_again_too(ada, asked_one_by_one):
    app = sign_in_app()
    assert make(app).json()["code"] == "reauthentication_required"
    assert app.ask("POST", "/auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    assert make(app).status_code == 201


def test_that_another_browser_did_so_does_not_help(proven, as_user, ada):
    app = sign_in_app()
    assert make(app).status_code == 403
    assert make(proven, Authorization=f"Bearer {app.access}").status_code == 403


def test_no_token_reaches_them(proven, ada):
    _, text = make_token(by=ada, name="All", scopes=["read", "write", "admin"])
    [pk] = AccessToken.objects.values_list("pk", flat=True)
    for client in (Client(), proven):  # the session beside it counts for nothing
        headers = {"Authorization": f"Bearer {text}"}
        for response in (
            client.get("/api/tokens", headers=headers),
            client.get(f"/api/tokens/{pk}", headers=headers),
            client.delete(f"/api/tokens/{pk}", headers=headers),
            make(client, **headers),
        ):
            assert (response.status_code, response.json()["code"]) == (403, "beyond_tokens")
    assert AccessToken.objects.of(ada).count() == 1


def test_others_have_theirs(proven, alice, as_user, administrator):
    token, text = make_token(by=alice, name="Hers", scopes=["read"])
    for client in (proven, as_user(administrator)):
        assert client.get("/api/tokens").json()["count"] == 0
        assert client.get(f"/api/tokens/{token.pk}").status_code == 404
        assert client.delete(f"/api/tokens/{token.pk}").status_code == 404
    assert AccessToken.objects.named(text)


def test_revoking_is_at_once_and_needs_no_proof(ada, as_user):
    token, text = make_token(by=ada, name="Script", scopes=["read"])
    client = as_user(ada)
    assert client.delete(f"/api/tokens/{token.pk}").status_code == 204
    assert Client().get("/api/users/me", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    assert client.get("/api/tokens").json()["count"] == 0
    assert client.delete(f"/api/tokens/{token.pk}").status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": "  "}, "#/name"),
        ({"name": "x" * 61}, "#/name"),
        ({"name": "nul\0"}, "#/name"),
        ({"name": 7}, "#/name"),
        ({"scopes": []}, "#/scopes"),
        ({"scopes": "read"}, "#/scopes"),
        ({"scopes": ["root"]}, "#/scopes/0"),
        ({"scopes": [["read"]]}, "#/scopes/0"),
        ({"scopes": ["read"] * 4}, "#/scopes"),
        ({"scopes": None}, "#/scopes"),
        ({"expires_at": "tomorrow"}, "#/expires_at"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "#/expires_at"),
    ],
)
def test_bad_input(proven, change, pointer):
    response = make(proven, BODY | change)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not AccessToken.objects.exists()


def test_what_is_not_for_saying_is_ignored(proven, ada, alice):
    later = (timezone.now() + timedelta(days=9)).isoformat()
    body = BODY | {"user": alice.pk, "digest": "x", "prefix": "x", "last_used_at": later, "revoked_at": later}
    made = make(proven, body | {"expires_at": later}).json()
    token = AccessToken.objects.get()
    assert (token.user, token.last_used_at, token.revoked_at) == (ada, None, None)
    assert token.prefix == made["prefix"] and token.digest != "x" and token.expires_at


def test_a_forged_request_makes_none(proven):
    proven.handler.enforce_csrf_checks = True
    assert make(proven).status_code == 403


def test_more_tokens_need_no_more_queries(proven, ada):
    counts = []
    for start in (0, 5):
        for number in range(start, start + 5):
            make_token(by=ada, name=str(number), scopes=["read"])
        with CaptureQueriesContext(connection) as queries:
            proven.get("/api/tokens")
        counts.append(len(queries))
    assert counts[0] == counts[1]
