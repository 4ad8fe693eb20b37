"""/api/statistics and /api/calendar."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.catalog.genres import genre_choices
from apps.catalog.models import ReleaseDate
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory
from apps.diary.tests.factories import ViewingFactory
from apps.statistics.models import ReleaseFeed, SharedReview
from apps.statistics.tests.conftest import comes_out
from apps.watchlists.models import Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db
LINK = "/api/statistics/2025/link"
FEED = "/api/calendar/feed"


@pytest.fixture
def diary(own_alice):
    movie = MovieFactory(title="Jaws", runtime=124, year=1975, genres=[GenreFactory(name="Drama")])
    CastFactory(movie=movie, person__name="Roy Scheider")
    ViewingFactory(profile=own_alice, movie=movie, watched_on=date(2025, 6, 1), half_stars=8)
    ViewingFactory(profile=own_alice, movie=MovieFactory(runtime=None), watched_on=None)
    return movie


@pytest.fixture
def dune(watchlist):
    movie = EntryFactory(watchlist=watchlist, movie__title="Dune").movie
    comes_out(movie, today(10))
    return movie


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize("path", ["/api/statistics", LINK, "/api/calendar", FEED])
def test_a_visitor_is_told_to_sign_in(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("path", [LINK, FEED])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_visitor_changes_nothing(client, path, method):
    assert getattr(client, method)(path).status_code == 401


def test_figures(as_user, alice, diary):
    response = as_user(alice).get("/api/statistics")
    said = response.json()
    assert (said["year"], said["viewings"], said["films"], said["minutes"]) == (None, 2, 2, 124)
    assert (said["without_running_time"], said["undated"], said["average"]) == (1, 1, 4.0)
    assert said["by_genre"][-1]["name"] == "Drama"
    assert [part["key"] for part in said["by_month"]] == ["2025-06"]
    assert [part["key"] for part in said["by_decade"]] == ["1970"]
    assert said["actors"][0]["name"] == "Roy Scheider"
    assert "private" in response["Cache-Control"]


def test_figures_of_a_year(as_user, alice, diary):
    client = as_user(alice)
    assert client.get("/api/statistics?year=2025").json()["viewings"] == 1
    assert client.get("/api/statistics?year=2020").json()["viewings"] == 0
    assert client.get("/api/statistics/?year=2025").json()["years"] == [2025]


@pytest.mark.parametrize("year", ["1887", "10000", "abc", "99999999999999999999", "2025.5", "%00"])
def test_no_such_year(as_user, alice, year):
    response = as_user(alice).get(f"/api/statistics?year={year}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "year"


def test_figures_of_others_are_theirs(as_user, bob, diary):
    assert as_user(bob).get("/api/statistics").json()["viewings"] == 0


def test_a_year_is_shared_and_taken_back(as_user, alice, diary):
    client = as_user(alice)
    assert client.get(LINK).status_code == 404
    made = client.post(LINK)
    assert made.status_code == 201
    address = made.json()["address"].removeprefix("http://testserver")
    assert client.get(LINK).json() == made.json()
    assert as_user(None).get(address).status_code == 200
    assert client.delete(LINK).status_code == 204
    assert as_user(None).get(address).status_code == 404


@pytest.mark.parametrize("year", ["1887", "9999", "99999999999999999999"])
def test_no_such_year_is_shared(as_user, alice, year):
    client = as_user(alice)
    for method in (client.get, client.post, client.delete):
        assert method(f"/api/statistics/{year}/link").status_code == 404


def test_a_child_shares_nothing(as_kid):
    assert as_kid.post(LINK).status_code == 403
    assert SharedReview.objects.count() == 0


def test_what_comes_out(as_user, alice, dune):
    comes_out(dune, today(-5))
    comes_out(dune, today(5), country="DE", kind=ReleaseDate.Kind.DIGITAL)
    client = as_user(alice)
    [found] = client.get("/api/calendar").json()["results"]
    assert (found["date"], found["country"], found["kind"]) == (today(10).isoformat(), "US", "cinema")
    assert (found["movie"]["id"], found["movie"]["title"]) == (dune.pk, "Dune")
    assert client.get(f"/api/calendar?from={today(-9)}").json()["count"] == 2
    assert client.get(f"/api/calendar?from={today(-9)}&to={today()}").json()["count"] == 1
    assert client.get("/api/calendar?country=DE").json()["results"][0]["kind"] == "digital"
    assert client.get("/api/calendar?kind=disc&kind=tv").json()["count"] == 0
    assert client.get("/api/calendar?kind=disc&kind=cinema").json()["count"] == 1


def test_of_one_list(as_user, alice, own_alice, own_bob, dune, watchlist):
    client = as_user(alice)
    empty = Watchlist.objects.create(profile=own_alice, name="Empty")
    assert client.get(f"/api/calendar?list={watchlist.pk}").json()["count"] == 1
    assert client.get(f"/api/calendar?list={empty.pk}").json()["count"] == 0
    theirs = Watchlist.objects.main_of(own_bob)
    answers = [client.get(f"/api/calendar?list={pk}") for pk in (theirs.pk, 424242)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("from=yesterday", "from"), ("to=2026-02-30", "to"), ("country=de", "country"), ("country=%00", "country"),
        ("kind=film", "kind.0"), ("list=0", "list"), ("list=99999999999999999999", "list"), ("page=0", "page"),
    ],
)  # fmt: skip
def test_bad_parameters(as_user, alice, dune, query, parameter):
    response = as_user(alice).get(f"/api/calendar?{query}")
    assert response.status_code == 400 or (parameter == "page" and response.status_code == 404)
    if response.status_code == 400:
        assert response.json()["errors"][0]["parameter"].split(".")[0] == parameter.split(".")[0]


def test_a_child_reads_of_no_film_above_its_limit(as_kid, kid):
    watchlist = Watchlist.objects.main_of(kid)
    for title, age in (("Bambi", 0), ("Saw", 18)):
        comes_out(EntryFactory(watchlist=watchlist, movie__title=title, movie__minimum_age=age).movie, today(1))
    assert [row["movie"]["title"] for row in as_kid.get("/api/calendar").json()["results"]] == ["Bambi"]


def test_the_feed_is_made_renewed_and_switched_off(as_user, alice, dune):
    client = as_user(alice)
    assert client.get(FEED).status_code == 404
    first = client.post(FEED)
    assert first.status_code == 201
    assert client.get(FEED).json() == first.json()
    second = client.post(FEED).json()["address"].removeprefix("http://testserver")
    assert as_user(None).get(first.json()["address"].removeprefix("http://testserver")).status_code == 404
    assert as_user(None).get(second).status_code == 200
    assert client.delete(FEED).status_code == 204
    assert as_user(None).get(second).status_code == 404
    assert ReleaseFeed.objects.count() == 0


@pytest.mark.parametrize("path", ["/api/statistics", "/api/calendar"])
def test_what_is_read_is_not_written(as_user, alice, path):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(as_user(alice), method)(path).status_code == 405


def test_more_rows_ask_no_more(as_user, alice, own_alice, watchlist):
    client = as_user(alice)
    counts = []
    genre_choices()  # read once a minute, whoever asks
    for size in (2, 25):
        for number in range(size):
            comes_out(EntryFactory(watchlist=watchlist).movie, today(number))
            ViewingFactory(profile=own_alice, movie=MovieFactory(genres=[GenreFactory()]))
        for path in ("/api/statistics", "/api/calendar"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8
