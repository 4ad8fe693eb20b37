"""Which films one has: lists of films are narrowed down to them, by page and by API."""

import re

import pytest

from apps.catalog.models import Trailer
from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Share
from apps.moviebucket.owned import OWNED
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def films():
    made = {title: MovieFactory(title=title) for title in ("Alien", "Brazil", "Charade")}
    Trailer.objects.bulk_create(Trailer(movie=film, site="YouTube", key=f"key{film.pk}") for film in made.values())
    return made


@pytest.fixture
def shelf(bucket, bob, films):
    """Alice has Alien; Bob, who shares nothing, Brazil."""
    ItemFactory(bucket=bucket, movie=films["Alien"])
    ItemFactory(bucket=BucketFactory(owner=bob), movie=films["Brazil"])
    return bucket


def owned(viewer):
    """The titles of the films that the viewer has, among rows that name a film."""
    return set(OWNED.narrow(Trailer.objects.all(), viewer, "yes").values_list("movie__title", flat=True))


def test_what_one_has_and_what_is_shared_with_one(own_alice, own_bob, own_charlie, films, shelf, bob):
    assert [owned(viewer) for viewer in (own_alice, own_bob, own_charlie)] == [{"Alien"}, {"Brazil"}, set()]
    Share.objects.create(bucket=shelf, user=bob)
    assert owned(own_bob) == {"Alien", "Brazil"}


def test_a_child_s_own_shelf_holds_what_it_may_see(ann, films, shelf):
    assert owned(ann) == set()
    films["Alien"].minimum_age = 0
    films["Alien"].save()
    assert owned(ann) == {"Alien"}


@pytest.mark.parametrize(("value", "wanted"), [("yes", {"Alien"}), ("no", {"Brazil", "Charade"})])
def test_a_list_shows_what_one_has_or_has_not(as_user, alice, own_alice, films, shelf, value, wanted):
    client = as_user(alice)
    for film in films.values():
        client.post("/watchlists/entries/", {"movie": film.pk})
    page = client.get(f"/watchlists/{own_alice.watchlists.get().pk}/?owned={value}").content.decode()
    assert {title for title in films if f'class="entry-title" href="/movies/{films[title].pk}/' in page} == wanted
    answer = client.get(f"/api/watchlists/{own_alice.watchlists.get().pk}/entries?owned={value}").json()
    assert {entry["movie"]["title"] for entry in answer["results"]} == wanted


def test_a_row_of_a_list_says_that_one_has_the_film_and_leads_to_its_copies(as_user, alice, own_alice, films, shelf):
    films["Alien"].title = "<b>Alien"
    films["Alien"].save()
    ItemFactory(bucket=shelf, movie=films["Alien"])
    client = as_user(alice)
    for film in films.values():
        client.post("/watchlists/entries/", {"movie": film.pk})
    page = client.get(f"/watchlists/{own_alice.watchlists.get().pk}/").content.decode()
    assert page.count("is-owned") == 1
    found = re.search(r'href="([^"#]+)#copies" aria-label="&lt;b&gt;Alien is in a bucket"', page)
    assert found and 'id="copies"' in client.get(found[1]).content.decode()
