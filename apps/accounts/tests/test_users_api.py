"""/api/users and /api/users/me."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Profile, User

pytestmark = pytest.mark.django_db


def rename(client, body):
    return client.patch("/api/users/me", json.dumps(body), content_type="application/json")


@pytest.fixture
def shown(bob):
    """Bob, whose own profile members see."""
    Profile.objects.filter(account=bob).update(name="Bobby", avatar="cat", is_public=True)
    return bob


def test_a_visitor_sees_nobody(client, shown):
    assert client.get("/api/users").status_code == 401


@pytest.mark.parametrize("persona", ["alice", "curator", "moderator"])
def test_members_see_themselves_and_whoever_shows_a_profile(persona, as_user, shown, charlie, request):
    user = request.getfixturevalue(persona)
    rows = as_user(user).get("/api/users").json()["results"]
    own = user.profiles.get()
    mine = {"id": own.pk, "name": own.name, "avatar": "reel"}
    theirs = {"id": shown.profiles.get().pk, "name": "Bobby", "avatar": "cat"}
    assert sorted(rows, key=lambda row: row["name"]) == sorted(
        [mine | {"id": user.pk, "profiles": [mine]}, theirs | {"id": shown.pk, "profiles": [theirs]}],
        key=lambda row: row["name"],
    )


def test_who_was_switched_off_is_shown_no_longer(as_user, alice, shown):
    User.objects.filter(pk=shown.pk).update(is_active=False)
    assert [row["id"] for row in as_user(alice).get("/api/users").json()["results"]] == [alice.pk]


def test_administrators_see_everybody_and_how_to_reach_them(as_user, administrator, shown, charlie):
    rows = {row["id"]: row for row in as_user(administrator).get("/api/users").json()["results"]}
    assert set(rows) == {administrator.pk, shown.pk, charlie.pk}
    assert (rows[shown.pk]["email"], rows[shown.pk]["name"]) == (shown.email, "Bob")
    assert rows[administrator.pk]["roles"] == ["Administrators"]


def test_nobody_else_is_given_an_address(as_user, curator, shown):
    assert "@" not in as_user(curator).get("/api/users").content.decode()


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


def test_oneself_with_the_household(as_user, alice):
    me = as_user(alice).get("/api/users/me").json()
    [own] = alice.profiles.all()
    assert me["profiles"] == [{"id": own.pk, "name": "Alice", "avatar": "reel"}]
    assert me["watching"] == own.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "root@example.org"),
        ("is_staff", True),
        ("is_superuser", True),
        ("is_active", False),
        ("roles", ["Administrators"]),
        ("groups", [1]),
        ("user_permissions", [1]),
        ("password", "x"),
        ("id", 1),
        ("roles_count", True),
    ],
)
def test_one_may_change_ones_name_and_nothing_else(as_user, alice, field, value):
    client = as_user(alice)
    before = User.objects.filter(pk=alice.pk).values().get()
    response = rename(client, {"name": "Ada", field: value})
    assert response.json()["name"] == "Ada"
    assert User.objects.filter(pk=alice.pk).values().get() == before | {"name": "Ada"}
    assert User.objects.get(pk=alice.pk).role_names == []
    assert not alice.user_permissions.exists()


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
