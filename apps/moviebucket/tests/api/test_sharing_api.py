"""Members, invitations and the log of a bucket."""

import pytest

from apps.accounts.models import User
from apps.moviebucket.models import Change, Invitation, Item, Share
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(db):
    return User.objects.create_user("dora@example.org", name="Dora")


# --- members ---------------------------------------------------------------------------------------


def test_who_sees_a_bucket_sees_who_else_does(as_user, alice, bob, viewed, base):
    for who in (alice, bob):
        rows = as_user(who).get(f"{base}/members").json()
        assert [(row["user"]["name"], row["role"], bool(row["id"])) for row in rows] == [
            ("Alice", "owner", False),
            ("Bob", "viewer", True),
        ]
        assert all(row["since"] for row in rows)


def test_the_owner_changes_roles_and_takes_people_off(as_user, alice, bob, viewed, base, send, values):
    address = f"{base}/members/{viewed.shares.get().pk}"
    assert send(as_user(alice), "patch", address, {"role": "editor"}).json()["role"] == "editor"
    assert send(as_user(bob), "post", f"{base}/items", values).status_code == 201
    assert send(as_user(alice), "patch", address, {"role": "owner"}).status_code == 400
    assert send(as_user(alice), "patch", address, {}).json()["role"] == "editor"
    assert as_user(alice).delete(address).status_code == 204
    assert [as_user(bob).get(there).status_code for there in (base, f"{base}/items", f"{base}/members")] == [404] * 3
    assert as_user(alice).delete(address).status_code == 404


def test_nobody_else_does_and_everybody_may_leave(as_user, bob, charlie, dora, edited, base, send):
    other = Share.objects.create(bucket=edited, user=dora)
    own = edited.shares.get(user=bob)
    client = as_user(bob)
    assert send(client, "patch", f"{base}/members/{own.pk}", {"role": "viewer"}).status_code == 403
    assert client.delete(f"{base}/members/{other.pk}").status_code == 403
    assert as_user(charlie).delete(f"{base}/members/{other.pk}").status_code == 404
    assert client.delete(f"{base}/members/{own.pk}").status_code == 204
    assert client.get(base).status_code == 404


def test_members_cost_the_same_however_many_there_are(as_user, alice, bucket, base, django_assert_max_num_queries):
    for number in range(1, 21):
        Share.objects.create(bucket=bucket, user=User.objects.create_user(f"p{number}@example.org"))
        if number in (2, 20):
            client = as_user(alice)
            with django_assert_max_num_queries(6):
                assert len(client.get(f"{base}/members").json()) == number + 1


# --- invitations -----------------------------------------------------------------------------------


def test_somebody_is_invited_accepts_and_edits(as_user, alice, bob, charlie, bucket, base, send, values):
    owner, asked = as_user(alice), as_user(bob)
    made = send(owner, "post", f"{base}/invitations", {"email": "Bob@Example.org", "role": "editor"})
    assert (made.status_code, made.json()["role"]) == (201, "editor")
    nobody = send(owner, "post", f"{base}/invitations", {"email": "nobody@example.org"})
    assert sorted(nobody.json()) == sorted(made.json())
    assert nobody.json()["role"] == "viewer"
    assert owner.get(f"{base}/invitations").json()["count"] == 2
    assert owner.delete(f"{base}/invitations/{nobody.json()['id']}").status_code == 204
    [received] = asked.get("/api/buckets/invitations").json()["results"]
    assert (received["bucket"], received["owner"]["name"], received["role"]) == ("Living room", "Alice", "editor")
    accept = f"/api/buckets/invitations/{received['id']}/accept"
    assert [send(as_user(who), "post", accept).status_code for who in (charlie, alice, None)] == [404, 404, 401]
    accepted = send(asked, "post", accept)
    assert (accepted.status_code, accepted.json()["role"]) == (201, "editor")
    assert send(asked, "post", f"{base}/items", values).status_code == 201
    assert send(asked, "post", accept).status_code == 404


def test_a_second_invitation_changes_the_role(as_user, alice, base, send):
    for role in ("viewer", "editor"):
        send(as_user(alice), "post", f"{base}/invitations", {"email": "bob@example.org", "role": role})
    assert Invitation.objects.get().role == "editor"


def test_an_invitation_is_declined(as_user, bob, charlie, bucket):
    address = f"/api/buckets/invitations/{Invitation.objects.create(bucket=bucket, email='bob@example.org').pk}"
    assert as_user(charlie).delete(address).status_code == 404
    assert as_user(bob).delete(address).status_code == 204
    assert not Share.objects.exists()


def test_only_the_owner_invites(as_user, bob, charlie, edited, base, send):
    asked = edited.invitations.create(email="dora@example.org")
    for who, status in ((bob, 403), (charlie, 404), (None, 401)):
        body = {"email": "eve@example.org"}
        assert send(as_user(who), "post", f"{base}/invitations", body).status_code == status
        assert as_user(who).delete(f"{base}/invitations/{asked.pk}").status_code == status


@pytest.mark.parametrize(
    "body", [{}, {"email": "no address"}, {"email": "alice@example.org"}, {"email": "a@b.org", "role": "owner"}]
)
def test_what_is_no_invitation_is_refused(as_user, alice, base, send, body):
    assert send(as_user(alice), "post", f"{base}/invitations", body).status_code == 400


# --- the log ---------------------------------------------------------------------------------------


@pytest.fixture
def changed(as_user, alice, edited, base, send, values):
    """A bucket in which Alice put an item in and changed it."""
    client = as_user(alice)
    address = send(client, "post", f"{base}/items", values)["Location"]
    send(client, "patch", address, {"rating": 1})
    return address


def test_the_log_says_who_did_what(as_user, bob, changed, base):
    last, first = as_user(bob).get(f"{base}/changes").json()["results"]
    assert (last["kind"], last["about"], last["by"]) == ("changed", "Alien", "Alice")
    assert (last["before"], last["after"], last["may_undo"]) == ({"rating": 5}, {"rating": 1}, True)
    assert (first["kind"], first["after"]["title"], first["undone_at"]) == ("added", "Alien", None)


def test_a_change_is_taken_back_by_who_edits(as_user, bob, changed, base, send, edited):
    client = as_user(bob)
    last, first = client.get(f"{base}/changes").json()["results"]
    too_early = send(client, "post", f"{base}/changes/{first['id']}/undo")
    assert (too_early.status_code, too_early["Content-Type"]) == (409, "application/problem+json")
    assert too_early.json()["detail"] == "It was changed again since. Undo the later change first."
    undone = send(client, "post", f"{base}/changes/{last['id']}/undo")
    assert (undone.status_code, undone.json()["may_undo"]) == (200, False)
    assert Item.objects.get().rating == 5
    assert send(client, "post", f"{base}/changes/{last['id']}/undo").status_code == 409


def test_who_looks_undoes_nothing(as_user, bob, charlie, changed, base, send, edited):
    edited.shares.update(role="viewer")
    last = as_user(bob).get(f"{base}/changes").json()["results"][0]
    assert last["may_undo"] is False
    for who, status in ((bob, 403), (charlie, 404), (None, 401)):
        assert send(as_user(who), "post", f"{base}/changes/{last['id']}/undo").status_code == status
    assert Item.objects.get().rating == 1


def test_who_came_and_went_is_told_to_the_owner_alone(as_user, alice, bob, dora, edited, base, send):
    share = Share.objects.create(bucket=edited, user=dora)
    as_user(alice).delete(f"{base}/members/{share.pk}")
    [row] = as_user(alice).get(f"{base}/changes").json()["results"]
    assert (row["kind"], row["about"]) == ("unshared", "Dora")
    assert as_user(bob).get(f"{base}/changes").json()["count"] == 0
    assert send(as_user(bob), "post", f"{base}/changes/{row['id']}/undo").status_code == 404
    assert send(as_user(alice), "post", f"{base}/changes/{row['id']}/undo").status_code == 409


def test_many_at_once_are_one_change_and_go_out_as_one(as_user, alice, base, send, values):
    client = as_user(alice)
    send(client, "post", f"{base}/items/bulk", [values] * 3)
    [row] = client.get(f"{base}/changes").json()["results"]
    assert (row["kind"], row["about"], row["before"], row["after"]) == ("imported", "3 items", {}, {})
    assert send(client, "post", f"{base}/changes/{row['id']}/undo").status_code == 200
    assert not Item.objects.exists()


def test_the_log_costs_the_same_however_long_it_is(as_user, alice, bucket, base, django_assert_max_num_queries):
    item = ItemFactory(bucket=bucket)
    for number in range(1, 21):
        Change.objects.create(bucket=bucket, by=alice, kind="changed", item_id=item.pk, about="Alien")
        if number in (2, 20):
            client = as_user(alice)
            with django_assert_max_num_queries(8):
                assert client.get(f"{base}/changes").json()["count"] == number
