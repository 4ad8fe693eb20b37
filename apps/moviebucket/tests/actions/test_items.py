"""Putting in, changing and taking out one item; who comes too late is told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.actions import Stale, add_item, change_item, facts_of, remove_item
from apps.moviebucket.actions import items as items_module
from apps.moviebucket.models import Change, Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(bucket, alice, values):
    return add_item(bucket=bucket, by=alice, values=values)


def changes(bucket):
    return [(change.kind, change.about, change.before, change.after) for change in bucket.changes.order_by("pk")]


def test_an_item_is_put_in_as_it_was_typed(bucket, alice, values):
    movie = MovieFactory()
    typed = {name: str(value) for name, value in values.items()} | {"length": "1:57", "bought_on": "1998-05-16"}
    item = add_item(bucket=bucket, by=alice, values=typed, movie=movie)
    item.refresh_from_db()
    assert (item.title, item.format_id, item.length, item.release_year, item.rating) == ("Alien", "VHS", 117, 1979, 5)
    assert (item.movie, item.added_by, item.version, item.bought_on) == (movie, alice, 1, date(1998, 5, 16))
    assert changes(bucket) == [("added", "Alien", {}, facts_of(item))]


def test_an_item_that_breaks_a_rule_leaves_nothing_behind(bucket, alice, values):
    with pytest.raises(ValidationError):
        add_item(bucket=bucket, by=alice, values=values | {"rating": 6})
    assert not bucket.items.exists() and not bucket.changes.exists()


def test_a_bucket_has_room_for_so_many(bucket, alice, values, item, monkeypatch):
    monkeypatch.setattr(items_module, "MOST_ITEMS", 1)
    with pytest.raises(ValidationError, match="has room for"):
        add_item(bucket=bucket, by=alice, values=values)


def test_what_is_no_field_is_a_fault_of_ours(bucket, alice, values):
    with pytest.raises(TypeError, match="sort_title"):
        add_item(bucket=bucket, by=alice, values=values | {"sort_title": "x"})


def test_a_change_writes_what_it_names_and_keeps_the_rest(bucket, bob, item):
    before = bucket.updated_at
    changed = change_item(item=item, by=bob, values={"title": "Aliens", "release_year": "1986"}, version=1)
    assert (changed.title, changed.release_year, changed.rating, changed.version) == ("Aliens", 1986, 5, 2)
    assert changed.sort_title == "aliens"
    after = {"title": "Aliens", "release_year": 1986}
    assert changes(bucket)[1:] == [("changed", "Aliens", {"title": "Alien", "release_year": 1979}, after)]
    assert Change.objects.first().by == bob
    bucket.refresh_from_db()
    assert bucket.updated_at > before


def test_what_changes_nothing_is_not_written_down(bucket, alice, item, values):
    assert change_item(item=item, by=alice, values=values, version=1).version == 1
    assert len(changes(bucket)) == 1


def test_the_film_of_an_item_is_chosen_and_taken_away(bucket, alice, item):
    movie = MovieFactory()
    assert change_item(item=item, by=alice, values={}, movie=movie).movie == movie
    assert change_item(item=item, by=alice, values={"rating": 4}).movie == movie
    assert change_item(item=item, by=alice, values={}, movie=None).movie is None


def test_a_price_written_another_way_is_the_same_price(bucket, alice, item):
    item = change_item(item=item, by=alice, values={"price": "9.5", "currency": "eur"})
    assert change_item(item=item, by=alice, values={"price": "9.50", "currency": "EUR"}).version == item.version


def test_who_comes_second_changes_nothing_and_sees_what_is_there(bucket, alice, bob, item):
    change_item(item=item, by=bob, values={"rating": 1}, version=1)
    with pytest.raises(Stale) as refusal:
        change_item(item=item, by=alice, values={"rating": 2}, version=1)
    assert (refusal.value.item.rating, refusal.value.item.version) == (1, 2)
    with pytest.raises(Stale):
        remove_item(item=item, by=alice, version=1)
    assert Item.objects.get().rating == 1


def test_a_wrong_change_leaves_the_item_as_it_was(bucket, alice, item):
    with pytest.raises(ValidationError):
        change_item(item=item, by=alice, values={"title": "Aliens", "length": 501})
    assert Item.objects.get().title == "Alien"


def test_what_is_taken_out_is_gone_and_written_down(bucket, alice, item):
    facts = facts_of(item)
    change = remove_item(item=item, by=alice, version=1)
    assert not bucket.items.exists()
    assert (change.kind, change.item_id, change.before) == ("removed", item.pk, facts)
    with pytest.raises(Stale) as refusal:
        change_item(item=item, by=alice, values={"rating": 1})
    assert refusal.value.item is None
