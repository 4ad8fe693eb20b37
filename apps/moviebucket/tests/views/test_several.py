"""Several copies, chosen in the table of a bucket."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
VERBS = ("take-out", "place", "move", "tag", "untag", "edit")


def text(response):
    return response.content.decode()


@pytest.fixture
def items(bucket):
    return [ItemFactory(bucket=bucket, title=title) for title in ("Alien", "Brazil", "Charade")]


@pytest.fixture
def cellar(alice):
    return BucketFactory(owner=alice, name="Cellar")


def post(client, bucket, verb, items, **more):
    data = {"item": [item.pk for item in items], "room": "Hall", "tags": "own", "region": "2", **more}
    return client.post(f"{bucket.get_absolute_url()}items/{verb}/", data, follow=True)


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_change_items_may_change_several(
    as_user, alice, bob, charlie, curator, administrator, bucket, items, cellar, verb
):
    address = f"{bucket.get_absolute_url()}items/{verb}/"
    assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
    share = Share.objects.create(bucket=bucket, user=bob, role="viewer")
    answers = [post(as_user(who), bucket, verb, items).status_code for who in (bob, charlie, curator, administrator)]
    assert answers == [403, 404, 404, 404]
    assert bucket.items.filter(room="").count() == 3
    share.role = "editor"
    share.save()
    assert post(as_user(bob), bucket, verb, items).status_code == 200
    assert as_user(alice).get(address).status_code == 405


def test_boxes_stand_in_the_table_of_who_may_change_it(as_user, alice, bob, bucket, items, cellar):
    Share.objects.create(bucket=bucket, user=bob, role="viewer")
    box = f'<input type="checkbox" name="item" value="{items[0].pk}" aria-label="Choose Alien">'
    address = f"{bucket.get_absolute_url()}?view=table"
    page = text(as_user(alice).get(address))
    assert box in page and "items/take-out/" in page and f'<option value="{cellar.pk}">Cellar' in page
    assert box not in text(as_user(bob).get(address))
    assert box not in text(as_user(alice).get(bucket.get_absolute_url()))
    bucket.visibility = "link"
    bucket.save()
    page = text(as_user(alice).get(f"/buckets/shared/{bucket.secret}/?view=table"))
    assert box not in page and "items/take-out/" not in page


def test_chosen_copies_go_and_come_back(as_user, alice, bucket, items):
    client = as_user(alice)
    page = text(post(client, bucket, "take-out", items[:2]))
    assert "2 copies are out." in page
    assert list(bucket.items.all()) == items[2:]
    undo = f"{bucket.get_absolute_url()}changes/{bucket.changes.get().pk}/undo/"
    assert undo in page
    assert "Back in Living room: 2 copies, Alien among them." in text(client.post(undo, follow=True))
    assert list(bucket.items.all()) == items


def test_chosen_copies_are_placed(as_user, alice, bucket, items):
    client = as_user(alice)
    page = text(post(client, bucket, "place", items[:1], shelf="Top"))
    assert "1 copy is placed." in page
    assert list(bucket.items.values_list("room", "shelf")) == [("Hall", "Top"), ("", ""), ("", "")]
    undo = f"{bucket.get_absolute_url()}changes/{bucket.changes.get().pk}/undo/"
    assert "stood before" in text(client.post(undo, follow=True))


def test_chosen_copies_are_moved(as_user, alice, bucket, items, cellar):
    client = as_user(alice)
    assert "3 copies are in Cellar." in text(post(client, bucket, "move", items, to=cellar.pk))
    assert list(cellar.items.all()) == items
    undo = f"{bucket.get_absolute_url()}changes/{bucket.changes.get().pk}/undo/"
    assert "Back in Living room" in text(client.post(undo, follow=True))


def test_tags_are_put_on_chosen_copies_and_taken_off(as_user, alice, bucket, items):
    client = as_user(alice)
    page = text(post(client, bucket, "tag", items[:2], tags="To lend", tag=["Noir"]))
    assert "2 copies are tagged." in page
    assert list(bucket.items.values_list("tags", flat=True)) == [["Noir", "To lend"], ["Noir", "To lend"], []]
    assert "1 copy is without it." in text(post(client, bucket, "untag", items[1:2], tags="NOIR"))
    undo = f"{bucket.get_absolute_url()}changes/{bucket.changes.first().pk}/undo/"
    assert "as they were before" in text(client.post(undo, follow=True))
    assert bucket.items.get(pk=items[1].pk).tags == ["Noir", "To lend"]
    assert "tagged <cite>2 copies, Alien among them: Noir, To lend" in text(
        client.get(f"{bucket.get_absolute_url()}changes/")
    )


def test_fields_of_chosen_copies_are_changed(as_user, alice, bucket, items):
    client = as_user(alice)
    page = text(post(client, bucket, "edit", items[:2], region="", condition="good", format="VHS", rating="5"))
    assert "2 copies are changed." in page
    facts = list(bucket.items.values_list("format", "rating", "condition", "region"))
    assert facts == [("VHS", 5, "good", "")] * 2 + [("DVD", 4, "", "")]
    undo = f"{bucket.get_absolute_url()}changes/{bucket.changes.get().pk}/undo/"
    assert undo in page
    assert "as they were before" in text(client.post(undo, follow=True))
    assert set(bucket.items.values_list("format", "rating", "condition")) == {("DVD", 4, "")}


@pytest.mark.parametrize(
    ("verb", "more", "sentence"),
    [
        ("tag", {"tags": " , "}, "Say at least one tag."),
        ("tag", {"tags": "x" * 31}, "A tag has 1 to 30 printable characters"),
        ("tag", {"tag": "a\0"}, "A tag has 1 to 30 printable characters"),
        ("untag", {"tags": "other"}, "None of them has that tag."),
        ("edit", {"region": " "}, "Fill in at least one field."),
        ("edit", {"rating": "6"}, "The rating is a whole number from 1 to 5."),
        ("edit", {"format": "Betamax"}, "The format is VHS, DVD or Streaming."),
        ("edit", {"audio": "x" * 201}, "at most 200 characters"),
        ("edit", {"condition": "eaten"}, "is not a valid choice"),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(as_user, alice, bucket, items, verb, more, sentence):
    assert sentence in text(post(as_user(alice), bucket, verb, items, **more))
    assert not bucket.changes.exists()


def test_tags_of_the_bucket_are_offered(as_user, alice, bucket, items):
    ItemFactory(bucket=bucket, tags=['"><script>alert(1)</script>', "Noir"])
    page = text(as_user(alice).get(f"{bucket.get_absolute_url()}?view=table&columns=tags"))
    assert '<option value="Noir"></option>' in page and "<script>alert" not in page


def test_one_comes_back_to_the_page_of_the_table(as_user, alice, bucket, items):
    address = f"{bucket.get_absolute_url()}?view=table&sort=-title"
    response = as_user(alice).post(
        f"{bucket.get_absolute_url()}items/take-out/", {"item": items[0].pk, "next": address}
    )
    assert response["Location"] == address
    response = as_user(alice).post(f"{bucket.get_absolute_url()}items/take-out/", {"next": "https://evil.example/"})
    assert response["Location"] == f"{bucket.get_absolute_url()}?view=table"


@pytest.mark.parametrize("to", ["", "x", "0", "9" * 30, "\0", "theirs", "looked at"])
def test_nothing_is_moved_to_a_bucket_that_one_may_not_change(as_user, alice, bob, bucket, items, to):
    theirs, looked_at = BucketFactory(owner=bob, name="Secret"), BucketFactory(owner=bob)
    Share.objects.create(bucket=looked_at, user=alice, role="viewer")
    to = {"theirs": theirs.pk, "looked at": looked_at.pk}.get(to, to)
    page = text(post(as_user(alice), bucket, "move", items, to=to))
    assert "Choose a bucket that you may change." in page and "Secret" not in page
    assert bucket.items.count() == 3


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("chosen", [[], ["x"], ["\0"], ["٣"], ["-1"], ["9" * 40]])
def test_who_chooses_nothing_is_told_so(as_user, alice, bucket, items, cellar, verb, chosen):
    data = {"item": chosen, "room": "Hall", "to": cellar.pk, "tags": "own", "region": "2"}
    response = as_user(alice).post(f"{bucket.get_absolute_url()}items/{verb}/", data, follow=True)
    assert "Choose at least one copy." in text(response)
    assert not bucket.changes.exists()


def test_a_place_that_is_none_is_refused_in_words(as_user, alice, bucket, items):
    client = as_user(alice)
    assert "Say a room, a shelf, or both." in text(post(client, bucket, "place", items, room=" "))
    assert "at most 60 characters" in text(post(client, bucket, "place", items, room="x" * 61))
    assert bucket.items.filter(room="").count() == 3


def test_what_somebody_was_writing_of_one_that_went_is_kept(as_user, alice, bob, bucket, items, cellar):
    Share.objects.create(bucket=bucket, user=bob, role="editor")
    typed = {"title": "Alien", "format": "DVD", "length": "1", "release_year": "1979", "rating": "5", "notes": "Mine"}
    for verb, item in (("take-out", items[0]), ("move", items[1])):
        post(as_user(alice), bucket, verb, [item], to=cellar.pk)
        response = as_user(bob).post(f"{item.get_absolute_url()}edit/", typed | {"version": "1"})
        assert response.status_code == 409
        assert "Mine" in text(response) and "<b>Alice</b> took it out" in text(response)


def test_the_log_says_it_and_no_name_of_another_bucket(as_user, alice, bob, bucket, items, cellar):
    Share.objects.create(bucket=bucket, user=bob, role="editor")
    post(as_user(alice), bucket, "move", items, to=cellar.pk)
    page = text(as_user(bob).get(f"{bucket.get_absolute_url()}changes/"))
    assert "moved to another bucket <cite>3 copies, Alien among them" in page and "Cellar" not in page
    page = text(as_user(alice).get(f"{cellar.get_absolute_url()}changes/"))
    assert "brought over from another bucket" in page and "/undo/" not in page.split("<main")[1]
    answer = as_user(bob).get(f"/api/buckets/{bucket.pk}/changes/").json()
    assert (answer["results"][0]["kind"], answer["results"][0]["after"]) == ("moved", {})


def test_a_child_chooses_nothing(as_profile, ann, bucket, items):
    client = as_profile(ann)
    assert [post(client, bucket, verb, items).status_code for verb in VERBS] == [403] * len(VERBS)
    assert 'type="checkbox" name="item"' not in text(client.get(f"{bucket.get_absolute_url()}?view=table"))


def test_titles_and_buckets_stay_text(as_user, alice, bucket):
    bad = '"><script>alert(1)</script>'
    item = ItemFactory(bucket=bucket, title=bad)
    other = BucketFactory(owner=alice, name=bad)
    client = as_user(alice)
    assert "<script>alert" not in text(client.get(f"{bucket.get_absolute_url()}?view=table"))
    assert "<script>alert" not in text(post(client, bucket, "move", [item], to=other.pk))


def test_the_table_costs_the_same_with_many_items_and_buckets(as_user, bob, bucket):
    Share.objects.create(bucket=bucket, user=bob, role="editor")

    def cost():
        client = as_user(bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{bucket.get_absolute_url()}?view=table")
        return len(queries)

    ItemFactory(bucket=bucket, movie=MovieFactory())
    BucketFactory(owner=bob)
    few = cost()
    for number in range(20):
        ItemFactory(bucket=bucket, movie=MovieFactory() if number % 2 else None)
        BucketFactory(owner=bob)
    bucket.save()
    assert cost() == few <= 8
