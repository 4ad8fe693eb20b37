"""What a bucket has twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def address(bucket):
    return f"{bucket.get_absolute_url()}duplicates/"


def groups(page):
    """Of each group its title and how many copies are shown."""
    parts = page.split('<section class="section same"')[1:]
    return [(part.split("<h2")[1].split(">")[1].split(" <")[0], part.count("/remove/")) for part in parts]


def test_who_may_take_one_out_sees_them(as_user, alice, bob, charlie, curator, administrator, bucket):
    assert as_user(None).get(address(bucket))["Location"].startswith("/accounts/login/")
    share = Share.objects.create(bucket=bucket, user=bob, role="viewer")
    answers = [as_user(who).get(address(bucket)).status_code for who in (alice, bob, charlie, curator, administrator)]
    assert answers == [200, 403, 404, 404, 404]
    share.role = "editor"
    share.save()
    assert as_user(bob).get(address(bucket)).status_code == 200


def test_the_table_of_who_may_change_it_leads_there(as_user, alice, bob, viewed):
    ItemFactory(bucket=viewed)
    link, table = f'href="{address(viewed)}"', f"{viewed.get_absolute_url()}?view=table"
    assert link in text(as_user(alice).get(table))
    assert link not in text(as_user(bob).get(table))


def test_a_child_is_refused(as_profile, ann, bucket):
    assert as_profile(ann).get(address(bucket)).status_code == 403


def test_copies_of_a_title_and_year_or_of_a_film_are_together(as_user, alice, bucket):
    film = MovieFactory(title="Stalker")
    for title, year, movie in (
        ("Alien", 1979, None), ("ALIÉN", 1979, MovieFactory()), ("Alien", 2003, None), ("The Thing", 1982, None),
        ("Thing", 1982, None), ("Stalker", 1979, film), ("Сталкер", 1980, film), ("Brazil", 1985, MovieFactory()),
    ):  # fmt: skip
        ItemFactory(bucket=bucket, title=title, release_year=year, movie=movie)
    ItemFactory(bucket=BucketFactory(owner=alice), title="Brazil", release_year=1985)
    page = text(as_user(alice).get(address(bucket)))
    assert groups(page) == [("Alien", 2), ("Stalker", 2), ("The Thing", 2)]
    assert "as Сталкер, 1980" in page


def test_what_is_the_same_film_and_title_is_one_group(as_user, alice, bucket):
    film = MovieFactory(title="Alien")
    for kind, edition in (("VHS", ""), ("DVD", "Director's cut"), ("DVD", "")):
        ItemFactory(bucket=bucket, title="Alien", movie=film, format_id=kind, edition=edition, room="Hall")
    page = text(as_user(alice).get(address(bucket)))
    assert groups(page) == [("Alien", 3)]
    assert "1979 · 3 copies" in page and "Director&#x27;s cut" in page and "No edition said" in page


def test_one_of_them_goes_and_one_is_back_on_the_page(as_user, alice, bucket):
    for _ in range(2):
        item = ItemFactory(bucket=bucket, title="Alien")
    client, here = as_user(alice), address(bucket)
    url = f"{item.get_absolute_url()}remove/"
    assert f'action="{url}"' in text(client.get(here))
    response = client.post(url, {"version": "1", "next": here}, follow=True)
    assert response.redirect_chain == [(here, 302)]
    assert "Nothing is here twice" in text(response)


@pytest.mark.parametrize("page", ["0", "x", "99", "%00", "9" * 40])
def test_a_page_that_is_none_shows_one_that_is(as_user, alice, bucket, page):
    for _ in range(2):
        ItemFactory(bucket=bucket, title="Alien")
    assert groups(text(as_user(alice).get(f"{address(bucket)}?page={page}"))) == [("Alien", 2)]


def test_groups_are_paged(as_user, alice, bucket):
    for number in range(21):
        for _ in range(2):
            ItemFactory(bucket=bucket, title=f"Film {number:02}")
    client = as_user(alice)
    assert len(groups(text(client.get(address(bucket))))) == 20
    assert groups(text(client.get(f"{address(bucket)}?page=2"))) == [("Film 20", 2)]


def test_a_group_of_very_many_shows_its_first(as_user, alice, bucket, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.duplicates.MOST_COPIES", 5)
    for _ in range(9):
        ItemFactory(bucket=bucket, title="Alien")
    page = text(as_user(alice).get(address(bucket)))
    assert groups(page) == [("Alien", 5)] and "9 copies" in page


def test_titles_stay_text(as_user, alice, bucket):
    bad = '"><script>alert(1)</script>'
    for _ in range(2):
        ItemFactory(bucket=bucket, title=bad, edition=bad, region='"><script>', room=bad, shelf=bad)
    assert "<script>" not in text(as_user(alice).get(address(bucket))).split("<main")[1].split("</main")[0]


def test_it_costs_the_same_with_many(as_user, bob, edited):
    def cost():
        client = as_user(bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(edited))
        return len(queries)

    for _ in range(2):
        ItemFactory(bucket=edited, title="Alien", movie=MovieFactory())
    few = cost()
    for number in range(30):
        ItemFactory(bucket=edited, title=f"Film {number // 3}", movie=MovieFactory() if number % 2 else None)
    assert cost() == few <= 8
