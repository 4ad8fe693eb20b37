"""What was done is taken back, unless somebody built upon it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.actions import add_item, add_many, change_item, facts_of, remove_item, undo_change
from apps.moviebucket.models import Change, Format, Item

pytestmark = pytest.mark.django_db

ALL = {
    "edition": "Director's cut", "barcode": "5051892007771", "condition": "good", "room": "Attic",
    "bought_on": "1998-05-16", "price": "9.50", "currency": "EUR", "notes": "From Ripley",
}  # fmt: skip


@pytest.fixture
def item(bucket, alice, values):
    return add_item(bucket=bucket, by=alice, values=values | ALL, movie=MovieFactory())


def last():
    return Change.objects.order_by("pk").last()


def test_what_was_put_in_is_taken_out(bucket, alice, bob, item):
    undo_change(change=last(), by=bob)
    assert not bucket.items.exists()
    first, undoing = bucket.changes.order_by("pk")
    assert (first.undone_by, undoing.kind, undoing.by) == (bob, "removed", bob)


def test_what_was_changed_is_as_before(bucket, alice, item):
    before = facts_of(item)
    change_item(item=item, by=alice, values={"title": "Aliens", "price": "", "bought_on": "", "notes": ""}, movie=None)
    undo_change(change=last(), by=alice)
    item.refresh_from_db()
    assert facts_of(item) == before
    assert item.version == 3


def test_what_was_taken_out_is_back_under_its_number(bucket, alice, item):
    before, pk = facts_of(item), item.pk
    undo_change(change=remove_item(item=item, by=alice), by=alice)
    back = Item.objects.get()
    assert (back.pk, facts_of(back)) == (pk, before)
    assert back.version > 1  # a page of the item before it went must not write over it unseen


def test_an_undoing_is_undone(bucket, alice, item):
    undo_change(change=remove_item(item=item, by=alice), by=alice)
    undo_change(change=last(), by=alice)
    assert not bucket.items.exists()


def test_nothing_is_undone_twice(bucket, alice, item):
    change = remove_item(item=item, by=alice)
    undo_change(change=change, by=alice)
    with pytest.raises(ValidationError, match="undone already"):
        undo_change(change=change, by=alice)


def test_a_change_that_somebody_built_upon_stays(bucket, alice, bob, item):
    added = last()
    change_item(item=item, by=alice, values={"rating": 1})
    changed = last()
    change_item(item=item, by=bob, values={"rating": 2})
    for change in (added, changed):
        with pytest.raises(ValidationError, match="changed again since"):
            undo_change(change=change, by=alice)
    assert Item.objects.get().rating == 2


def test_a_change_of_other_fields_is_not_in_the_way(bucket, alice, bob, item):
    change_item(item=item, by=alice, values={"rating": 1})
    changed = last()
    change_item(item=item, by=bob, values={"room": "Cellar"})
    undo_change(change=changed, by=alice)
    item.refresh_from_db()
    assert (item.rating, item.room) == (5, "Cellar")


def test_of_what_is_gone_nothing_is_changed_back(bucket, alice, item):
    change_item(item=item, by=alice, values={"rating": 1})
    changed = last()
    remove_item(item=item, by=alice)
    with pytest.raises(ValidationError, match="not in the bucket"):
        undo_change(change=changed, by=alice)


def test_what_no_rule_allows_any_more_does_not_come_back(bucket, alice, values):
    Format.objects.create(name="Betamax")
    item = add_item(bucket=bucket, by=alice, values=values | {"format": "Betamax"})
    change = remove_item(item=item, by=alice)
    Format.objects.filter(name="Betamax").delete()
    with pytest.raises(ValidationError, match="The format is"):
        undo_change(change=change, by=alice)
    assert last().undone_at is None


def test_a_film_that_is_gone_is_left_out(bucket, alice, item):
    change = remove_item(item=item, by=alice)
    item.movie.delete()
    undo_change(change=change, by=alice)
    assert Item.objects.get().movie is None


def test_of_an_import_what_nobody_changed_goes(bucket, alice, values):
    report = add_many(bucket=bucket, by=alice, rows=[values] * 3)
    imported = last()
    change_item(item=Item.objects.get(pk=report.added[1]), by=alice, values={"rating": 1})
    undo_change(change=imported, by=alice)
    assert list(bucket.items.values_list("pk", flat=True)) == [report.added[1]]


SOME = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Alien", "Aliens", "é" * 50]),
        "length": st.integers(0, 500),
        "rating": st.integers(1, 5),
        "price": st.sampled_from(["", "1", "2.50"]),
        "notes": st.text("ab ", max_size=5),
        "bought_on": st.sampled_from(["", "1998-05-16"]),
    },
)


@given(changes=st.lists(SOME, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_was_done_undone_from_the_last_to_the_first_is_as_before(bucket, alice, values, changes):
    item = add_item(bucket=bucket, by=alice, values=values | {"currency": "EUR"})
    before, start = facts_of(Item.objects.get(pk=item.pk)), last().pk
    for some in changes:
        change_item(item=item, by=alice, values=some)
    for change in Change.objects.filter(pk__gt=start).order_by("-pk"):
        undo_change(change=change, by=alice)
    assert facts_of(Item.objects.get(pk=item.pk)) == before
