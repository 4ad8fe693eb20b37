"""POST /api/movies; PUT, PATCH and DELETE of /api/movies/<id>."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.catalog import search
from apps.catalog.models import Keyword, Movie, Person
from apps.catalog.tests.factories import GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db

PIER = {
    "title": "The Long Way to the Pier",
    "release_date": "1998-05-16",
    "runtime": 74,
    "overview": "Two brothers carry a piano across the town.",
    "original_language": "en",
    "countries": ["GB", "IE"],
    "genres": ["drama", "comedy"],
    "imdb_id": "tt1234567",
}


@pytest.fixture
def genres():
    return [GenreFactory(name="Comedy"), GenreFactory(name="Drama")]


def send(client, method, address, body):
    return getattr(client, method)(address, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize(
    ("persona", "expected"),
    [(None, 401), ("alice", 403), ("moderator", 403), ("curator", 201), ("administrator", 201)],
)
def test_who_may_add(persona, expected, as_user, genres, request):
    client = as_user(persona and request.getfixturevalue(persona))
    response = send(client, "post", "/api/movies", PIER)
    assert response.status_code == expected
    assert Movie.objects.exists() == (expected == 201)
    if expected == 401:
        assert response["WWW-Authenticate"].startswith("Session")


@pytest.mark.parametrize(("persona", "expected"), [(None, 401), ("alice", 403), ("moderator", 403), ("curator", 200)])
def test_who_may_edit_and_delete(persona, expected, as_user, request):
    movie = MovieFactory(title="Draft")
    client = as_user(persona and request.getfixturevalue(persona))
    assert send(client, "patch", f"/api/movies/{movie.pk}", {"title": "Final"}).status_code == expected
    assert send(client, "put", f"/api/movies/{movie.pk}", {"title": "Final"}).status_code == expected
    assert client.delete(f"/api/movies/{movie.pk}").status_code == (204 if expected == 200 else expected)


def test_a_curator_adds_a_film(as_user, curator, genres):
    response = send(as_user(curator), "post", "/api/movies", PIER)
    film = response.json()
    movie = Movie.objects.get()
    assert response["Location"] == f"http://testserver/api/movies/{movie.pk}"
    assert (film["source"], film["year"]) == ("manual", 1998)
    assert {genre["name"] for genre in film["genres"]} == {"Drama", "Comedy"}
    assert movie.lead_genre.name == "Drama"
    assert {country["name"] for country in film["countries"]} == {"United Kingdom", "Ireland"}
    assert movie.history.get().history_user == curator
    assert search.search("piers long", viewer=None).movies == [movie]


UNA = {"person": "Una Doyle", "department": "Directing", "job": "Director"}
TOM = {"person": "Tom Ashe", "character": "The elder brother"}


def test_a_film_comes_with_people_keywords_and_studios(as_user, curator, genres):
    known, _ = PersonFactory(name="Tom Ashe", popularity=9), PersonFactory(name="Tom Ashe", popularity=1)
    ada = PersonFactory(name="Ada")
    snow = Keyword.objects.create(name="snow")
    credits_ = {"cast": [{"person": ada.pk, "character": "A neighbour"}, TOM], "crew": [UNA]}
    more = {"credits": credits_, "keywords": ["snow", "piano", "snow"], "studios": ["Pier Films"]}
    response = send(as_user(curator), "post", "/api/movies", PIER | more)
    assert response.status_code == 201, response.json()
    film, movie = response.json(), Movie.objects.get()
    assert [part["person"]["id"] for part in film["credits"]["cast"]] == [ada.pk, known.pk]
    assert [part["job"] for part in film["credits"]["crew"]] == ["Director"]
    assert movie.director_names == "Una Doyle"
    assert sorted(film["keywords"]) == ["piano", "snow"]
    assert snow in movie.keywords.all()
    assert [studio["name"] for studio in film["studios"]] == ["Pier Films"]
    assert [person.name for person in search.search("una doyle", viewer=None).people] == ["Una Doyle"]


def test_credits_of_a_film_from_tmdb_are_locked_once_they_were_edited(as_user, curator):
    movie = MovieFactory(title="Alien", source="tmdb", tmdb_id=348)
    address, client = f"/api/movies/{movie.pk}", as_user(curator)
    assert send(client, "patch", address, {"title": "Alien"}).json()["curated_fields"] == []
    both = {"credits": {"cast": [TOM], "crew": [UNA]}}
    assert send(client, "patch", address, both).json()["curated_fields"] == ["credits"]
    before = list(movie.credits.values_list("pk", flat=True))
    assert send(client, "patch", address, both).status_code == 200
    assert list(movie.credits.values_list("pk", flat=True)) == before
    assert send(client, "patch", address, {"credits": {}}).json()["credits"] == {"cast": [], "crew": []}


@pytest.mark.parametrize(
    ("credits_", "reason"),
    [
        ({"cast": [{"person": 10**6}]}, "no such person"),
        ({"cast": [{"person": 2**63}]}, "whole number"),
        ({"cast": [{"person": 1.5}]}, "whole number"),
        ({"cast": [{"person": 0}]}, "whole number"),
        ({"cast": [{"person": True}]}, "Not a valid string"),
        ({"cast": [{"character": "Nobody"}]}, "required"),
        ({"crew": [{"person": "Una Doyle"}]}, "required"),
        ({"crew": [UNA | {"job": " "}]}, "may not be blank"),
        ({"cast": [TOM, TOM]}, "same part twice"),
        ({"cast": [TOM | {"person": "  "}]}, "may not be blank"),
        ({"cast": [TOM | {"person": "nul\x00"}]}, "Null characters"),
        ({"cast": [TOM | {"person": "x" * 201}]}, "no more than 200"),
        ({"cast": [TOM | {"character": "x" * 501}]}, "no more than 500"),
        ({"cast": [TOM] * 301}, "no more than 300"),
        ({"cast": "Tom Ashe"}, "list of items"),
        ({"cast": ["Tom Ashe"]}, "dictionary"),
        ([TOM], "dictionary"),
        ("Tom Ashe", "dictionary"),
    ],
)
def test_bad_credits_are_told_what_is_wrong_and_leave_nothing_behind(as_user, curator, genres, credits_, reason):
    response = send(as_user(curator), "post", "/api/movies", PIER | {"credits": credits_})
    assert response.status_code == 400
    assert reason in json.dumps(response.json())
    assert not Movie.objects.exists() and not Person.objects.exists()


def test_queries_of_an_edit_do_not_grow_with_the_cast(as_user, curator, django_assert_max_num_queries):
    people = [PersonFactory() for _ in range(60)]
    movie = MovieFactory()
    cast = [{"person": person.pk, "character": "x"} for person in people]
    client = as_user(curator)
    with CaptureQueriesContext(connection) as few:
        assert send(client, "patch", f"/api/movies/{movie.pk}", {"credits": {"cast": cast[:2]}}).status_code == 200
    with django_assert_max_num_queries(len(few) + 2):
        assert send(client, "patch", f"/api/movies/{movie.pk}", {"credits": {"cast": cast}}).status_code == 200


def test_what_is_left_out_of_a_patch_stays(as_user, curator, genres):
    client = as_user(curator)
    film = send(client, "post", "/api/movies", PIER).json()
    changed = send(client, "patch", f"/api/movies/{film['id']}", {"runtime": None, "genres": []}).json()
    assert (changed["runtime"], changed["genres"], changed["overview"]) == (None, [], PIER["overview"])


def test_an_edit_of_a_film_from_tmdb_locks_what_changed(as_user, curator):
    movie = MovieFactory(title="Alien", source="tmdb", tmdb_id=348, runtime=117, overview="Old")
    edited = {"title": "Alien", "runtime": 116, "overview": "New"}
    film = send(as_user(curator), "patch", f"/api/movies/{movie.pk}", edited).json()
    assert film["curated_fields"] == ["overview", "runtime"]


def test_a_film_that_tmdb_has_is_not_deleted(as_user, curator):
    movie = MovieFactory(source="tmdb", tmdb_id=348)
    response = as_user(curator).delete(f"/api/movies/{movie.pk}")
    assert response.status_code == 409
    assert "come back" in response.json()["detail"]
    assert Movie.objects.filter(pk=movie.pk).exists()


def test_a_deleted_film_is_found_no_more(as_user, curator, genres):
    client = as_user(curator)
    film = send(client, "post", "/api/movies", PIER).json()
    assert client.delete(f"/api/movies/{film['id']}").status_code == 204
    assert client.get(f"/api/movies/{film['id']}").status_code == 404
    assert client.get("/api/movies?search=pier").json()["count"] == 0


def test_nobody_edits_what_they_cannot_see(as_user, curator):
    hidden = MovieFactory(adult=True, title="Hidden")
    client = as_user(curator)
    assert send(client, "patch", f"/api/movies/{hidden.pk}", {"title": "Shown"}).status_code == 404
    assert client.delete(f"/api/movies/{hidden.pk}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", None),
        ("title", "x" * 301),
        ("title", "nul\x00"),
        ("title", "\ud800"),
        ("title", ["a"]),
        ("title", 1917),
        ("overview", 3.5),
        ("original_title", "x" * 301),
        ("alternative_titles", "Pier"),
        ("alternative_titles", ["x"] * 51),
        ("alternative_titles", ["nul\x00"]),
        ("release_date", "yesterday"),
        ("release_date", "1998-02-30"),
        ("release_date", "1066-10-14"),
        ("release_date", 19980516),
        ("year", 1066),
        ("year", 10**30),
        ("year", "MCMXCVIII"),
        ("year", 1999),
        ("runtime", 0),
        ("runtime", 32768),
        ("runtime", -1),
        ("runtime", 1.5),
        ("overview", "x" * 10_001),
        ("overview", "nul\x00"),
        ("tagline", "x" * 501),
        ("original_language", "klingon"),
        ("original_language", "🖖"),
        ("status", "Lost"),
        ("homepage", "javascript:alert(1)"),
        ("homepage", "https://example.org/" + "x" * 500),
        ("freely_licensed", "perhaps"),
        ("budget", 2**63),
        ("budget", -1),
        ("revenue", 10**400),
        ("imdb_id", "1234567"),
        ("imdb_id", "tt1\n"),
        ("genres", ["no-such-genre"]),
        ("genres", [{"slug": "drama"}]),
        ("genres", "drama"),
        ("countries", ["gb"]),
        ("countries", ["QQ"]),
        ("countries", ["GB "] * 31),
    ],
)
def test_bad_facts_are_told_what_is_wrong(as_user, curator, genres, field, value):
    response = send(as_user(curator), "post", "/api/movies", PIER | {field: value})
    assert response.status_code == 400
    problem = response.json()
    assert all(error["pointer"].startswith(f"#/{field}") or field == "release_date" for error in problem["errors"])
    assert problem["errors"]
    assert not Movie.objects.exists()


@pytest.mark.parametrize(
    "text", ["👽🎬", "\u202eneilA", "千と千尋の神隠し", "العربية", "<script>alert(1)</script>", "'\";--"]
)
def test_any_script_is_kept_as_it_is(as_user, curator, text):
    film = send(as_user(curator), "post", "/api/movies", {"title": text, "overview": text}).json()
    assert (film["title"], film["overview"]) == (text, text)


def test_two_films_cannot_have_one_imdb_id(as_user, curator, genres):
    client = as_user(curator)
    send(client, "post", "/api/movies", PIER)
    again = send(client, "post", "/api/movies", PIER)
    assert again.status_code == 400
    assert [error["pointer"] for error in again.json()["errors"]] == ["#/imdb_id"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("", "application/json", 400),
        ("[]", "application/json", 400),
        ("null", "application/json", 400),
        ('{"title": NaN}', "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ('{"title": "' + "x" * 3_000_000 + '"}', "application/json", 413),
        ("title=Alien", "application/x-www-form-urlencoded", 415),
        ("<title>Alien</title>", "text/xml", 415),
        ("--x", "multipart/form-data; boundary=x", 415),
    ],
)
def test_bodies_that_are_none(as_user, curator, body, content_type, status):
    response = as_user(curator).generic("POST", "/api/movies", body, content_type=content_type)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("persona", [None, "curator"])
def test_methods_that_a_list_has_not(method, persona, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    response = getattr(client, method)("/api/movies")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_another_site_cannot_write_with_a_curators_session(curator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    response = send(client, "post", "/api/movies", {"title": "Forged"})
    assert response.status_code == 403
    assert "CSRF" in response.json()["detail"]
    assert not Movie.objects.exists()


def test_a_failed_edit_changes_nothing(as_user, curator, genres):
    movie = MovieFactory(title="Whole", release_date=date(1998, 5, 16), genres=genres)
    response = send(as_user(curator), "patch", f"/api/movies/{movie.pk}", {"title": "Half", "year": 1990, "genres": []})
    assert response.status_code == 400
    movie.refresh_from_db()
    assert (movie.title, movie.genres.count()) == ("Whole", 2)
    assert not connection.needs_rollback
