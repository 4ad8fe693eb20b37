"""What the diary adds to lists of films: a sign on every row, and "not seen yet" as a filter of page and API."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.diary.tests.factories import ViewingFactory
from apps.watchlists.tests.factories import EntryFactory, WatchlistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def watchlist(alice, bob):
    """Alice's, for everybody here: Alien, which she has seen, and Brazil, which Bob has."""
    found = WatchlistFactory(profile=alice.profiles.get(), visibility="members")
    for title, user in (("Alien", alice), ("Brazil", bob)):
        entry = EntryFactory(watchlist=found, movie__title=title)
        ViewingFactory(profile=user.profiles.get(), movie=entry.movie)
    return found


def titles(client, url):
    page = client.get(url).content.decode()
    return re.findall(r'class="entry-title" href="[^"]+">([^<]+)<', page)


@pytest.mark.parametrize(
    ("persona", "query", "expected"),
    [
        ("alice", "seen=no", ["Brazil"]),
        ("alice", "seen=yes", ["Alien"]),
        ("alice", "seen=yes&sort=title", ["Alien"]),
        ("bob", "seen=no", ["Alien"]),
        ("charlie", "seen=yes", []),
        ("charlie", "seen=no", ["Alien", "Brazil"]),
    ],
)
def test_everybody_narrows_a_list_down_by_what_they_have_seen_themselves(
    as_user, watchlist, persona, query, expected, request
):
    client = as_user(request.getfixturevalue(persona))
    assert titles(client, f"{watchlist.get_absolute_url()}?{query}") == expected
    answer = client.get(f"/api/watchlists/{watchlist.pk}/entries?{query.replace('sort=title', '')}")
    assert sorted(row["movie"]["title"] for row in answer.json()["results"]) == expected


@pytest.mark.parametrize("query", ["seen=perhaps", "seen=", "seen=%00", "genre=nonsense", "decade=1985", "length=x"])
def test_what_is_none_of_the_choices_narrows_no_page_and_is_refused_by_the_api(as_user, alice, watchlist, query):
    client = as_user(alice)
    assert titles(client, f"{watchlist.get_absolute_url()}?{query}") == ["Alien", "Brazil"]
    answer = client.get(f"/api/watchlists/{watchlist.pk}/entries?{query}")
    assert answer.status_code == 400
    assert "none of the choices" in answer.content.decode()


def test_whoever_is_not_signed_in_is_offered_nothing_of_a_diary(client, watchlist):
    watchlist.visibility = "link"
    watchlist.save()
    page = client.get(f"/watchlists/shared/{watchlist.secret}/?seen=yes").content.decode()
    assert "Alien" in page
    assert "Not seen yet" not in page
    assert "/log/" not in page


def test_a_row_leads_to_the_form_that_logs_its_film_and_back(as_user, alice, watchlist):
    url = f"{watchlist.get_absolute_url()}?sort=title"
    page = as_user(alice).get(url).content.decode()
    assert 'aria-label="Seen. Log Alien again"' in page
    assert 'aria-label="Log Brazil"' in page
    assert "next=%2Fwatchlists%2F" in page


def test_a_title_is_no_markup(as_user, alice, watchlist):
    EntryFactory(watchlist=watchlist, movie=MovieFactory(title='"><script>alert(1)</script>'))
    assert "<script>alert" not in as_user(alice).get(watchlist.get_absolute_url()).content.decode()


def test_signs_are_asked_for_together(as_user, alice, watchlist):
    client, url = as_user(alice), watchlist.get_absolute_url()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    queries()
    few = queries()
    EntryFactory.create_batch(20, watchlist=watchlist)
    assert queries() <= few + 1  # the length of the list is counted anew once
    assert queries() == few
