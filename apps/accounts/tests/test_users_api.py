"""/api/users and /api/users/me."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User

pytestmark = pytest.mark.django_db


def rename(client, body):
    return client.patch("/api/users/me", json.dumps(body), content_type="application/json")


@pytest.mark.parametrize(
    ("persona", "expected"),
    [(None, 401), ("alice", 403), ("curator", 403), ("moderator", 403), ("administrator", 200)],
)
def test_who_may_see_everybody(persona, expected, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get("/api/users").status_code == expected


@pytest.mark.parametrize(
    ("persona", "roles"),
    [("alice", []), ("curator", ["Curators"]), ("moderator", ["Moderators"]), ("administrator", ["Administrators"])],
)
def test_oneself(persona, roles, as_user, request):
    user = request.getfixturevalue(persona)
    me = as_user(user).get("/api/users/me").json()
    assert (me["id"], me["email"], me["roles"]) == (user.pk, user.email, roles)
    assert "password" not in me


def test_a_visitor_is_nobody(client):
    assert client.get("/api/users/me").status_code == 401
    assert rename(client, {"name": "Eve"}).status_code == 401


def test_one_may_change_ones_name_and_nothing_else(as_user, alice):
    response = rename(
        as_user(alice), {"name": "Ada", "email": "root@example.org", "is_staff": True, "roles": ["Curators"]}
    )
    assert response.json()["name"] == "Ada"
    alice.refresh_from_db()
    assert (alice.name, alice.email, alice.is_staff, alice.role_names) == ("Ada", "alice@example.org", False, [])


@pytest.mark.parametrize("name", ["x" * 81, "nul\x00", None, 3, True, {"first": "Ada"}, ["Ada"]])
def test_bad_names(as_user, alice, name):
    response = rename(as_user(alice), {"name": name})
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#/name"


@pytest.mark.parametrize("method", ["put", "post", "delete"])
def test_other_methods(as_user, alice, method):
    assert getattr(as_user(alice), method)("/api/users/me").status_code == 405


def test_more_people_need_no_more_queries(as_user, administrator, curator):
    client = as_user(administrator)
    counts = []
    for start in (0, 10):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/api/users").status_code == 200
        counts.append(len(queries))
        for number in range(start, start + 10):
            User.objects.create_user(f"p{number}@example.org").groups.add(Group.objects.get(name="Curators"))
    assert counts[1] <= counts[0]  # a count that took long is kept, so that the second may be one fewer
