"""A bucket for whoever has its link: what it tells, and what it does not."""

import pytest

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.actions import renew_secret
from apps.moviebucket.models import Bucket
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
PRIVATE = {
    "notes": "Hidden note", "room": "Hidden room", "shelf": "Hidden shelf", "price": "77.77", "currency": "EUR",
    "barcode": "5051892007771", "bought_at": "Hidden shop", "condition": "worn",
}  # fmt: skip


@pytest.fixture
def linked(bucket, bob):
    Bucket.objects.filter(pk=bucket.pk).update(visibility="link")
    bucket.refresh_from_db()
    film = MovieFactory(title="Alien")
    ItemFactory(bucket=bucket, title="Alien", movie=film, added_by=bob, length=60, **PRIVATE)
    ItemFactory(bucket=bucket, title="Home video", length=60, added_by=bob)
    return bucket


def address(bucket):
    return f"/buckets/shared/{bucket.secret}/"


@pytest.mark.parametrize("who", [None, "alice", "bob", "charlie", "curator"])
def test_whoever_has_the_link_may_look(as_user, request, linked, who):
    response = as_user(who and request.getfixturevalue(who)).get(address(linked))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Alien" in page and "Home video" in page
    assert "2 copies · 2 h<" in page
    assert "A bucket of Alice" in page


@pytest.mark.parametrize("visibility", ["private", ""])
def test_a_bucket_that_is_not_shared_by_link_is_not_found(as_user, alice, linked, visibility):
    if visibility:
        Bucket.objects.update(visibility=visibility)
    else:
        renew_secret(bucket=Bucket.objects.get(), by=alice)
    for user in (None, alice):
        assert as_user(user).get(address(linked)).status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "x" * 5000, "none'--"])
def test_a_secret_that_is_none_opens_nothing(client, linked, secret):
    assert client.get(f"/buckets/shared/{secret}/").status_code == 404


QUERIES = [
    "", "?view=table&columns=place&columns=price&columns=barcode&columns=condition&columns=added_at", "?view=shelf",
    "?room=Hidden%20room", "?condition=worn", "?view=table&sort=-price", "?sort=place",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_it_tells_neither_notes_nor_prices_nor_places_nor_who_added_what(client, linked, query):
    page = client.get(f"{address(linked)}{query}").content.decode()
    assert "Alien" in page and "Home video" in page, "what it does not know narrows nothing down"
    secrets = {*PRIVATE.values(), "Bob", "Worn", "/items/"} - {"worn"}  # which the address itself says
    assert [text for text in secrets if text in page] == []


def test_it_can_be_sorted_and_narrowed_down_by_what_it_shows(client, linked):
    page = client.get(f"{address(linked)}?view=table&sort=-title&film=yes&q=ali").content.decode()
    assert "Alien" in page and "Home video" not in page
    assert 'value="-title" selected' in page


def test_it_leads_to_films_and_changes_nothing(client, linked):
    page = client.get(address(linked)).content.decode()
    assert f'href="{linked.items.get(title="Alien").movie.get_absolute_url()}"' in page
    assert "<form" not in page.split("<main")[1].replace('<form method="get" autocomplete="off">', "")
    assert client.post(address(linked)).status_code == 405


def test_it_names_no_film_that_nobody_may_see(client, linked):
    film = MovieFactory(title="Home video", adult=True)
    linked.items.filter(title="Home video").update(movie=film)
    assert film.get_absolute_url() not in client.get(address(linked)).content.decode()


def test_it_is_kept_by_nobody_and_found_by_no_search(client, linked):
    response = client.get(address(linked))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_a_child_sees_what_suits_it_there_too(as_profile, ann, linked):
    linked.items.get(title="Alien").movie.__class__.objects.update(minimum_age=17)
    page = as_profile(ann).get(address(linked)).content.decode()
    assert "Alien" not in page and "Home video" not in page
    assert "Nothing in it yet" in page


def test_an_owner_who_is_gone_shows_nothing(client, alice, linked):
    alice.is_active = False
    alice.save()
    assert client.get(address(linked)).status_code == 404
