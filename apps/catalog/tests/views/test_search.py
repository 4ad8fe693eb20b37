"""The search page, its suggestions, and bringing in what only TMDB has."""

import pytest
from django.conf import settings as django_settings

from apps.catalog.models import Movie, Person
from apps.catalog.search import index_movies, index_people
from apps.catalog.tests.factories import MovieFactory, PersonFactory
from apps.catalog.tmdb import errors
from apps.catalog.tmdb.remote_search import RemoteFilm
from apps.catalog.views import search as view

pytestmark = pytest.mark.django_db
SUGGEST = {"HX-Request": "true", "HX-Target": "suggestions"}


@pytest.fixture
def indexed():
    def index():
        index_movies(list(Movie.objects.values_list("pk", flat=True)))
        index_people(list(Person.objects.values_list("pk", flat=True)))

    MovieFactory(title="The Godfather", year=1972, popularity=90)
    MovieFactory(title="Goodfellas", year=1990, popularity=80)
    PersonFactory(name="Gordon Willis")
    index()
    return index


@pytest.fixture
def elsewhere(monkeypatch):
    """What TMDB answers; the client itself is tested where it lives, against a real server."""

    def answer(result):
        def find(text):
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr(view, "find_films", find)

    return answer


@pytest.mark.parametrize("persona", [None, "alice", "charlie", "curator"])
def test_everybody_may_search(persona, as_user, request, indexed):
    user = request.getfixturevalue(persona) if persona else None
    response = as_user(user).get("/search/?q=godfather")
    assert [movie.title for movie in response.context["movies"]] == ["The Godfather"]


def test_a_typing_error_is_forgiven_and_told(client, indexed):
    response = client.get("/search/?q=godfahter")
    assert [movie.title for movie in response.context["movies"]] == ["The Godfather"]
    assert "Showing what is closest" in response.content.decode()


def test_people_are_found(client, indexed):
    assert [person.name for person in client.get("/search/?q=gordon willis").context["people"]] == ["Gordon Willis"]


def test_nothing_asked_and_nothing_found_say_what_to_do(client, indexed):
    assert "What are you looking for?" in client.get("/search/").content.decode()
    assert "Nothing here is called that" in client.get("/search/?q=qqqqzzzz").content.decode()


def test_suggestions_are_a_fragment(client, indexed):
    page = client.get("/search/?q=godf", headers=SUGGEST).content.decode()
    assert "The Godfather" in page and "<html" not in page and 'role="listbox"' in page


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "a\0b",
        '"',
        "*",
        "NEAR(",
        "a OR",
        "-",
        "^",
        ":",
        "'; drop table",
        "🎬",
        "ابن",
        "x" * 10_000,
        "%",
        "\\",
        "a" * 200,
    ],
)
@pytest.mark.parametrize("headers", [{}, SUGGEST])
def test_no_text_breaks_it(client, indexed, text, headers):
    assert client.get("/search/", {"q": text}, headers=headers).status_code == 200


def test_what_was_asked_is_escaped(client, indexed):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_adult_films_are_not_found(client, indexed):
    MovieFactory(title="Godfather Uncovered", adult=True)
    indexed()
    assert [movie.title for movie in client.get("/search/?q=godfather").context["movies"]] == ["The Godfather"]


@pytest.mark.parametrize(("enabled", "query", "asks"), [(True, "zzz", True), (False, "zzz", False), (True, "", False)])
def test_with_little_found_tmdb_is_asked_behind(client, indexed, settings, enabled, query, asks):
    settings.TMDB_ENABLED = enabled
    page = client.get("/search/", {"q": query}).content.decode()
    assert ("/search/elsewhere/" in page) == asks


def test_local_results_never_wait_for_tmdb(client, indexed, settings, elsewhere):
    settings.TMDB_ENABLED = True
    elsewhere(AssertionError("the search page itself asked TMDB"))
    assert client.get("/search/?q=godfather").status_code == 200


def test_elsewhere_offers_what_is_not_here(client, elsewhere):
    elsewhere([RemoteFilm(238, "The Godfather", 1972, "", ""), RemoteFilm(1, "<b>Bold</b>", None, "", "")])
    fragment = client.get("/search/elsewhere/?q=godfather", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and 'action="/movies/bring-in/238/"' in fragment and "<b>Bold" not in fragment
    assert "<html" in client.get("/search/elsewhere/?q=godfather").content.decode()


@pytest.mark.parametrize("error", [errors.TmdbUnavailable("down"), errors.TmdbRejected("no key", status=401)])
def test_elsewhere_says_when_tmdb_is_silent(client, elsewhere, error):
    elsewhere(error)
    response = client.get("/search/elsewhere/?q=godfather")
    assert response.status_code == 200
    assert "TMDB does not answer" in response.content.decode()


def test_elsewhere_is_limited(client, elsewhere):
    elsewhere([])
    codes = [client.get("/search/elsewhere/?q=x").status_code for _ in range(32)]
    assert codes == [200] * 30 + [429] * 2


class TestBringIn:
    @pytest.fixture
    def tmdb(self, monkeypatch):
        asked = []

        def answers(result):
            def bring(tmdb_id):
                asked.append(tmdb_id)
                if isinstance(result, Exception):
                    raise result
                return result

            monkeypatch.setattr(view, "bring_in_from_tmdb", bring)
            return asked

        return answers

    def test_it_leads_to_the_film(self, client, tmdb):
        film = MovieFactory(source="tmdb", tmdb_id=999)
        tmdb(film)
        Movie.objects.filter(pk=film.pk).update(tmdb_id=998)
        assert client.post("/movies/bring-in/238/")["Location"] == film.get_absolute_url()

    def test_a_film_that_is_here_costs_no_call(self, client, tmdb):
        film = MovieFactory(source="tmdb", tmdb_id=238)
        asked = tmdb(AssertionError)
        assert client.post("/movies/bring-in/238/")["Location"] == film.get_absolute_url()
        assert asked == []

    @pytest.mark.parametrize(
        ("error", "status", "words"),
        [
            (errors.TmdbNotFound("gone"), 404, "TMDB does not have this film"),
            (errors.TmdbUnavailable("down"), 503, "could not be brought in"),
            (errors.TmdbRejected("key", status=401), 503, "could not be brought in"),
        ],
    )
    def test_trouble_is_told(self, client, tmdb, error, status, words):
        tmdb(error)
        response = client.post("/movies/bring-in/238/")
        assert response.status_code == status
        assert words in response.content.decode()

    def test_it_takes_a_post_with_a_token(self, client, tmdb):
        tmdb(AssertionError)
        assert client.get("/movies/bring-in/238/").status_code == 405
        strict = type(client)(enforce_csrf_checks=True)
        assert strict.post("/movies/bring-in/238/").status_code == 403

    def test_it_is_limited(self, client, tmdb):
        tmdb(errors.TmdbUnavailable("down"))
        codes = [client.post(f"/movies/bring-in/{n}/").status_code for n in range(12)]
        assert codes == [503] * 10 + [429] * 2


def test_the_form_and_the_view_agree_on_the_longest_text(client, indexed):
    assert f'maxlength="{view.LONGEST}"' in client.get("/search/").content.decode()
    assert django_settings.DEBUG is False
