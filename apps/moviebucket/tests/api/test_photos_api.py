import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from apps.moviebucket.models import Item, ItemPhoto
from apps.moviebucket.tests.factories import ItemFactory
from apps.moviebucket.tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket)


def address(item):
    return f"/api/buckets/{item.bucket_id}/items/{item.pk}/photo"


def put(client, item, file=None, **headers):
    body = encode_multipart(BOUNDARY, {"file": file or picture()})
    return client.put(address(item), body, content_type=MULTIPART_CONTENT, headers=headers)


def test_who_may_change_the_copy_puts_a_photo(as_user, alice, bob, charlie, viewed, item):
    assert put(as_user(None), item).status_code == 401
    assert put(as_user(charlie), item).status_code == 404
    assert put(as_user(bob), item).status_code == 403
    response = put(as_user(alice), item)

    assert response.status_code == 200
    assert response.json()["photo"].endswith(address(item))
    assert response["ETag"] == f'"{response.json()["version"]}"'


def test_it_is_seen_and_taken_away(as_user, alice, bob, charlie, viewed, item):
    put(as_user(alice), item)
    for accept in ("*/*", "image/webp", "application/json"):
        answer = as_user(bob).get(f"{address(item)}?size=small", headers={"Accept": accept})
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert as_user(charlie).get(address(item)).status_code == 404
    assert as_user(bob).delete(address(item)).status_code == 403

    assert as_user(alice).delete(address(item)).status_code == 204
    assert as_user(alice).get(address(item)).status_code == 404
    shown = as_user(alice).get(f"/api/buckets/{item.bucket_id}/items/{item.pk}")
    assert shown.json()["photo"] is None


@pytest.mark.parametrize("file", [picture("GIF"), picture("BMP")])
def test_what_is_no_photo_is_told(as_user, alice, item, file):
    response = put(as_user(alice), item, file)
    assert response.status_code == 400
    assert "JPEG, PNG or WebP" in response.json()["errors"][0]["detail"]


def test_a_size_that_there_is_not(as_user, alice, item):
    put(as_user(alice), item)
    assert as_user(alice).get(f"{address(item)}?size=huge").status_code == 400


def test_nothing_is_written_over_what_one_does_not_know(as_user, alice, item):
    response = put(as_user(alice), item, **{"If-Match": '"99"'})
    assert response.status_code == 412 and not ItemPhoto.objects.exists()
    assert as_user(alice).delete(address(item), headers={"If-Match": '"99"'}).status_code == 412
    assert put(as_user(alice), item, **{"If-Match": f'"{item.version}"'}).status_code == 200
    assert Item.objects.get().photo


def test_what_is_too_large_is_not_read(as_user, alice, item, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.api.photos.MOST_BYTES", 10)
    monkeypatch.setattr("apps.moviebucket.api.photos.ENVELOPE", 0)
    assert put(as_user(alice), item).status_code == 413
