"""What a tag may be: the model says which code, the database refuses a row that came past it, and both stay alike."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from apps.moviebucket.actions import add_item, add_many, change_item, move_items, remove_item, undo_change
from apps.moviebucket.criteria import CRITERIA
from apps.moviebucket.models import Item, ItemTag
from apps.moviebucket.models.tag import TAGS, joined, key_of, without
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
FIELD = Item._meta.get_field("tags")


def rows_of(item):
    return list(item.tag_rows.order_by("key").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, []), ("", []), (" , ,", []), ("b, a", ["a", "b"]), (["b", "a"], ["a", "b"]), ("A,a, á", ["A", "á"]),
        (" to   lend ", ["to lend"]), ("x" * 30, ["x" * 30]), ("न" * 30, ["न" * 30]), ("e\u0301", ["é"]),
        ("Straße, STRASSE", ["Straße"]), (",".join("abcdefghijklmnopqrst"), list("abcdefghijklmnopqrst")),
    ],
)  # fmt: skip
def test_tags_are_read(given, kept):
    assert FIELD.clean(given, None) == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("x" * 31, "max_length"), ("न" * 31, "max_length"), (",".join("abcdefghijklmnopqrstu"), "max_length"),
        (["a"] * 21, "max_length"), (["a,b"], "invalid"), ([""], "required"), ([" "], "required"), ("a\0", "invalid"),
        ("a\x1b", "invalid"), ("\u200b", "required"), ("\ud800", "invalid"), (5, "invalid"), (True, "invalid"),
        ({}, "invalid"), (["a", 5], "invalid"), (["a", None], "invalid"), ("a" + "\u0301" * 200, "max_length"),
    ],
)  # fmt: skip
def test_what_is_no_tag_is_refused_with_one_sentence(given, code):
    with pytest.raises(ValidationError) as refused:
        FIELD.clean(given, None)
    assert (refused.value.code, refused.value.messages) == (code, [TAGS])


def test_spellings_of_a_tag_are_one():
    assert key_of("Straße") == key_of(" STRASSE ")
    assert joined(["Noir"], ["noir", "B"]) == ["B", "Noir"]
    assert without(["Noir", "B"], ["NOIR", "x"]) == ["B"]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"name": "", "size": 1}, "moviebucket_tag_name"),
        ({"name": " a", "size": 2}, "moviebucket_tag_name"),
        ({"name": "a,b", "size": 3}, "moviebucket_tag_name"),
        ({"name": "x" * 31, "size": 31}, "moviebucket_tag_name"),
        ({"name": "x" * 31, "size": 30}, "moviebucket_tag_name"),
        ({"name": "x", "size": 0}, "moviebucket_tag_name"),
        ({"name": "OTHER", "key": "own", "size": 5}, "moviebucket_tag_once"),
    ],
)
def test_the_database_refuses_a_tag_that_is_none(bucket, facts, name):
    item = ItemFactory(bucket=bucket, tags=["own"])
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ItemTag.objects.create(**{"item": item, "bucket": bucket, "key": "new", **facts})
    # SQLite names the columns of an index instead of the index.
    assert name in str(refused.value) or (name == "moviebucket_tag_once" and "itemtag.key" in str(refused.value))


def test_the_database_refuses_a_twenty_first_tag(bucket):
    item = ItemFactory(bucket=bucket)
    Item.objects.filter(pk=item.pk).update(tags=[str(number) for number in range(20)])
    with pytest.raises(IntegrityError, match="moviebucket_item_tags"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(tags=[str(number) for number in range(21)])


# --- the column and the rows -----------------------------------------------------------------------


def test_the_rows_follow_the_column_wherever_an_item_is_written(bucket, alice, values):
    item = add_item(bucket=bucket, by=alice, values=values | {"tags": "Space, Horror"})
    assert item.tags == rows_of(item) == ["Horror", "Space"]
    changed = change_item(item=item, by=alice, values={"tags": "space, To lend"})
    assert (changed.tags, changed.version) == (["space", "To lend"], 2)
    assert rows_of(item) == ["space", "To lend"]
    undo_change(change=bucket.changes.get(kind="changed"), by=alice)
    item.refresh_from_db()
    assert item.tags == rows_of(item) == ["Horror", "Space"]
    undo_change(change=remove_item(item=item, by=alice), by=alice)
    again = bucket.items.get()
    assert (again.pk, again.tags) == (item.pk, ["Horror", "Space"])
    assert rows_of(again) == ["Horror", "Space"]
    [pk] = add_many(bucket=bucket, by=alice, rows=[values | {"tags": ["b", "a"]}]).added
    assert rows_of(Item.objects.get(pk=pk)) == ["a", "b"]


def test_they_move_with_the_item(bucket, alice):
    item = ItemFactory(bucket=bucket, tags=["own"])
    other = BucketFactory(owner=alice)
    move_items(bucket=bucket, by=alice, ids=[item.pk], to=other)
    assert ItemTag.objects.get().bucket == other
    assert CRITERIA["tag"].narrow(other.items.all(), "OWN").get() == item
    assert not ItemTag.objects.exclude(bucket=F("item__bucket")).exists()


def test_an_item_that_was_read_in_part_keeps_its_tags(bucket):
    item = ItemFactory(bucket=bucket, tags=["own"])
    part = Item.objects.only("title", "title_size", "sort_title").get(pk=item.pk)
    part.title = "Brazil"
    part.save()
    item.refresh_from_db()
    assert item.tags == rows_of(item) == ["own"]


def test_the_same_tags_in_other_words_change_nothing(bucket, alice):
    item = ItemFactory(bucket=bucket, tags=["a", "b"])
    assert change_item(item=item, by=alice, values={"tags": "b, a, a"}).version == 1


def test_writing_tags_costs_the_same_for_one_and_for_twenty(bucket, alice):
    costs = set()
    for number in (1, 20):
        item = ItemFactory(bucket=bucket, tags=["x"])
        with CaptureQueriesContext(connection) as queries:
            change_item(item=item, by=alice, values={"tags": [str(one) for one in range(number)]})
        costs.add(len(queries))
    assert len(costs) == 1
