"""What can be watched of a film: its page says so, lists of films are narrowed down to it, their rows have a sign."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Trailer
from apps.catalog.tests.factories import MovieFactory
from apps.streaming.here import STREAMABLE
from apps.streaming.models import Video
from apps.streaming.tests.factories import VideoFactory, with_size

pytestmark = pytest.mark.django_db


@pytest.fixture
def films():
    made = {title: MovieFactory(title=title) for title in ("Alien", "Brazil", "Charade")}
    Trailer.objects.bulk_create(Trailer(movie=film, site="YouTube", key=f"key{film.pk}") for film in made.values())
    return made


@pytest.fixture
def videos(alice, bob, films):
    """Alice has Alien; Bob keeps Brazil to himself, and shares Charade, of which there is nothing to watch yet."""
    with_size(VideoFactory(owner=alice, movie=films["Alien"]))
    with_size(VideoFactory(owner=bob, movie=films["Brazil"]))
    VideoFactory(owner=bob, movie=films["Charade"], visibility="members")


def here(viewer):
    """The titles of the films that the viewer can watch here, among rows that name a film."""
    return set(STREAMABLE.narrow(Trailer.objects.all(), viewer, "yes").values_list("movie__title", flat=True))


def test_what_one_has_and_what_is_shared_with_members(own_alice, own_bob, own_charlie, videos):
    assert [here(viewer) for viewer in (own_alice, own_bob, own_charlie)] == [{"Alien"}, {"Brazil"}, set()]
    with_size(Video.objects.get(movie__title="Charade"))
    assert [here(viewer) for viewer in (own_alice, own_charlie)] == [{"Alien", "Charade"}, {"Charade"}]


def test_a_child_is_shown_what_suits_it(ann, films, videos):
    assert here(ann) == set()
    films["Alien"].minimum_age = 0
    films["Alien"].save()
    assert here(ann) == {"Alien"}


@pytest.mark.parametrize(("value", "wanted"), [("yes", {"Alien"}), ("no", {"Brazil", "Charade"})])
def test_a_list_shows_what_is_here_or_not(as_user, alice, own_alice, films, videos, value, wanted):
    client = as_user(alice)
    for film in films.values():
        client.post("/watchlists/entries/", {"movie": film.pk})
    page = client.get(f"/watchlists/{own_alice.watchlists.get().pk}/?here={value}").content.decode()
    assert {title for title in films if f'class="entry-title" href="/movies/{films[title].pk}/' in page} == wanted
    answer = client.get(f"/api/watchlists/{own_alice.watchlists.get().pk}/entries?here={value}").json()
    assert {entry["movie"]["title"] for entry in answer["results"]} == wanted


def test_a_row_of_a_list_says_so_and_leads_to_where_it_is_played(as_user, alice, own_alice, films, videos):
    films["Alien"].title = "<b>Alien"
    films["Alien"].save()
    client = as_user(alice)
    for film in films.values():
        client.post("/watchlists/entries/", {"movie": film.pk})
    page = client.get(f"/watchlists/{own_alice.watchlists.get().pk}/").content.decode()
    assert page.count("is-here") == 1
    found = re.search(r'href="([^"#]+)#play" aria-label="&lt;b&gt;Alien is streamable here"', page)
    assert found and 'id="play"' in client.get(found[1]).content.decode()


def test_the_page_of_a_film_plays_it_for_those_who_may(as_user, as_profile, alice, charlie, ann, films, videos):
    address = films["Alien"].get_absolute_url()
    video = Video.objects.get(movie=films["Alien"])
    found = [
        f'id="play" href="/watch/{video.pk}/"' in client.get(address).content.decode()
        for client in (as_user(None), as_user(alice), as_user(charlie))
    ]
    assert found == [False, True, False]
    films["Alien"].minimum_age = 0
    films["Alien"].save()
    assert 'id="play"' in as_profile(ann).get(address).content.decode()


def test_one_s_own_comes_first_and_others_follow_by_title(as_user, alice, bob, films, videos):
    with_size(VideoFactory(owner=bob, movie=films["Alien"], visibility="members", title="Director's <cut>"))
    page = as_user(alice).get(films["Alien"].get_absolute_url()).content.decode()
    own = Video.objects.get(movie=films["Alien"], owner=alice)
    assert f'id="play" href="/watch/{own.pk}/"' in page
    assert "Director&#x27;s &lt;cut&gt;" in page


def test_visitors_ask_nothing_more_and_members_once(as_user, alice, films, videos, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        as_user(None).get(films["Alien"].get_absolute_url())
    client = as_user(alice)
    with CaptureQueriesContext(connection) as asked:
        client.get(films["Alien"].get_absolute_url())
    assert sum("streaming_video" in query["sql"] for query in asked.captured_queries) == 1
