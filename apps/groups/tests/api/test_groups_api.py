"""/api/groups, their members and invitations."""

import pytest

from apps.accounts.models import User
from apps.groups.actions import create_group
from apps.groups.models import Group, Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(group):
    return f"/api/groups/{group.pk}"


# --- groups ------------------------------------------------------------------------------------------


def test_one_s_groups(as_user, as_profile, alice, bob, charlie, administrator, ann, group):
    [row] = as_user(bob).get("/api/groups").json()["results"]
    assert (row["name"], row["role"], row["may_manage"], row["members"]) == ("Film club", "member", False, 2)
    for who in (charlie, administrator):
        assert as_user(who).get("/api/groups").json()["count"] == 0
    assert as_profile(ann).get("/api/groups").status_code == 403
    assert as_user(None).get("/api/groups").status_code == 401


def test_a_group_is_made_named_and_deleted(as_user, alice, send):
    client = as_user(alice)
    made = send(client, "post", "/api/groups", {"name": " Film club "})
    assert (made.status_code, made.json()["name"], made.json()["role"]) == (201, "Film club", "manager")
    address = made["Location"]
    assert client.get(address).json() == made.json()
    assert send(client, "patch", address, {"name": "Cinema"}).json()["name"] == "Cinema"
    assert send(client, "patch", address, {}).json()["name"] == "Cinema"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_who_may_what(as_user, bob, charlie, administrator, base, send):
    for who, reads, writes in ((bob, 200, 403), (charlie, 404, 404), (administrator, 404, 404), (None, 401, 401)):
        assert as_user(who).get(base).status_code == reads
        assert as_user(who).get(f"{base}/members").status_code == reads
        assert send(as_user(who), "patch", base, {"name": "Mine"}).status_code == writes
        assert as_user(who).delete(base).status_code == writes
        assert as_user(who).get(f"{base}/invitations").status_code == writes
        assert send(as_user(who), "post", f"{base}/invitations", {"email": "d@example.org"}).status_code == writes
    assert Group.objects.get().name == "Film club"


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "  "}, {"name": "x" * 81}, {"name": 5}, {"name": "a\0"}])
def test_what_is_no_group_is_refused(as_user, alice, send, body):
    assert send(as_user(alice), "post", "/api/groups", body).status_code == 400


# --- members -----------------------------------------------------------------------------------------


def test_who_is_in_it(as_user, bob, base):
    rows = as_user(bob).get(f"{base}/members").json()["results"]
    assert [(row["user"]["name"], row["role"]) for row in rows] == [("Alice", "manager"), ("Bob", "member")]
    assert all(row["since"] for row in rows) and "@" not in str(rows)


def test_roles_and_taking_off(as_user, alice, bob, charlie, group, base, send):
    own, other = (f"{base}/members/{group.memberships.get(user=who).pk}" for who in (alice, bob))
    assert send(as_user(bob), "patch", own, {"role": "member"}).status_code == 403
    assert as_user(bob).delete(own).status_code == 403
    assert as_user(charlie).delete(own).status_code == 404
    for answer in (send(as_user(alice), "patch", own, {"role": "member"}), as_user(alice).delete(own)):
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        assert answer.json()["detail"].startswith("Nobody else manages this group.")
    assert send(as_user(alice), "patch", other, {"role": "owner"}).status_code == 400
    assert send(as_user(alice), "patch", other, {"role": "manager"}).json()["role"] == "manager"
    assert send(as_user(alice), "patch", other, {}).json()["role"] == "manager"
    assert as_user(alice).delete(own).status_code == 204
    assert as_user(alice).get(base).status_code == 404
    assert as_user(bob).delete(f"{base}/members/{10**19 - 1}").status_code == 404


def test_everybody_may_leave(as_user, bob, group, base):
    assert as_user(bob).delete(f"{base}/members/{group.memberships.get(user=bob).pk}").status_code == 204
    assert as_user(bob).get(base).status_code == 404


# --- invitations -------------------------------------------------------------------------------------


def test_somebody_is_invited_and_joins(as_user, alice, bob, charlie, base, send):
    manager, asked = as_user(alice), as_user(charlie)
    made = send(manager, "post", f"{base}/invitations", {"email": "Charlie@Example.org", "role": "manager"})
    nobody = send(manager, "post", f"{base}/invitations", {"email": "nobody@example.org"})
    assert (made.status_code, sorted(made.json())) == (201, sorted(nobody.json()))
    assert nobody.json()["role"] == "member"
    assert manager.get(f"{base}/invitations").json()["count"] == 2
    assert manager.delete(f"{base}/invitations/{nobody.json()['id']}").status_code == 204
    [received] = asked.get("/api/groups/invitations").json()["results"]
    assert (received["group"], received["invited_by"]["name"], received["role"]) == ("Film club", "Alice", "manager")
    accept = f"/api/groups/invitations/{received['id']}/accept"
    assert [send(as_user(who), "post", accept).status_code for who in (bob, alice, None)] == [404, 404, 401]
    assert send(asked, "post", accept).json()["role"] == "manager"
    assert asked.get(base).status_code == 200
    assert send(asked, "post", accept).status_code == 404


def test_an_invitation_is_declined(as_user, alice, bob, charlie, group):
    asked = group.invitations.create(invited_by=alice, email=charlie.email)
    assert as_user(bob).delete(f"/api/groups/invitations/{asked.pk}").status_code == 404
    assert as_user(charlie).delete(f"/api/groups/invitations/{asked.pk}").status_code == 204
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"email": "no address"}, {"email": "alice@example.org"}, {"email": "a@b.org", "role": "owner"}]
)
def test_what_is_no_invitation_is_refused(as_user, alice, base, send, body):
    assert send(as_user(alice), "post", f"{base}/invitations", body).status_code == 400


def test_it_costs_the_same_however_many_there_are(as_user, alice, group, base, django_assert_max_num_queries):
    for number in range(1, 19):
        user = User.objects.create_user(f"p{number}@example.org")
        group.memberships.create(user=user)
        create_group(by=user, name=f"Club {number}").memberships.create(user=alice)
        if number in (2, 18):
            client = as_user(alice)
            for address in (f"{base}/members", "/api/groups"):
                with django_assert_max_num_queries(7):
                    assert client.get(address).status_code == 200
