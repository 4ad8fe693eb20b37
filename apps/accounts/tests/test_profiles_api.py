"""/api/profiles"""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions import add_profile, make_token
from apps.accounts.models import Profile

pytestmark = pytest.mark.django_db
CHILD = {"name": "Nora", "avatar": "whale", "for_child": True, "highest_rating": "PG", "pin": "2580"}


def send(client, method, address, body):
    return client.generic(method.upper(), address, json.dumps(body), "application/json")


def of(profile):
    return f"/api/profiles/{profile.pk}"


def test_a_visitor_has_none(client, alice):
    own = alice.profiles.get()
    assert client.get("/api/profiles").status_code == 401
    for method in ("get", "patch", "delete"):
        assert send(client, method, of(own), {}).status_code == 401
    assert send(client, "post", "/api/profiles", {"name": "Eve"}).status_code == 401


@pytest.mark.parametrize("persona", ["bob", "curator", "administrator"])
def test_they_are_their_accounts_and_nobody_elses(persona, as_user, alice, request):
    own = alice.profiles.get()
    Profile.objects.update(is_public=True)
    client = as_user(request.getfixturevalue(persona))
    assert own.pk not in [row["id"] for row in client.get("/api/profiles").json()["results"]]
    for method in ("get", "patch", "delete"):
        assert send(client, method, of(own), {"name": "Mine"}).status_code == 404
    own.refresh_from_db()
    assert own.name == "Alice"


def test_ones_own(as_user, alice):
    [row] = as_user(alice).get("/api/profiles").json()["results"]
    own = alice.profiles.get()
    assert row == as_user(alice).get(of(own)).json()
    assert {name: row[name] for name in ("id", "name", "is_own", "has_pin", "highest_rating", "language")} == {
        "id": own.pk,
        "name": "Alice",
        "is_own": True,
        "has_pin": False,
        "highest_rating": None,
        "language": "en",
    }


def test_a_child_is_added(as_user, alice):
    response = send(as_user(alice), "post", "/api/profiles", CHILD)
    assert response.status_code == 201
    nora = alice.profiles.get(place=2)
    assert response["Location"].endswith(of(nora))
    assert response.json() == as_user(alice).get(of(nora)).json()
    assert response.json()["highest_rating"] == "PG" and response.json()["has_pin"]
    assert nora.knows_pin("2580") and nora.highest_age == 8
    assert not {"pin", "2580", nora.pin} & set(response.json()) and "2580" not in response.content.decode()


def test_some_facts_are_changed_and_the_others_stay(as_user, alice):
    nora = alice.profiles.get(pk=send(as_user(alice), "post", "/api/profiles", CHILD).json()["id"])
    response = send(as_user(alice), "patch", of(nora), {"name": "Nora B", "highest_rating": "PG-13"})
    assert (response.status_code, response.json()["name"], response.json()["highest_rating"]) == (
        200,
        "Nora B",
        "PG-13",
    )
    assert response.json()["has_pin"] and response.json()["avatar"] == "whale"
    assert send(as_user(alice), "patch", of(nora), {"pin": ""}).json()["has_pin"] is False


def test_whose_it_is_and_which_place_it_has_stays(as_user, alice, bob):
    own = alice.profiles.get()
    send(as_user(alice), "patch", of(own), {"account": bob.pk, "place": 2, "id": 99, "is_own": False, "pin": ""})
    assert Profile.objects.get(pk=own.pk, account=alice, place=1)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/name"),
        ({"name": ""}, "#/name"),
        ({"name": "x" * 41}, "#/name"),
        ({"name": "nul\0"}, "#/name"),
        ({"name": 3}, "#/name"),
        ({"name": "Max", "avatar": "dragon"}, "#/avatar"),
        ({"name": "Max", "language": "xx"}, "#/language"),
        ({"name": "Max", "for_child": True}, "#"),
        ({"name": "Max", "for_child": True, "highest_rating": "NR"}, "#/highest_rating"),
        ({"name": "Max", "for_child": True, "highest_rating": "none\0"}, "#/highest_rating"),
        ({"name": "Max", "for_child": True, "highest_rating": 7}, "#/highest_rating"),
        (CHILD | {"pin": "12"}, "#/pin"),
        (CHILD | {"pin": "²²²²"}, "#/pin"),
        (CHILD | {"pin": 2580}, "#/pin"),
        ({"name": "ALICE"}, "#"),
    ],
)
def test_bad_input(as_user, alice, body, pointer):
    response = send(as_user(alice), "post", "/api/profiles", body)
    assert (response.status_code, response.json()["errors"][0].get("pointer")) == (400, pointer)
    assert alice.profiles.count() == 1


def test_the_accounts_own_is_nobodys_child_and_stays(as_user, alice):
    own = alice.profiles.get()
    changed = send(as_user(alice), "patch", of(own), {"for_child": True, "highest_rating": "G"})
    assert changed.status_code == 400
    response = as_user(alice).delete(of(own))
    assert (response.status_code, "goes when the account goes" in response.json()["detail"]) == (409, True)
    assert Profile.objects.filter(pk=own.pk).exists()


def test_another_one_goes(as_user, alice):
    other = add_profile(by=alice, facts={"name": "Max"})
    assert as_user(alice).delete(of(other)).status_code == 204
    assert as_user(alice).get(of(other)).status_code == 404


def test_there_are_at_most_eight(as_user, alice):
    statuses = [send(as_user(alice), "post", "/api/profiles", {"name": f"P{n}"}).status_code for n in range(8)]
    assert statuses == [201] * 7 + [400]


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "9223372036854775808", "x", "-1"])
def test_ids_that_are_none(as_user, alice, pk):
    assert as_user(alice).get(f"/api/profiles/{pk}").status_code == 404


def test_a_token_needs_its_scope(alice):
    for scope, expected in (("read", 403), ("write", 201)):
        _, text = make_token(by=alice, name=scope, scopes=[scope])
        client = Client(headers={"Authorization": f"Bearer {text}"})
        assert send(client, "post", "/api/profiles", {"name": scope}).status_code == expected


def test_more_profiles_need_no_more_queries(as_user, alice):
    client = as_user(alice)
    counts = []
    for names in (("A",), ("B", "C", "D", "E")):
        for name in names:
            send(client, "post", "/api/profiles", CHILD | {"name": name})
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/profiles")
        counts.append(len(queries))
    assert counts[0] == counts[1]
