"""What a film's page says of copies, and the way from a film into a bucket."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Bucket, Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def alien(db):
    return MovieFactory(title="Alien", minimum_age=0)


def test_a_film_s_page_names_the_copies_that_one_may_see(as_user, alice, bob, charlie, viewed, alien):
    ItemFactory(bucket=viewed, movie=alien, format_id="VHS", room="Cellar", edition="<i>Cut</i>")
    ItemFactory(bucket=viewed)
    address = alien.get_absolute_url()
    for user in (alice, bob):
        page = text(as_user(user).get(address))
        assert "In your buckets" in page
        assert "Living room · Cellar · &lt;i&gt;Cut&lt;/i&gt;" in page
    page = text(as_user(charlie).get(address))
    assert "No copy yet" in page and "Living room" not in page
    assert f'href="/buckets/films/{alien.pk}/"' in page


def test_to_a_visitor_it_says_nothing(as_user, viewed, alien):
    ItemFactory(bucket=viewed, movie=alien)
    page = text(as_user(None).get(alien.get_absolute_url()))
    assert "bucket" not in page.lower()


def test_a_child_sees_copies_of_its_household_and_no_way_to_add(as_profile, ann, bucket, alien):
    ItemFactory(bucket=bucket, movie=alien)
    page = text(as_profile(ann).get(alien.get_absolute_url()))
    assert "Living room" in page and "Add to a bucket" not in page
    bucket.items.all().delete()
    assert "In your buckets" not in text(as_profile(ann).get(alien.get_absolute_url()))


def test_copies_cost_a_film_s_page_one_query_however_many_there_are(as_user, alice, alien):
    def asked():
        client = as_user(alice)
        with CaptureQueriesContext(connection) as queries:
            client.get(alien.get_absolute_url())
        return sum("moviebucket" in query["sql"] for query in queries)

    assert asked() == 1
    for number in range(9):
        ItemFactory(bucket=BucketFactory(owner=alice, name=f"Bucket {number}"), movie=alien)
    assert asked() == 1
    page = text(as_user(alice).get(alien.get_absolute_url()))
    assert page.count("Bucket ") >= 6 and "And more." in page


def test_the_way_into_a_bucket_asks_who_one_is(as_user, alien):
    assert as_user(None).get(f"/buckets/films/{alien.pk}/")["Location"].startswith("/accounts/login/")


def test_with_one_bucket_it_leads_straight_to_its_form(as_user, alice, bob, viewed, alien):
    address = f"/buckets/films/{alien.pk}/"
    assert as_user(alice).get(address)["Location"] == f"{viewed.get_absolute_url()}items/new/?movie={alien.pk}"
    assert as_user(bob).get(address)["Location"] == f"/buckets/new/?movie={alien.pk}", "he may look, and no more"


def test_with_several_one_chooses(as_user, alice, bob, charlie, bucket, alien):
    ItemFactory(bucket=bucket)
    shared = BucketFactory(owner=bob, name="Ben's")
    Share.objects.create(bucket=shared, user=alice, role="editor")
    looked_at = BucketFactory(owner=charlie, name="Only seen")
    Share.objects.create(bucket=looked_at, user=alice, role="viewer")
    page = text(as_user(alice).get(f"/buckets/films/{alien.pk}/"))
    assert f"{bucket.get_absolute_url()}items/new/?movie={alien.pk}" in page and "1 copy" in page
    assert f"{shared.get_absolute_url()}items/new/?movie={alien.pk}" in page and "Bob · 0 copies" in page
    assert "Only seen" not in page


@pytest.mark.parametrize("movie", [0, 10**30])
def test_a_film_that_is_none_is_not_found(as_user, alice, bucket, movie):
    assert as_user(alice).get(f"/buckets/films/{movie}/").status_code == 404
    assert Bucket.objects.count() == 1
