from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone

from apps.moviebucket import actions
from apps.moviebucket.actions import photos
from apps.moviebucket.models import Item, ItemPhoto
from apps.moviebucket.models.photo import FOLDER, KEPT_UNUSED
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket, title="Alien")


@pytest.fixture
def shown(item, alice):
    return actions.put_photo(item=item, by=alice, file=picture())


def files():
    return sorted(default_storage.listdir(FOLDER)[1]) if default_storage.exists(FOLDER) else []


def test_a_photo_is_kept_in_two_sizes_under_names_that_nobody_chose(item, shown, alice):
    assert (shown.photo.width, shown.photo.height, shown.photo.by) == (900, 600, alice)
    assert files() == [f"{shown.photo.pk.hex}-large.webp", f"{shown.photo.pk.hex}-small.webp"]
    assert (shown.photo.small_width, shown.photo.small_height) == (400, 267)
    assert shown.version == item.version + 1


def test_the_log_knows_it_and_brings_the_earlier_one_back(bucket, shown, alice):
    first = shown.photo
    actions.put_photo(item=shown, by=alice, file=picture(colour="red"))
    change = bucket.changes.first()
    assert (change.kind, change.before) == ("changed", {"photo": str(first.pk)})

    actions.undo_change(change=change, by=alice)
    assert Item.objects.get().photo == first


@pytest.mark.parametrize("together", [False, True])
def test_a_copy_that_is_put_back_has_its_photo_again(bucket, shown, alice, together):
    photo = shown.photo
    if together:
        change = actions.remove_items(bucket=bucket, by=alice, ids=[shown.pk])
    else:
        change = actions.remove_item(item=shown, by=alice)
    actions.undo_change(change=change, by=alice)

    assert Item.objects.get().photo == photo


@pytest.mark.parametrize("together", [False, True])
def test_a_copy_comes_back_without_a_photo_that_is_gone(bucket, shown, alice, together):
    act = {"ids": [shown.pk], "bucket": bucket} if together else {"item": shown}
    change = (actions.remove_items if together else actions.remove_item)(by=alice, **act)
    ItemPhoto.objects.all().delete()
    actions.undo_change(change=change, by=alice)

    assert Item.objects.get().photo is None


def test_a_change_of_before_there_were_photos_can_be_undone(bucket, alice, values):
    item = actions.add_item(bucket=bucket, by=alice, values=values)
    change = bucket.changes.get()
    del change.after["photo"]
    change.save()
    actions.undo_change(change=change, by=alice)

    assert not Item.objects.filter(pk=item.pk).exists()


def test_who_was_slower_is_told_and_leaves_no_file(item, alice):
    actions.change_item(item=item, by=alice, values={"rating": 1})
    with pytest.raises(actions.Stale):
        actions.put_photo(item=item, by=alice, file=picture(), version=item.version)
    assert files() == [] and not ItemPhoto.objects.exists()


def test_what_is_no_picture_changes_nothing(item, alice):
    with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
        actions.put_photo(item=item, by=alice, file=picture("GIF"))
    assert files() == [] and Item.objects.get().version == item.version


def test_an_account_has_room_for_so_many(item, shown, alice, monkeypatch):
    monkeypatch.setattr(photos, "MOST_PHOTOS", 1)
    other = ItemFactory(bucket=BucketFactory(owner=alice))
    with pytest.raises(ValidationError, match="all that there is room for"):
        actions.put_photo(item=other, by=alice, file=picture())


def test_the_sweep_deletes_what_nothing_shows_for_a_month(bucket, shown, alice):
    actions.remove_photo(item=shown, by=alice)
    actions.sweep_photos()
    assert len(files()) == 2, "it may still be undone"

    ItemPhoto.objects.update(unused_since=timezone.now() - KEPT_UNUSED - timedelta(hours=1))
    actions.sweep_photos()
    assert files() == [] and not ItemPhoto.objects.exists()


def test_what_is_shown_again_is_not_swept(bucket, shown, alice):
    actions.remove_photo(item=shown, by=alice)
    actions.sweep_photos()
    ItemPhoto.objects.update(unused_since=timezone.now() - KEPT_UNUSED - timedelta(hours=1))
    actions.undo_change(change=bucket.changes.first(), by=alice)
    actions.sweep_photos()

    assert len(files()) == 2 and ItemPhoto.objects.get().unused_since is None


def test_with_its_bucket_a_photo_goes_at_the_next_sweep(bucket, shown, alice):
    actions.delete_bucket(bucket=bucket, by=alice)
    actions.sweep_photos()
    assert files() == [] and not ItemPhoto.objects.exists()


def test_a_photo_moves_with_its_copy(bucket, shown, alice):
    to = BucketFactory(owner=alice)
    actions.move_items(bucket=bucket, by=alice, ids=[shown.pk], to=to)
    actions.delete_bucket(bucket=bucket, by=alice)
    actions.sweep_photos()

    assert Item.objects.get().photo.bucket == to and len(files()) == 2


@pytest.mark.parametrize("size", [(0, 10), (10, 1601)])
def test_the_database_keeps_no_photo_without_a_size(bucket, size):
    with pytest.raises(IntegrityError):
        ItemPhoto.objects.create(bucket=bucket, width=size[0], height=size[1])
