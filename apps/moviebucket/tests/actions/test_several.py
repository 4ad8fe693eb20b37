"""Several items at once: taken out, placed, moved, and each of that taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import actions
from apps.moviebucket.actions.undoing import _WAYS
from apps.moviebucket.models import Change, Format, Item, Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
FULL = {
    "edition": "Director's cut", "barcode": "5051892007771", "condition": "good", "room": "Attic", "shelf": "A",
    "bought_on": "1998-05-16", "price": "9.50", "currency": "EUR", "notes": "From Ripley",
}  # fmt: skip


@pytest.fixture
def items(bucket, alice, values):
    return [actions.add_item(bucket=bucket, by=alice, values=values | FULL, movie=MovieFactory()) for _ in range(3)]


@pytest.fixture
def cellar(alice):
    return BucketFactory(owner=alice, name="Cellar")


def ids(items):
    return [item.pk for item in items]


def state(bucket):
    return {item.pk: actions.facts_of(item) for item in bucket.items.all()}


def versions(bucket):
    return list(bucket.items.order_by("pk").values_list("version", flat=True))


def last(bucket):
    return bucket.changes.order_by("pk").last()


# --- taken out -----------------------------------------------------------------------------------


def test_what_was_taken_out_is_one_change_and_one_undo_brings_it_back(bucket, alice, items):
    before, logged = state(bucket), bucket.changes.count()
    change = actions.remove_items(bucket=bucket, by=alice, ids=ids(items[:2]))
    assert list(bucket.items.all()) == items[2:]
    assert (change.kind, change.about) == ("taken", "2 copies, Alien among them")
    assert bucket.changes.count() == logged + 1
    actions.undo_change(change=change, by=alice)
    assert state(bucket) == before
    assert versions(bucket) == [2, 2, 1]


def test_an_undoing_is_undone_as_far_as_nobody_changed_it_since(bucket, alice, items):
    actions.undo_change(change=actions.remove_items(bucket=bucket, by=alice, ids=ids(items)), by=alice)
    back = last(bucket)
    actions.change_item(item=items[0], by=alice, values={"rating": 1})
    actions.undo_change(change=back, by=alice)
    assert list(bucket.items.all()) == items[:1]


def test_what_is_back_already_stays_as_it_is(bucket, alice, items):
    change = actions.remove_items(bucket=bucket, by=alice, ids=ids(items))
    ItemFactory(pk=items[0].pk, bucket=bucket, title="Another")
    actions.undo_change(change=change, by=alice)
    assert sorted(bucket.items.values_list("title", flat=True)) == ["Alien", "Alien", "Another"]
    again = actions.remove_items(bucket=bucket, by=alice, ids=ids(items))
    for item in items:
        ItemFactory(pk=item.pk, bucket=bucket)
    with pytest.raises(ValidationError, match="already"):
        actions.undo_change(change=again, by=alice)


def test_what_no_rule_allows_any_more_does_not_come_back(bucket, alice, items, values):
    Format.objects.create(name="Betamax")
    items.append(actions.add_item(bucket=bucket, by=alice, values=values | {"format": "Betamax"}))
    change = actions.remove_items(bucket=bucket, by=alice, ids=ids(items))
    Format.objects.filter(name="Betamax").delete()
    with pytest.raises(ValidationError, match="The format is"):
        actions.undo_change(change=change, by=alice)
    assert not bucket.items.exists()


def test_a_film_that_is_gone_is_left_out(bucket, alice, items):
    change = actions.remove_items(bucket=bucket, by=alice, ids=ids(items))
    items[0].movie.delete()
    actions.undo_change(change=change, by=alice)
    assert [item.movie_id for item in bucket.items.order_by("pk")] == [None, items[1].movie_id, items[2].movie_id]


# --- placed --------------------------------------------------------------------------------------


def test_all_are_placed_and_go_back_each_to_where_it_stood(bucket, alice, items):
    actions.change_item(item=items[0], by=alice, values={"room": "Hall", "shelf": ""})
    before = state(bucket)
    change = actions.place_items(bucket=bucket, by=alice, ids=ids(items), room=" Bedroom ", shelf="")
    assert set(bucket.items.values_list("room", "shelf")) == {("Bedroom", ""), ("Bedroom", "A")}
    assert change.about == "3 copies, Alien among them: Bedroom"
    assert versions(bucket) == [3, 2, 2]
    actions.undo_change(change=change, by=alice)
    assert state(bucket) == before
    assert versions(bucket) == [4, 3, 3]
    actions.undo_change(change=last(bucket), by=alice)
    assert set(bucket.items.values_list("room", flat=True)) == {"Bedroom"}


def test_what_was_placed_elsewhere_since_stays_there(bucket, alice, items):
    change = actions.place_items(bucket=bucket, by=alice, ids=ids(items), room="Bedroom")
    actions.change_item(item=items[0], by=alice, values={"room": "Hall"})
    actions.undo_change(change=change, by=alice)
    assert list(bucket.items.order_by("pk").values_list("room", flat=True)) == ["Hall", "Attic", "Attic"]


def test_when_all_stand_elsewhere_nothing_is_undone(bucket, alice, items):
    change = actions.place_items(bucket=bucket, by=alice, ids=ids(items), room="Bedroom")
    actions.place_items(bucket=bucket, by=alice, ids=ids(items), room="Hall")
    with pytest.raises(ValidationError, match="changed again since"):
        actions.undo_change(change=change, by=alice)


@pytest.mark.parametrize(
    ("place", "match"),
    [
        ({}, "Say a room"), ({"room": "  ", "shelf": " "}, "Say a room"), ({"room": "x" * 61}, "60"),
        ({"room": "a\0b"}, "ull"), ({"shelf": "\ud800"}, "text"), ({"room": "Attic", "shelf": "A"}, "already"),
    ],
)  # fmt: skip
def test_a_place_that_is_none_changes_nothing(bucket, alice, items, place, match):
    before = state(bucket)
    with pytest.raises(ValidationError, match=match):
        actions.place_items(bucket=bucket, by=alice, ids=ids(items), **place)
    assert state(bucket) == before


# --- moved ---------------------------------------------------------------------------------------


def test_all_are_moved_and_the_logs_of_both_say_it(bucket, cellar, alice, items):
    before = state(bucket)
    change = actions.move_items(bucket=bucket, by=alice, ids=ids(items), to=cellar)
    assert not bucket.items.exists() and state(cellar) == before
    assert versions(cellar) == [2, 2, 2]
    assert str(change) == "Alice moved to another bucket 3 copies, Alien among them"
    assert str(last(cellar)) == "Alice brought over from another bucket 3 copies, Alien among them"
    assert not last(cellar).can_be_undone
    actions.undo_change(change=change, by=alice)
    assert state(bucket) == before and not cellar.items.exists()
    assert [last(bucket).kind, last(cellar).kind] == ["received", "moved"]


def test_who_may_not_change_the_other_bucket_takes_nothing_out_of_it(bucket, cellar, alice, bob, items):
    change = actions.move_items(bucket=bucket, by=alice, ids=ids(items), to=cellar)
    share = Share.objects.create(bucket=cellar, user=bob, role="viewer")
    with pytest.raises(ValidationError, match="may not change"):
        actions.undo_change(change=change, by=bob)
    share.role = "editor"
    share.save()
    actions.undo_change(change=change, by=bob)
    assert bucket.items.count() == 3


def test_a_bucket_that_is_gone_gives_nothing_back(bucket, cellar, alice, items):
    change = actions.move_items(bucket=bucket, by=alice, ids=ids(items), to=cellar)
    cellar.delete()
    with pytest.raises(ValidationError, match="may not change"):
        actions.undo_change(change=change, by=alice)


def test_what_left_the_other_bucket_is_not_brought_back(bucket, cellar, alice, items):
    change = actions.move_items(bucket=bucket, by=alice, ids=ids(items), to=cellar)
    actions.remove_items(bucket=cellar, by=alice, ids=ids(items))
    with pytest.raises(ValidationError, match="None of them"):
        actions.undo_change(change=change, by=alice)


def test_nothing_goes_into_a_bucket_that_is_full(bucket, cellar, alice, items, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.actions.items.MOST_ITEMS", 2)
    with pytest.raises(ValidationError, match="room for"):
        actions.move_items(bucket=bucket, by=alice, ids=ids(items), to=cellar)
    assert bucket.items.count() == 3 and not cellar.changes.exists()


def test_nothing_is_moved_to_where_it_is(bucket, alice, items):
    with pytest.raises(ValidationError, match="in that bucket already"):
        actions.move_items(bucket=bucket, by=alice, ids=ids(items), to=bucket)


# --- all of them ---------------------------------------------------------------------------------


def ways(bucket, by, cellar):
    return {
        "out": lambda chosen: actions.remove_items(bucket=bucket, by=by, ids=chosen),
        "place": lambda chosen: actions.place_items(bucket=bucket, by=by, ids=chosen, room="Bedroom"),
        "move": lambda chosen: actions.move_items(bucket=bucket, by=by, ids=chosen, to=cellar),
    }


@pytest.mark.parametrize("way", ["out", "place", "move"])
def test_items_of_other_buckets_are_left_alone(bucket, cellar, alice, bob, items, way):
    other = ItemFactory(bucket=BucketFactory(owner=bob))
    before = actions.facts_of(other)
    do = ways(bucket, alice, cellar)[way]
    with pytest.raises(ValidationError, match="None of them"):
        do([other.pk])
    do([other.pk, items[0].pk])
    other.refresh_from_db()
    assert (actions.facts_of(other), other.version) == (before, 1)


@pytest.mark.parametrize("way", ["out", "place", "move"])
def test_some_are_chosen_and_not_too_many(bucket, cellar, alice, items, way):
    do = ways(bucket, alice, cellar)[way]
    with pytest.raises(ValidationError, match="at least one"):
        do([])
    with pytest.raises(ValidationError, match="at most 500"):
        do(range(501))


@pytest.mark.parametrize("way", ["out", "place", "move"])
def test_it_costs_the_same_for_many_and_so_does_its_undoing(bucket, cellar, alice, way):
    def cost(number):
        chosen = ids(ItemFactory(bucket=bucket, movie=MovieFactory()) for _ in range(number))
        with CaptureQueriesContext(connection) as queries:
            change = ways(bucket, alice, cellar)[way](chosen)
            actions.undo_change(change=change, by=alice)
        return len(queries)

    assert cost(60) <= cost(2) + 1  # SQLite takes 35 new rows in a statement


@pytest.mark.parametrize("way", ["out", "place", "move"])
def test_an_open_form_writes_over_nothing(bucket, cellar, alice, items, way):
    seen = Item.objects.get(pk=items[0].pk).version
    change = ways(bucket, alice, cellar)[way](ids(items))
    actions.undo_change(change=change, by=alice)
    with pytest.raises(actions.Stale):
        actions.change_item(item=items[0], by=alice, values={"rating": 1}, version=seen)


def test_an_item_that_comes_back_alone_is_newer_than_every_form_of_it(bucket, alice, items):
    for room in ("Hall", "Bedroom", "Kitchen", "Shed"):
        actions.place_items(bucket=bucket, by=alice, ids=ids(items), room=room)
    seen = Item.objects.get(pk=items[0].pk).version
    actions.undo_change(change=actions.remove_item(item=items[0], by=alice), by=alice)
    assert Item.objects.get(pk=items[0].pk).version > seen


def test_every_kind_of_change_that_can_be_undone_has_a_way_back(bucket, alice):
    kinds = [kind for kind in Change.Kind if Change(bucket=bucket, kind=kind).can_be_undone]
    assert set(kinds) == set(_WAYS)
