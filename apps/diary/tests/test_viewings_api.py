"""/api/viewings."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.diary.actions import ViewingDraft, log_many
from apps.diary.models import Viewing
from apps.diary.tests.factories import ViewingFactory

pytestmark = pytest.mark.django_db
URL = "/api/viewings"
JSON = {"content_type": "application/json"}


@pytest.fixture
def movie():
    return MovieFactory(title="Alien", year=1979)


@pytest.fixture
def mine(profile, movie):
    return ViewingFactory(profile=profile, movie=movie, half_stars=7, note="Loud.")


def ids(response):
    assert response.status_code == 200, response.json()
    return [row["id"] for row in response.json()["results"]]


def errors(response):
    assert response["Content-Type"] == "application/problem+json"
    return {error.get("pointer") or error.get("parameter"): error["detail"] for error in response.json()["errors"]}


def test_a_visitor_is_asked_to_sign_in(client, mine):
    for path in (URL, f"{URL}/{mine.pk}"):
        assert client.get(path).status_code == 401
    assert client.post(URL, {"movie": mine.movie_id}, **JSON).status_code == 401
    assert client.delete(f"{URL}/{mine.pk}").status_code == 401


@pytest.mark.parametrize("persona", ["bob", "charlie", "curator", "moderator", "administrator"])
def test_nobody_meets_anothers(as_user, persona, request, mine):
    user = as_user(request.getfixturevalue(persona))
    path = f"{URL}/{mine.pk}"
    assert ids(user.get(URL)) == []
    assert user.get(path).status_code == user.delete(path).status_code == 404
    assert user.patch(path, {"note": "Boo"}, **JSON).status_code == 404
    assert user.put(path, {"note": "Boo"}, **JSON).status_code == 404
    mine.refresh_from_db()
    assert mine.note == "Loud."


def test_what_a_viewing_says(as_user, alice, mine):
    response = as_user(alice).get(f"{URL}/{mine.pk}")
    said = response.json()
    assert said["movie"] == {
        "id": mine.movie_id, "title": "Alien", "year": 1979,
        "page": f"http://testserver{mine.movie.get_absolute_url()}",
    }  # fmt: skip
    del said["movie"], said["created_at"], said["updated_at"]
    assert said == {
        "id": mine.pk, "watched_on": "2025-11-03", "rewatch": False, "rating": 3.5, "place": "", "companion": "",
        "note": "Loud.", "source": "",
    }  # fmt: skip
    assert "no-store" in response["Cache-Control"]


def test_a_film_is_logged(as_user, alice, profile, movie):
    given = {"movie": movie.pk, "watched_on": "2025-11-03", "rating": 4.5, "companion": " Bob ", "rewatch": True}
    response = as_user(alice).post(URL, given, **JSON)
    assert response.status_code == 201
    viewing = Viewing.objects.get()
    assert response["Location"] == f"http://testserver{URL}/{viewing.pk}"
    assert (viewing.profile, viewing.half_stars, viewing.companion, viewing.rewatch) == (profile, 9, "Bob", True)
    assert response.json()["rating"] == 4.5


def test_a_film_alone_is_seen_at_a_time_unknown(as_user, alice, movie):
    assert as_user(alice).post(URL, {"movie": movie.pk}, **JSON).json()["watched_on"] is None
    again = as_user(alice).post(URL, {"movie": movie.pk}, **JSON)
    assert again.status_code == 400
    assert "without a date already" in again.json()["errors"][0]["detail"]


@pytest.mark.parametrize("rating", [0, 0.25, 5.5, -1, "4", True, [4], 1e999])
def test_a_rating_is_a_number_of_half_stars(as_user, alice, movie, rating):
    response = as_user(alice).post(URL, {"movie": movie.pk, "rating": rating}, **JSON)
    assert response.status_code == 400
    assert not Viewing.objects.exists()


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"movie": 424242}, "#/movie"),
        ({"movie": 2**70}, "#/movie"),
        ({"movie": None}, "#/movie"),
        ({"watched_on": "2999-01-01"}, "#/watched_on"),
        ({"watched_on": "1887-12-31"}, "#/watched_on"),
        ({"watched_on": "3 November"}, "#/watched_on"),
        ({"note": "n" * 2001}, "#/note"),
        ({"place": "a\0b"}, "#/place"),
        ({"companion": 7}, "#/companion"),
    ],
)
def test_mistakes_are_named(as_user, alice, movie, given, where):
    response = as_user(alice).post(URL, {"movie": movie.pk} | given, **JSON)
    assert response.status_code == 400
    assert where in errors(response)


def test_a_film_that_one_may_not_see_cannot_be_logged(as_user, alice):
    response = as_user(alice).post(URL, {"movie": MovieFactory(adult=True).pk}, **JSON)
    assert errors(response) == {"#/movie": "There is no such film."}


def test_a_viewing_is_changed_in_what_is_said(as_user, alice, mine):
    user = as_user(alice)
    assert user.patch(f"{URL}/{mine.pk}", {"rating": None, "place": "Odeon"}, **JSON).status_code == 200
    mine.refresh_from_db()
    assert (mine.half_stars, mine.place, mine.note, mine.watched_on) == (None, "Odeon", "Loud.", date(2025, 11, 3))
    assert user.put(f"{URL}/{mine.pk}", {"watched_on": None}, **JSON).json()["watched_on"] is None
    assert user.patch(f"{URL}/{mine.pk}", {"watched_on": "2999-01-01"}, **JSON).status_code == 400


def test_its_film_stays(as_user, alice, mine):
    as_user(alice).patch(f"{URL}/{mine.pk}", {"movie": MovieFactory().pk}, **JSON)
    assert Viewing.objects.get().movie_id == mine.movie_id


def test_a_viewing_is_removed(as_user, alice, mine):
    assert as_user(alice).delete(f"{URL}/{mine.pk}").status_code == 204
    assert not Viewing.objects.exists()


@pytest.mark.parametrize("pk", ["0", "424242", "9999999999999999999"])
def test_there_is_no_such_viewing(as_user, alice, pk):
    assert as_user(alice).get(f"{URL}/{pk}").status_code == 404


@pytest.fixture
def several(profile, movie):
    other = MovieFactory()
    facts = [
        (movie, date(2025, 11, 3), 7, False),
        (movie, date(2024, 1, 1), 10, True),
        (other, date(2024, 12, 31), None, False),
        (other, None, 4, False),
    ]
    return [
        ViewingFactory(profile=profile, movie=film, watched_on=day, half_stars=half_stars, rewatch=rewatch).pk
        for film, day, half_stars, rewatch in facts
    ]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 2, 1, 3]),
        ("ordering=oldest", [1, 2, 0, 3]),
        ("ordering=logged", [3, 2, 1, 0]),
        ("year=2024", [2, 1]),
        ("from=2024-12-31", [0, 2]),
        ("to=2024-12-31", [2, 1]),
        ("from=2024-01-02&to=2024-12-31", [2]),
        ("rating=3.5", [0]),
        ("rating_min=3.5", [0, 1]),
        ("rewatch=true", [1]),
        ("dated=false", [3]),
        ("movie=424242", []),
    ],
)
def test_it_can_be_narrowed_down(as_user, alice, several, query, places):
    assert ids(as_user(alice).get(f"{URL}?{query}")) == [several[place] for place in places]


def test_of_one_film(as_user, alice, several, movie):
    assert ids(as_user(alice).get(f"{URL}?movie={movie.pk}")) == several[:2]


@pytest.mark.parametrize(
    "query",
    [
        "year=x", "year=99999", "movie=0", "movie=99999999999999999999", "movie=x", "from=x", "rating=6",
        "rating=3.25", "rating=x", "rewatch=perhaps", "dated=1", "ordering=x", "page=x", "page_size=0",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(as_user, alice, several, query):
    response = as_user(alice).get(f"{URL}?{query}")
    assert response.status_code == 400
    assert list(errors(response)) == [query.split("=")[0]]


def test_a_long_diary_asks_no_more(as_user, alice, profile, movie):
    user = as_user(alice)
    ViewingFactory(profile=profile, movie=movie)
    user.get(URL)
    with CaptureQueriesContext(connection) as few:
        user.get(URL)
    log_many(profile=profile, drafts=[ViewingDraft(movie.pk, date(2000 + n % 25, 1, 1 + n % 28)) for n in range(600)])
    with CaptureQueriesContext(connection) as many:
        assert len(ids(user.get(f"{URL}?page_size=100"))) == 100
    assert len(many) <= len(few) <= 8
