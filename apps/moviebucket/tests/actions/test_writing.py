"""Tags and fields of several items: written as one change, and taken back as one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.moviebucket.actions import change_item, edit_items, move_items, tag_items, undo_change, untag_items
from apps.moviebucket.models import Item, ItemTag
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(bucket):
    return [
        ItemFactory(bucket=bucket, title=title, tags=tags)
        for title, tags in (("Alien", ["Space"]), ("Brazil", []), ("Charade", ["noir", "Paris"]))
    ]


def ids(items):
    return [item.pk for item in items]


def tags_of(bucket):
    found = {item.title[0]: item.tags for item in bucket.items.all()}
    assert sorted(ItemTag.objects.values_list("item__title", "name")) == sorted(
        (item.title, tag) for item in bucket.items.all() for tag in item.tags
    )
    return found


def test_tags_go_on_those_that_have_them_not(bucket, alice, items):
    change = tag_items(bucket=bucket, by=alice, ids=ids(items), tags="Noir, space")
    assert tags_of(bucket) == {"A": ["Noir", "Space"], "B": ["Noir", "space"], "C": ["noir", "Paris", "space"]}
    assert list(bucket.items.values_list("version", flat=True)) == [2, 2, 2]
    assert change.about == "3 copies, Alien among them: Noir, space"
    undo_change(change=change, by=alice)
    assert tags_of(bucket) == {"A": ["Space"], "B": [], "C": ["noir", "Paris"]}
    assert list(bucket.items.values_list("version", flat=True)) == [3, 3, 3]
    again = bucket.changes.first()
    assert again.kind == "untagged"
    undo_change(change=again, by=alice)
    assert tags_of(bucket)["B"] == ["Noir", "space"]


def test_those_that_have_it_already_are_not_touched(bucket, alice, items):
    tag_items(bucket=bucket, by=alice, ids=ids(items), tags=["NOIR"])
    assert list(bucket.items.values_list("version", flat=True)) == [2, 2, 1]
    with pytest.raises(ValidationError, match="already"):
        tag_items(bucket=bucket, by=alice, ids=ids(items), tags=["noir"])


def test_nobody_gets_more_than_twenty(bucket, alice, items):
    full = ItemFactory(bucket=bucket, title="Full", tags=[f"{number:02}" for number in range(20)])
    with pytest.raises(ValidationError, match="“Full” would have more than 20 tags"):
        tag_items(bucket=bucket, by=alice, ids=ids([*items, full]), tags="new")
    assert tags_of(bucket)["A"] == ["Space"]
    tag_items(bucket=bucket, by=alice, ids=ids([*items, full]), tags="03")
    assert tags_of(bucket)["A"] == ["03", "Space"]


def test_tags_come_off(bucket, alice, items):
    change = untag_items(bucket=bucket, by=alice, ids=ids(items), tags="NOIR, space")
    assert tags_of(bucket) == {"A": [], "B": [], "C": ["Paris"]}
    assert list(bucket.items.values_list("version", flat=True)) == [2, 1, 2]
    undo_change(change=change, by=alice)
    assert tags_of(bucket) == {"A": ["Space"], "B": [], "C": ["noir", "Paris"]}


def test_what_was_changed_since_stays_when_it_is_taken_back(bucket, alice, items):
    change = tag_items(bucket=bucket, by=alice, ids=ids(items), tags="x")
    change_item(item=items[0], by=alice, values={"tags": "mine"})
    undo_change(change=change, by=alice)
    assert tags_of(bucket) == {"A": ["mine"], "B": [], "C": ["noir", "Paris"]}
    with pytest.raises(ValidationError, match="undone already"):
        undo_change(change=change, by=alice)


def test_nothing_is_taken_back_of_those_that_are_elsewhere(bucket, alice, items):
    change = tag_items(bucket=bucket, by=alice, ids=ids(items), tags="x")
    move_items(bucket=bucket, by=alice, ids=ids(items), to=BucketFactory(owner=alice))
    with pytest.raises(ValidationError, match="changed again"):
        undo_change(change=change, by=alice)


def test_fields_are_written_as_the_rules_read_them(bucket, alice, items):
    values = {"format": " VHS ", "rating": "5", "condition": "good", "audio": "en", "region": "", "bought_at": None}
    change = edit_items(bucket=bucket, by=alice, ids=ids(items), values=values)
    items[0].refresh_from_db()
    assert (items[0].format_id, items[0].rating, items[0].audio, items[0].region) == ("VHS", 5, "en", "")
    assert change.about == "3 copies, Alien among them: format VHS, rating 5, condition Good, audio en"
    assert change.before["items"][str(items[0].pk)] == {"format": "DVD", "rating": 4, "condition": "", "audio": ""}
    undo_change(change=change, by=alice)
    assert set(bucket.items.values_list("format", "rating", "condition", "audio")) == {("DVD", 4, "", "")}
    undo_change(change=bucket.changes.first(), by=alice)
    assert set(bucket.items.values_list("format", "rating")) == {("VHS", 5)}


def test_one_bad_value_writes_nothing(bucket, alice, items):
    with pytest.raises(ValidationError) as refused:
        edit_items(bucket=bucket, by=alice, ids=ids(items), values={"rating": "6", "audio": "en", "region": "x" * 21})
    assert refused.value.error_dict.keys() == {"rating", "region"}
    assert set(Item.objects.values_list("rating", "audio")) == {(4, "")}


def test_other_fields_are_no_business_of_several(bucket, alice, items):
    with pytest.raises(TypeError, match="title"):
        edit_items(bucket=bucket, by=alice, ids=ids(items), values={"title": "All alike"})


def test_many_cost_as_much_as_few(bucket, alice):
    costs = []
    for number in (2, 50):
        some = [ItemFactory(bucket=bucket, tags=[f"t{place}"]) for place in range(number)]
        for write in (
            lambda some: tag_items(bucket=bucket, by=alice, ids=ids(some), tags="own"),
            lambda some: edit_items(bucket=bucket, by=alice, ids=ids(some), values={"region": "2"}),
        ):
            with CaptureQueriesContext(connection) as queries:
                write(some)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
