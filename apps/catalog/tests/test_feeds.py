"""RSS of new films, as a feed reader parses it."""

from xml.etree import ElementTree

import pytest

from apps.catalog.feeds import SHOWN
from apps.catalog.tests.factories import MovieFactory

pytestmark = pytest.mark.django_db


def items(client):
    response = client.get("/movies/new.rss")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rss+xml")
    return ElementTree.fromstring(response.content).findall("channel/item")


@pytest.mark.parametrize("persona", [None, "alice", "curator"])
def test_everybody_may_read(persona, as_user, request):
    MovieFactory(title="Alien")
    user = request.getfixturevalue(persona) if persona else None
    assert [item.findtext("title") for item in items(as_user(user))] == ["Alien (1979)"]


def test_the_latest_comes_first_and_leads_to_its_page(client):
    MovieFactory(title="Older")
    newer = MovieFactory(title="Newer", overview="What it is about.")
    first, second = items(client)
    assert (first.findtext("title"), second.findtext("title")) == ("Newer (1979)", "Older (1979)")
    assert first.findtext("description") == "What it is about."
    assert first.findtext("link") == f"http://testserver{newer.get_absolute_url()}"
    assert first.find("guid").attrib == {"isPermaLink": "false"}


def test_the_mark_of_a_film_outlives_a_new_title(client):
    movie = MovieFactory(title="Working title")
    before = items(client)[0].findtext("guid")
    movie.title = "Final title"
    movie.save()
    assert items(client)[0].findtext("guid") == before


def test_adult_films_are_not_told(client):
    MovieFactory(adult=True)
    assert items(client) == []


@pytest.mark.parametrize(
    "text", ["</title><script>alert(1)</script>", "a & b ]]>", "bell\x07 and \x0b tab", "\ufffe 🎬 שלום"]
)
def test_any_text_is_well_formed(client, text):
    MovieFactory(title=text, overview=text)
    title = items(client)[0].findtext("title")
    kept = "".join(letter for letter in text if letter.isprintable())
    assert title.replace("\ufffe", "") == f"{kept} (1979)"


def test_length_and_queries_are_bounded(client, django_assert_num_queries):
    MovieFactory.create_batch(2)
    with django_assert_num_queries(1):
        items(client)
    MovieFactory.create_batch(SHOWN)
    with django_assert_num_queries(1):
        assert len(items(client)) == SHOWN
