"""/api/invitations: for whoever may invite, and never for a token."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions import make_invitation, make_token
from apps.accounts.models import Invitation
from apps.accounts.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/api/invitations"
GOOD = {"note": "Film class", "allowed": 2, "days": 7}


def make(client, body=GOOD, **headers):
    return client.post(URL, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 401), ("alice", 403), ("curator", 403), ("moderator", 403), ("administrator", 200)]
)
def test_who_may_invite(persona, expected, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get(URL).status_code == expected
    assert make(client).status_code == (201 if expected == 200 else expected)
    assert Invitation.objects.count() == (expected == 200)


def test_a_child_does_not_invite(as_profile, ann, settings):
    settings.INVITATIONS_BY_MEMBERS = True
    assert make(as_profile(ann)).status_code == 403
    assert not Invitation.objects.exists()


def test_no_token_invites(administrator):
    _, text = make_token(by=administrator, name="All", scopes=["read", "write", "admin"])
    assert make(Client(), Authorization=f"Bearer {text}").status_code == 403


def test_its_link_lets_somebody_in_and_is_shown_once(as_user, administrator, settings):
    settings.SIGNUP = "invitation"
    client = as_user(administrator)
    response = make(client)
    link = response.json()["link"]
    assert "no-store" in response["Cache-Control"]
    assert response["Location"].endswith(f"{URL}/{response.json()['id']}")
    eve = Client()
    eve.get(link)
    eve.post("/accounts/signup/", {"name": "Eve", "email": "eve@example.org", "password1": PASSWORD})
    [row] = client.get(URL).json()["results"]
    assert (row["note"], row["uses"], row["allowed"], row["state"]) == ("Film class", 1, 2, "open")
    assert link.split("/")[-2] not in json.dumps(row)


def test_one_that_is_withdrawn_lets_nobody_in(as_user, administrator):
    client = as_user(administrator)
    made = make(client).json()
    assert client.delete(f"{URL}/{made['id']}").status_code == 204
    assert client.get(f"{URL}/{made['id']}").json()["state"] == "withdrawn"
    assert not Invitation.objects.open().exists()


def test_members_see_and_withdraw_their_own_only(as_user, alice, administrator, settings):
    settings.INVITATIONS_BY_MEMBERS = True
    theirs, _ = make_invitation(by=administrator, days=7)
    client = as_user(alice)
    mine = make(client, {}).json()
    assert [row["id"] for row in client.get(URL).json()["results"]] == [mine["id"]]
    assert (mine["allowed"], mine["uses"], mine["note"]) == (1, 0, "")
    for method in (client.get, client.delete):
        assert method(f"{URL}/{theirs.pk}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"allowed": 0}, {"allowed": 101}, {"allowed": "many"}, {"days": 0}, {"days": 366}, {"note": "x" * 121},
     {"note": "a\0b"}, {"days": None}],
    ids=str,
)  # fmt: skip
def test_bad_input_is_refused_in_words(as_user, administrator, wrong):
    response = make(as_user(administrator), GOOD | wrong)
    assert response.status_code == 400
    assert next(iter(wrong)) in response.content.decode()
    assert not Invitation.objects.exists()


def test_queries_stay_the_same_as_invitations_grow(as_user, administrator):
    client = as_user(administrator)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        return len(asked)

    make_invitation(by=administrator, days=7)
    queries()
    few = queries()
    for _ in range(20):
        make_invitation(by=administrator, days=7)
    assert queries() == few
