"""The pages of statistics."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.genres import genre_choices
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory
from apps.diary.tests.factories import ViewingFactory
from apps.statistics.charts import draw

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def diary(own_alice):
    """Four viewings of 2024 and 2025, one of them again, one of unknown length, and one without a date."""
    drama = GenreFactory(name="Drama")
    films = {name: MovieFactory(title=name, runtime=120, year=1975, genres=[drama]) for name in ("Nashville", "Jaws")}
    films["Lost reel"] = MovieFactory(title="Lost reel", runtime=None, year=1912)
    CastFactory(movie=films["Jaws"], person__name="Roy Scheider")
    ViewingFactory(profile=own_alice, movie=films["Nashville"], watched_on=date(2024, 12, 31), half_stars=10)
    ViewingFactory(profile=own_alice, movie=films["Jaws"], watched_on=date(2025, 1, 1), half_stars=7)
    ViewingFactory(profile=own_alice, movie=films["Jaws"], watched_on=date(2025, 6, 1), half_stars=8, rewatch=True)
    ViewingFactory(profile=own_alice, movie=films["Lost reel"], watched_on=None)
    return films


def page_of(client, path="/statistics/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["/statistics/", "/statistics/2025/"])
def test_a_visitor_signs_in_first(client, path):
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("persona", ["bob", "charlie", "curator", "administrator"])
def test_everybody_sees_their_own_and_nobody_else_s(persona, as_user, request, diary):
    page = page_of(as_user(request.getfixturevalue(persona)))
    assert "Nothing to count yet" in page
    assert "Nashville" not in page


def test_of_all_time(as_user, alice, diary):
    response = as_user(alice).get("/statistics/")
    page = response.content.decode()
    figures = response.context["figures"]
    assert (figures.total.viewings, figures.total.films, figures.total.minutes) == (4, 3, 360)
    for words in ("Your films in figures", "Seen again", "Roy Scheider", "Drama", "The first", "Nashville", "1970s"):
        assert words in page, words
    assert "1 viewing of films whose running time is not known" in page
    assert "1 viewing without a date" in page
    assert 'href="/statistics/2024/"' in page
    assert "no-store" in response["Cache-Control"]


def test_of_a_year(as_user, alice, diary):
    response = as_user(alice).get("/statistics/2025/")
    assert response.context["figures"].total.viewings == 2
    assert [bar.value for bar in response.context["charts"][0].bars] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    page = response.content.decode()
    assert "2025 in review" in page
    assert "without a date" not in page
    assert "Nashville" not in page


def test_what_has_no_length_is_not_nothing(as_user, alice, diary):
    charts = {chart.slug: chart for chart in as_user(alice).get("/statistics/").context["charts"]}
    hours = {row[0].text: row[-1].text for row in charts["decades"].rows}
    assert hours == {"1910s": "not known", "1970s": "6"}


def test_every_chart_has_its_figures_in_a_table(as_user, alice, diary):
    page = page_of(as_user(alice))
    assert page.count('role="img"') == page.count("<table") == page.count("<details><summary>In a table") >= 8
    response = as_user(alice).get("/statistics/")
    assert all(draw(chart) in page for chart in response.context["charts"])


def test_a_year_without_films_says_so(as_user, alice, diary):
    page = page_of(as_user(alice), "/statistics/1999/")
    assert "Nothing was logged that year" in page


@pytest.mark.parametrize("year", ["1887", "2999", "0", "99999999999999999999", "abc", "-1"])
def test_no_such_year(as_user, alice, year):
    assert as_user(alice).get(f"/statistics/{year}/").status_code == 404


def test_nothing_is_posted_here(as_user, alice):
    assert as_user(alice).post("/statistics/").status_code == 405


def test_titles_and_names_are_escaped(as_user, alice, own_alice):
    movie = MovieFactory(title=EVIL, genres=[GenreFactory(name=EVIL)])
    CastFactory(movie=movie, person__name=EVIL)
    ViewingFactory(profile=own_alice, movie=movie)
    assert EVIL not in page_of(as_user(alice))


def test_a_child_sees_and_counts_no_film_above_its_limit(as_kid, kid):
    ViewingFactory(profile=kid, movie=MovieFactory(title="Bambi", minimum_age=0), watched_on=date(2025, 5, 5))
    ViewingFactory(profile=kid, movie=MovieFactory(title="Saw", minimum_age=18), watched_on=date(2025, 1, 1))
    ViewingFactory(profile=kid, movie=MovieFactory(title="Hostel", minimum_age=18), watched_on=date(2025, 9, 1))
    response = as_kid.get("/statistics/")
    page = response.content.decode()
    assert response.context["figures"].total.viewings == 1
    assert "Bambi" in page
    assert "Saw" not in page
    assert "Hostel" not in page


@pytest.mark.parametrize(("zone", "status"), [("Pacific/Auckland", 200), ("UTC", 404), ("America/Los_Angeles", 404)])
def test_a_year_begins_when_it_begins_here(as_user, alice, settings, zone, status):
    settings.TIME_ZONE = zone
    with time_machine.travel("2026-12-31T20:00:00+00:00", tick=False):
        assert as_user(alice).get("/statistics/2027/").status_code == status
    assert ZoneInfo(zone)


def test_a_long_diary_asks_no_more_than_a_short_one(as_user, alice, own_alice):
    client = as_user(alice)
    counts = []
    genre_choices()  # read once a minute, whoever asks
    for start in (0, 60):
        for number in range(start, start + 20):
            movie = MovieFactory(genres=[GenreFactory()])
            CastFactory.create_batch(2, movie=movie)
            ViewingFactory(profile=own_alice, movie=movie, watched_on=date(2005 + number // 4, 1 + number % 12, 1))
        for path in ("/statistics/", "/statistics/2006/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8
