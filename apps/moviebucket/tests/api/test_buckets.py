"""/api/buckets and /api/buckets/<id>."""

import pytest

from apps.accounts.actions import make_token
from apps.accounts.tokens.scopes import Scope
from apps.moviebucket.models import Bucket, Item
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db


def test_a_bucket_is_there_for_its_owner_and_who_shares_it(as_user, alice, bob, charlie, curator, viewed, item, base):
    people = (alice, bob, charlie, curator, None)
    for address in (base, f"{base}/", f"{base}/items", f"{base}/items/{item.pk}", f"{base}/members", f"{base}/changes"):
        assert [as_user(who).get(address).status_code for who in people] == [200, 200, 404, 404, 401], address
    assert [as_user(who).get(f"{base}/invitations").status_code for who in people] == [200, 403, 404, 404, 401]


def test_a_stranger_is_told_the_same_as_of_a_bucket_that_is_none(as_user, charlie, bucket, base):
    client = as_user(charlie)
    there, nowhere = client.get(base), client.get("/api/buckets/9999999999999999999")
    assert (there.status_code, there.json()) == (nowhere.status_code, nowhere.json())


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_the_owner_changes_a_bucket_itself(as_user, bob, charlie, bucket, base, send, role):
    bucket.shares.create(user=bob, role=role)
    for who, status in ((bob, 403), (charlie, 404), (None, 401)):
        assert send(as_user(who), "patch", base, {"name": "Mine"}).status_code == status
        assert as_user(who).delete(base).status_code == status
    bucket.refresh_from_db()
    assert bucket.name == "Living room"


def test_buckets_are_listed_with_ones_role_and_their_size(as_user, bob, charlie, edited, item):
    BucketFactory(owner=bob, name="Cellar")
    BucketFactory(owner=charlie, name="His alone")
    rows = as_user(bob).get("/api/buckets").json()["results"]
    assert [(row["name"], row["role"], row["items"], row["owner"]["name"]) for row in rows] == [
        ("Cellar", "owner", 0, "Bob"),
        ("Living room", "editor", 1, "Alice"),
    ]
    assert rows[1]["url"] == f"http://testserver/buckets/{edited.pk}/"
    assert as_user(bob).get(rows[1]["items_url"]).json()["count"] == 1


def test_who_gave_no_name_is_not_known_by_their_address(as_user, alice, bob, viewed, base):
    alice.name = ""
    alice.save()
    text = "".join(as_user(bob).get(f"{base}{part}").content.decode() for part in ("", "/members", "/changes"))
    assert "alice@" not in text


def test_a_list_costs_the_same_however_many_there_are(as_user, alice, bob, charlie, django_assert_max_num_queries):
    for number in range(1, 13):
        ItemFactory(bucket=BucketFactory(owner=alice))
        shared = BucketFactory(owner=bob if number % 2 else charlie)
        shared.shares.create(user=alice)
        if number in (2, 12):
            client = as_user(alice)
            client.get("/api/buckets")
            with django_assert_max_num_queries(8):
                client.get("/api/buckets")


def test_a_bucket_is_made_changed_and_deleted(as_user, alice, send):
    client = as_user(alice)
    made = send(client, "post", "/api/buckets", {"name": " Cellar ", "description": "Mostly VHS"})
    assert (made.status_code, made.json()["name"], made.json()["role"]) == (201, "Cellar", "owner")
    address = made["Location"]
    assert client.get(address).json() == made.json()
    changed = send(client, "patch", address, {"visibility": "link"}).json()
    assert (changed["name"], changed["visibility"]) == ("Cellar", "link")
    assert "/buckets/shared/" in changed["link"]
    ItemFactory(bucket_id=made.json()["id"])
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "  "}, {"name": "x" * 81}, {"name": 1}, {"name": "a\0"}, {"name": "\ud800"}, [], '"x"',
     {"name": "A", "visibility": "all"}, {"name": "A", "description": "x" * 2001}],
)  # fmt: skip
def test_what_a_bucket_cannot_be_is_refused(as_user, alice, send, body):
    response = send(as_user(alice), "post", "/api/buckets", body)
    assert response.status_code == 400
    assert response.json()["errors"]
    assert not Bucket.objects.exists()


def test_there_is_room_for_so_many(as_user, alice, send, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.models.bucket.MOST_BUCKETS", 1)
    client = as_user(alice)
    statuses = [send(client, "post", "/api/buckets", {"name": "A"}).status_code for _ in range(2)]
    assert statuses == [201, 400]


def test_a_token_reads_with_one_scope_and_writes_with_another(client, alice, base, send):
    tokens = {}
    for scope in (Scope.READ, Scope.WRITE):
        _, tokens[scope] = make_token(by=alice, name=scope.value, scopes=[scope])
    reads, writes = ({"Authorization": f"Bearer {text}"} for text in tokens.values())
    assert client.get(base, headers=reads).status_code == 200
    assert send(client, "patch", base, {"name": "B"}, **reads).status_code == 403
    assert client.get(base, headers=writes).status_code == 403
    assert send(client, "patch", base, {"name": "B"}, **writes).status_code == 200
    assert client.get(base, headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_a_child_looks_at_its_household_alone_and_changes_nothing(as_profile, ann, alice, charlie, bucket, base, send):
    ItemFactory(bucket=bucket, movie=None)
    shared = BucketFactory(owner=charlie)
    shared.shares.create(user=alice, role="editor")
    client = as_profile(ann)
    [row] = client.get("/api/buckets").json()["results"]
    assert (row["id"], row["role"], row["items"]) == (bucket.pk, "viewer", 0)
    assert client.get(f"/api/buckets/{shared.pk}").status_code == 404
    assert send(client, "post", "/api/buckets", {"name": "Mine"}).status_code == 403
    assert send(client, "patch", base, {"name": "Mine"}).status_code == 403
    assert client.delete(base).status_code == 403
    assert [client.get(f"{base}/{part}").status_code for part in ("members", "changes", "invitations")] == [403] * 3
    assert client.get("/api/buckets/invitations").json()["count"] == 0


def test_no_cache_keeps_an_answer(as_user, alice, base):
    assert "no-store" in as_user(alice).get(base)["Cache-Control"]
