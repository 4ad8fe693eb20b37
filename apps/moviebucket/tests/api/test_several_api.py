"""/api/buckets/<id>/items/<verb>: what the table of a bucket does with several copies."""

import pytest

from apps.moviebucket.actions import lend
from apps.moviebucket.models import Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
BODIES = {
    "take-out": {}, "place": {"room": "Hall"}, "move": {}, "tag": {"tags": ["own"]}, "untag": {"tags": ["OLD"]},
    "edit": {"region": "2", "rating": "5"},
}  # fmt: skip


@pytest.fixture
def items(bucket):
    return [ItemFactory(bucket=bucket, title=title, tags=["old"]) for title in ("Alien", "Brazil", "Charade")]


@pytest.fixture
def cellar(alice):
    return BucketFactory(owner=alice, name="Cellar")


@pytest.fixture
def ask(send, base, items, cellar):
    def asked(client, verb, **more):
        body = {"items": [item.pk for item in items[:2]], **BODIES[verb], **more}
        return send(client, "post", f"{base}/items/{verb}", body | ({"to": cellar.pk} if verb == "move" else {}))

    return asked


@pytest.mark.parametrize("verb", BODIES)
def test_who_may_change_items_may_change_several(
    as_user, alice, bob, charlie, curator, administrator, bucket, base, items, cellar, ask, verb
):
    share = Share.objects.create(bucket=bucket, user=bob, role="viewer")
    assert ask(as_user(None), verb).status_code == 401
    answers = [ask(as_user(who), verb).status_code for who in (bob, charlie, curator, administrator)]
    assert answers == [403, 404, 404, 404]
    assert ask(as_user(charlie), verb, items="x").status_code == 404
    share.role = "editor"
    share.save()
    cellar.shares.create(user=bob, role="editor")
    assert ask(as_user(bob), verb).status_code == 200
    assert as_user(alice).get(f"{base}/items/{verb}").status_code == 405


@pytest.mark.parametrize("verb", BODIES)
def test_it_is_one_change_and_can_be_undone(as_user, alice, bucket, items, ask, send, verb):
    client = as_user(alice)
    before = client.get(f"/api/buckets/{bucket.pk}/items").json()["results"]
    answer = ask(client, verb).json()
    assert sorted(answer["items"]) == [item.pk for item in items[:2]]
    assert answer["change"] == bucket.changes.get().pk and "2 copies, Alien among them" in answer["about"]
    assert client.get(f"/api/buckets/{bucket.pk}/items").json()["results"] != before
    assert send(client, "post", answer["undo"]).status_code == 200
    after = client.get(f"/api/buckets/{bucket.pk}/items").json()["results"]
    moving = ("version", "changed_at", "added_at")
    assert [{name: row[name] for name in row if name not in moving} for row in after] == [
        {name: row[name] for name in row if name not in moving} for row in before
    ]
    assert [row["version"] for row in after] == [3 if verb != "take-out" else 2] * 2 + [1]


def test_what_is_written_counts_as_a_version(as_user, alice, bucket, base, items, ask, send):
    client = as_user(alice)
    ask(client, "tag")
    shown = client.get(f"{base}/items/{items[0].pk}")
    assert (shown["ETag"], shown.json()["tags"]) == ('"2"', ["old", "own"])
    stale = send(client, "patch", f"{base}/items/{items[0].pk}", {"tags": []}, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    changed = send(client, "patch", f"{base}/items/{items[0].pk}", {"tags": []})
    assert (changed["ETag"], changed.json()["tags"]) == ('"3"', [])


@pytest.mark.parametrize("verb", BODIES)
@pytest.mark.parametrize("items", [None, [], "x", [0], [True], ["1"], [2**63], [1.5], list(range(1, 502))])
def test_what_is_no_list_of_ids_is_refused(as_user, alice, bucket, base, cellar, send, verb, items):
    body = {"items": items, "to": cellar.pk} | BODIES[verb]
    response = send(as_user(alice), "post", f"{base}/items/{verb}", body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#/items"


@pytest.mark.parametrize(
    ("verb", "more", "pointer"),
    [
        ("place", {"room": 5}, "#/room"), ("place", {"room": "x" * 61}, "#/room"), ("place", {"room": " "}, None),
        ("tag", {"tags": "own"}, "#/tags"), ("tag", {"tags": []}, "#/tags"), ("tag", {"tags": ["a,b"]}, "#/tags"),
        ("tag", {"tags": ["old"]}, None), ("untag", {"tags": ["new"]}, None), ("edit", {"rating": 6}, "#/rating"),
        ("edit", {"rating": "", "region": None}, None), ("edit", {"format": "Betamax"}, "#/format"),
        ("edit", {"audio": ["en"]}, "#/audio"), ("edit", {"condition": "eaten"}, "#/condition"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(as_user, alice, bucket, ask, verb, more, pointer):
    response = ask(as_user(alice), verb, **more)
    assert response.status_code == 400
    assert (response.json()["errors"][0]["pointer"] or None) in (pointer, "#", None)
    assert pointer is None or response.json()["errors"][0]["pointer"] == pointer
    assert not bucket.changes.exists()


@pytest.mark.parametrize("to", [None, "1", 0, 2**70, True, "theirs"])
def test_nothing_is_moved_to_a_bucket_that_one_may_not_change(as_user, alice, bob, bucket, base, items, send, to):
    to = BucketFactory(owner=bob).pk if to == "theirs" else to
    body = {"items": [items[0].pk], "to": to}
    response = send(as_user(alice), "post", f"{base}/items/move", body)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "#/to")


def test_what_is_lent_is_not_taken_out(as_user, alice, bucket, items, ask):
    lend(item=items[0], by=alice, name="Dora")
    response = ask(as_user(alice), "take-out")
    assert (response.status_code, "Dora has" in response.json()["detail"]) == (409, True)
    assert bucket.items.count() == 3


@pytest.mark.parametrize("body", [[], "x", 5, None])
def test_a_body_that_is_no_object_is_refused(as_user, alice, base, items, body):
    for verb in BODIES:
        address = f"{base}/items/{verb}"
        assert as_user(alice).post(address, body, content_type="application/json").status_code == 400


def test_items_of_other_buckets_are_not_touched(as_user, alice, bucket, base, send, cellar):
    other = ItemFactory(bucket=cellar)
    response = send(as_user(alice), "post", f"{base}/items/edit", {"items": [other.pk], "region": "2"})
    assert response.status_code == 400
    other.refresh_from_db()
    assert other.region == ""
