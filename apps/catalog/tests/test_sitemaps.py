"""The sitemap, as a robot follows it from its index."""

from xml.etree import ElementTree

import pytest

from apps.catalog import sitemaps
from apps.catalog.tests.factories import MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST = "http://testserver"


def locations(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return [loc.text.removeprefix(HOST) for loc in ElementTree.fromstring(response.content).iterfind(".//s:loc", NAMES)]


def pages(client):
    return [page for piece in locations(client, "/sitemap.xml") for page in locations(client, piece)]


def numbered(factory, count, first=1):
    """Pieces are ranges of ids, and a database that has seen other tests does not begin at 1."""
    return [factory(pk=number) for number in range(first, first + count)]


@pytest.mark.parametrize("persona", [None, "alice", "curator"])
def test_everybody_may_read(persona, as_user, request):
    user = request.getfixturevalue(persona) if persona else None
    MovieFactory()
    assert len(pages(as_user(user))) == 1


def test_an_empty_site_has_an_empty_sitemap(client):
    assert locations(client, "/sitemap.xml") == []


def test_every_film_and_person_stands_in_one_piece(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PIECE", 3)
    rows = [*numbered(MovieFactory, 8), *numbered(PersonFactory, 4)]
    MovieFactory(pk=9, adult=True)
    PersonFactory(pk=5, adult=True)
    found = pages(client)
    assert len(locations(client, "/sitemap.xml")) >= 5
    assert sorted(found) == sorted(row.get_absolute_url() for row in rows)


def test_gaps_in_the_ids_break_nothing(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PIECE", 2)
    first, *between, last = numbered(MovieFactory, 9)
    for movie in between:
        movie.delete()
    assert pages(client) == [first.get_absolute_url(), last.get_absolute_url()]


def test_the_pages_it_names_are_there(client):
    MovieFactory(title="千と千尋の神隠し & <b>")
    PersonFactory(name="宮崎 駿")
    for page in pages(client):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("name", ["films-1", "films-99999999999999999999", "people-7", "genres-0", "films", "films--1"])
def test_no_such_piece(client, name):
    numbered(MovieFactory, 1)
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_queries_stay_the_same_as_the_site_grows(client, django_assert_num_queries, django_assert_max_num_queries):
    numbered(MovieFactory, 1)
    with django_assert_max_num_queries(2) as small:
        client.get("/sitemap-films-0.xml")
    numbered(MovieFactory, 20, first=2)
    with django_assert_num_queries(len(small)):
        assert len(locations(client, "/sitemap-films-0.xml")) == 21


def test_robots_may_keep_it(client):
    assert "max-age=21600" in client.get("/sitemap.xml")["Cache-Control"]
