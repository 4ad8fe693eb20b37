"""Groups of a bucket, and its link, by the API."""

import pytest

from apps.groups.actions import create_group
from apps.moviebucket.models import Bucket, GroupShare, Share

pytestmark = pytest.mark.django_db


def test_shared_changed_and_ended(as_user, alice, bob, club, bucket, base, send, values):
    owner, guest = as_user(alice), as_user(bob)
    made = send(owner, "post", f"{base}/groups", {"group": club.pk})
    assert (made.status_code, made.json()["role"]) == (201, "viewer")
    assert made.json()["group"] == {"id": club.pk, "name": "Film club"}
    assert [row["id"] for row in guest.get(f"{base}/groups").json()] == [made.json()["id"]]
    assert guest.get(base).json()["role"] == "viewer"
    assert send(guest, "post", f"{base}/items", values).status_code == 403
    assert send(owner, "post", f"{base}/groups", {"group": club.pk, "role": "editor"}).json()["id"] == made.json()["id"]
    assert send(guest, "post", f"{base}/items", values).status_code == 201
    [row] = guest.get("/api/buckets").json()["results"]
    assert row["role"] == "editor"
    address = f"{base}/groups/{made.json()['id']}"
    assert send(owner, "patch", address, {"role": "viewer"}).json()["role"] == "viewer"
    assert send(owner, "patch", address, {}).json()["role"] == "viewer"
    assert send(owner, "patch", address, {"role": "owner"}).status_code == 400
    assert owner.delete(address).status_code == 204
    assert [guest.get(there).status_code for there in (base, f"{base}/items", f"{base}/groups")] == [404] * 3
    assert owner.delete(address).status_code == 404


def test_who_may_what(as_user, as_profile, bob, charlie, ann, grouped, base, club, send):
    share = grouped.group_shares.get()
    for who, reads, writes in ((bob, 200, 403), (charlie, 404, 404), (None, 401, 401)):
        client = as_user(who)
        assert client.get(f"{base}/groups").status_code == reads
        assert send(client, "post", f"{base}/groups", {"group": club.pk}).status_code == writes
        assert send(client, "patch", f"{base}/groups/{share.pk}", {"role": "editor"}).status_code == writes
        assert client.delete(f"{base}/groups/{share.pk}").status_code == writes
    assert as_profile(ann).get(f"{base}/groups").status_code == 403
    assert GroupShare.objects.get().role == "viewer"


def test_of_other_groups_nothing_is_told(as_user, charlie, grouped, base):
    grouped.shares.create(user=charlie)
    assert as_user(charlie).get(f"{base}/groups").json() == []


def test_a_group_that_is_none_or_not_one_s_own(as_user, alice, bob, base, send):
    theirs = create_group(by=bob, name="Bob's club")
    answers = [send(as_user(alice), "post", f"{base}/groups", {"group": pk}) for pk in (theirs.pk, 2**62)]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json()["detail"] == answers[1].json()["detail"] == "Share with a group that you are in."


@pytest.mark.parametrize("body", [{}, {"group": "x"}, {"group": 0}, {"group": True}, {"group": 1, "role": "owner"}])
def test_what_is_no_share_is_refused(as_user, alice, base, send, body):
    assert send(as_user(alice), "post", f"{base}/groups", body).status_code == 400


def test_they_cost_the_same_however_many_there_are(as_user, alice, bucket, base, django_assert_max_num_queries):
    for number in range(1, 13):
        share = create_group(by=alice, name=f"Club {number}").memberships.get()
        bucket.group_shares.create(membership=share)
        if number in (2, 12):
            client = as_user(alice)
            with django_assert_max_num_queries(6):
                assert len(client.get(f"{base}/groups").json()) == number


# --- the link ----------------------------------------------------------------------------------------


def test_taking_part_by_the_link_until_it_is_renewed(as_user, alice, bob, bucket, base, send, values):
    owner, guest = as_user(alice), as_user(bob)
    told = send(owner, "patch", base, {"visibility": "link", "link_role": "editor"}).json()
    assert told["link_role"] == "editor"
    secret = told["link"].rstrip("/").rpartition("/")[2]
    joined = send(guest, "post", "/api/buckets/links", {"secret": secret})
    assert (joined.status_code, joined.json()["role"], joined.json()["by_link"]) == (201, "editor", True)
    assert send(guest, "post", f"{base}/items", values).status_code == 201
    assert [row["by_link"] for row in owner.get(f"{base}/members").json()] == [False, True]
    assert send(guest, "post", f"{base}/secret").status_code == 403
    assert send(owner, "post", f"{base}/secret").json()["link"] != told["link"]
    assert guest.get(base).status_code == 404
    assert send(guest, "post", "/api/buckets/links", {"secret": secret}).status_code == 404


@pytest.mark.parametrize("facts", [{"link_role": "viewer"}, {"visibility": "private"}])
def test_it_ends_with_the_link(as_user, alice, bob, bucket, base, send, facts):
    Bucket.objects.update(visibility="link", link_role="editor")
    send(as_user(bob), "post", "/api/buckets/links", {"secret": bucket.secret})
    assert as_user(bob).get(base).status_code == 200
    send(as_user(alice), "patch", base, facts)
    assert as_user(bob).get(base).status_code == 404


def test_who_may_not_take_part(as_user, as_profile, alice, bob, ann, bucket, send):
    Bucket.objects.update(visibility="link")
    assert send(as_user(bob), "post", "/api/buckets/links", {"secret": bucket.secret}).status_code == 403
    Bucket.objects.update(link_role="editor")
    for client, status in ((as_user(None), 401), (as_profile(ann), 403), (as_user(alice), 409)):
        assert send(client, "post", "/api/buckets/links", {"secret": bucket.secret}).status_code == status
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"secret": 5}, 400), ({"secret": "x" * 33}, 400), ({"secret": "a\0"}, 400), ({"secret": "x"}, 404)],
)
def test_a_secret_that_is_none(as_user, bob, send, body, status):
    assert send(as_user(bob), "post", "/api/buckets/links", body).status_code == status
