"""/movie/<title>: JSON for programs, a redirect for browsers."""

import pytest

from apps.catalog.models import Movie
from apps.catalog.search import index_movies
from apps.catalog.tests.factories import GenreFactory, MovieFactory

pytestmark = pytest.mark.django_db
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def films():
    MovieFactory(title="Amélie", popularity=5, genres=[GenreFactory(name="Comedy")], overview="Small kindnesses.")
    MovieFactory(title="Face/Off", popularity=5)
    MovieFactory(title="Solaris", year=1972, popularity=1)
    MovieFactory(title="Solaris", year=2002, popularity=9)
    MovieFactory(title="Hidden", adult=True)
    index_movies(list(Movie.objects.values_list("pk", flat=True)))


def test_a_program_gets_json(client, films):
    response = client.get("/movie/Amélie")
    assert response["Content-Type"] == "application/json"
    data = response.json()
    assert (data["title"], data["genres"], data["overview"]) == ("Amélie", ["Comedy"], "Small kindnesses.")
    assert client.get(data["url"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("title", ["amelie", "AMÉLIE", "Am%C3%A9lie", "  amélie ", "Amélie/"])
def test_case_and_accents_do_not_matter(client, films, title):
    assert client.get(f"/movie/{title}").json()["title"] == "Amélie"


def test_a_title_may_hold_a_slash(client, films):
    assert client.get("/movie/Face/Off").json()["title"] == "Face/Off"


def test_of_several_the_most_popular(client, films):
    assert client.get("/movie/solaris").json()["year"] == 2002


@pytest.mark.parametrize("persona", [None, "alice", "curator"])
def test_a_browser_is_led_to_the_page(persona, as_user, request, films):
    user = request.getfixturevalue(persona) if persona else None
    response = as_user(user).get("/movie/amelie", headers=BROWSER)
    assert response.status_code == 302
    assert response["Location"] == Movie.objects.get(title="Amélie").get_absolute_url()
    assert "Accept" in response["Vary"]


def test_an_unknown_title_is_a_problem_with_suggestions(client, films):
    response = client.get("/movie/Solarys")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert {each["title"] for each in response.json()["suggestions"]} == {"Solaris"}


def test_an_unknown_title_in_a_browser_is_a_page(client, films):
    response = client.get("/movie/qqqq", headers=BROWSER)
    assert response.status_code == 404
    assert "This seat is empty" in response.content.decode()


@pytest.mark.parametrize("title", ["Hidden", "%00", "%F0%9F%8E%AC", "x" * 3000, "..", "%22", "%2F", "a%00b"])
def test_nothing_breaks_it_and_adult_films_are_not_there(client, films, title):
    assert client.get(f"/movie/{title}").status_code == 404
