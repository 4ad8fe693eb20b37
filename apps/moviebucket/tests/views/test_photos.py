"""The photo of a copy: its page and the picture itself."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from apps.moviebucket import actions
from apps.moviebucket.models import Bucket, Item, ItemPhoto, Share
from apps.moviebucket.tests.factories import ItemFactory
from apps.moviebucket.tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket, title="Alien", movie=None)


@pytest.fixture
def shown(item, alice):
    return actions.put_photo(item=item, by=alice, file=picture())


def page(item):
    return f"{item.get_absolute_url()}photo/"


def send(client, item, file=None, **more):
    return client.post(page(item), {"file": file or picture(), **more})


def test_who_may_change_the_copy_sends_a_photo(as_user, alice, bob, charlie, administrator, bucket, item):
    assert send(as_user(None), item)["Location"].startswith("/accounts/login/")
    assert send(as_user(charlie), item).status_code == 404
    assert send(as_user(administrator), item).status_code == 404
    share = Share.objects.create(bucket=bucket, user=bob, role="viewer")
    assert send(as_user(bob), item).status_code == 403
    assert not ItemPhoto.objects.exists()

    Share.objects.filter(pk=share.pk).update(role="editor")
    for user in (bob, alice):
        assert send(as_user(user), item)["Location"] == item.get_absolute_url()
        assert Item.objects.get().photo.by == user


@pytest.mark.parametrize("size", ["large", "small"])
def test_whoever_may_see_the_copy_sees_its_photo(as_user, alice, bob, charlie, bucket, shown, size):
    address = f"{page(shown)}{size}/"
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    assert as_user(charlie).get(address).status_code == as_user(bob).get(address).status_code == 404
    Share.objects.create(bucket=bucket, user=bob, role="viewer")
    for user in (alice, bob):
        response = as_user(user).get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert response["Cache-Control"] == "private, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        with Image.open(BytesIO(response.content)) as opened:
            assert opened.size == ((900, 600) if size == "large" else (400, 267))


def test_what_is_taken_back_is_gone_at_once_though_a_browser_kept_it(as_user, bob, bucket, shown):
    share = Share.objects.create(bucket=bucket, user=bob, role="viewer")
    client, address = as_user(bob), f"{page(shown)}small/"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    share.delete()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_a_child_sees_no_photo_of_what_it_does_not_see(as_profile, ann, shown):
    assert as_profile(ann).get(f"{page(shown)}small/").status_code == 404
    assert as_profile(ann).get(page(shown)).status_code == 404


def test_the_link_shows_small_ones_as_long_as_it_is_out(as_user, client, alice, bucket, shown, item):
    address = f"/buckets/shared/{bucket.secret}/photos/{item.pk}/"
    assert client.get(address).status_code == 404
    Bucket.objects.update(visibility="link")
    assert client.get(address)["Content-Type"] == "image/webp"
    assert f'src="{address}"' in client.get(f"/buckets/shared/{bucket.secret}/").content.decode()
    actions.renew_secret(bucket=bucket, by=alice)
    assert client.get(address).status_code == 404


def test_the_link_of_one_bucket_opens_no_other(client, bucket, bob, shown):
    other = Bucket.objects.create(owner=bob, name="Other", visibility="link")
    assert client.get(f"/buckets/shared/{other.secret}/photos/{shown.pk}/").status_code == 404


def test_pages_show_it(as_user, alice, bucket, shown):
    client, source = as_user(alice), f'src="{page(shown)}small/"'
    assert source in client.get(shown.get_absolute_url()).content.decode()
    assert source in client.get(bucket.get_absolute_url()).content.decode()
    assert f'src="{page(shown)}large/"' in client.get(page(shown)).content.decode()


def test_who_may_only_look_is_offered_nothing(as_user, bob, viewed, shown):
    text = as_user(bob).get(page(shown)).content.decode()
    assert "large/" in text and "type=file" not in text and 'type="file"' not in text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a picture."),
        ({"file": picture("GIF")}, "A photo is a JPEG, PNG or WebP picture."),
        ({"file": picture(), "version": "x"}, "Enter a whole number."),
    ],
)
def test_what_is_wrong_is_said(as_user, alice, item, sent, sentence):
    response = as_user(alice).post(page(item), sent)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not ItemPhoto.objects.exists()


def test_what_is_too_large_is_not_read(as_user, alice, item, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.views.photos.MOST_BYTES", 100)
    monkeypatch.setattr("apps.moviebucket.views.photos.ENVELOPE", 0)
    response = send(as_user(alice), item)
    assert response.status_code == 413 and "at most 12 MB" in response.content.decode()


def test_an_hour_has_its_limit(as_user, alice, item, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.views.photos.PHOTOS_AN_HOUR", 1)
    client = as_user(alice)
    assert send(client, item).status_code == 302
    assert "many photos in an hour" in send(client, item).content.decode()


def test_who_was_slower_is_told(as_user, alice, item):
    actions.change_item(item=item, by=alice, values={"rating": 1})
    client = as_user(alice)
    response = send(client, item, version=item.version)
    assert "Somebody changed this copy since" in response.content.decode()
    assert f'value="{item.version + 1}"' in response.content.decode()
    assert send(client, item, version=item.version + 1).status_code == 302


def test_a_photo_is_taken_away_and_comes_back(as_user, alice, bob, charlie, bucket, shown):
    address = f"{page(shown)}remove/"
    assert as_user(charlie).post(address).status_code == 404
    Share.objects.create(bucket=bucket, user=bob, role="viewer")
    assert as_user(bob).post(address).status_code == 403
    client = as_user(alice)
    response = client.post(address, follow=True)
    assert Item.objects.get().photo is None
    change = bucket.changes.first()
    undo = f"/buckets/{bucket.pk}/changes/{change.pk}/undo/"
    assert undo in response.content.decode()
    client.post(undo)
    assert Item.objects.get().photo == shown.photo


def test_a_file_that_the_disk_lost_is_no_error(as_user, alice, shown):
    default_storage.delete(shown.photo.name_of("small"))
    assert as_user(alice).get(f"{page(shown)}small/").status_code == 404
    assert as_user(alice).get(f"{page(shown)}huge/").status_code == 404
