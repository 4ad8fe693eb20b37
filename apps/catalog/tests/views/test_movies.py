"""Browsing: filters, sorts, pages, and what a mistyped address gives."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalog import facets
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.models import Certification, Country, Movie
from apps.catalog.tests.factories import GenreFactory, MovieFactory

pytestmark = pytest.mark.django_db
URL = "/movies/"


def titles(client, query=""):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return [movie.title for movie in response.context["movies"]]


@pytest.fixture
def shelf():
    """Four films that differ in everything one can filter by."""
    horror, drama = GenreFactory(name="Horror"), GenreFactory(name="Drama")
    rows = [
        ("Alien", 1979, 117, "en", [horror], "GB", "R", 90.0, (8.2, 9000)),
        ("Stalker", 1979, 162, "ru", [drama], "SU", "", 50.0, (8.1, 2000)),
        ("Audition", 1999, 115, "ja", [horror, drama], "JP", "R", 30.0, (7.1, 900)),
        ("Amélie", 2001, None, "fr", [drama], "FR", "PG", 70.0, (0.0, 0)),
    ]
    for title, year, runtime, language, genres, country, rating, popularity, (average, votes) in rows:
        movie = MovieFactory(
            title=title, year=year, runtime=runtime, original_language=language, genres=genres,
            popularity=popularity, vote_average=average, vote_count=votes,
        )  # fmt: skip
        movie.countries.add(Country.objects.get_or_create(code=country)[0])
        if rating:
            Certification.objects.create(movie=movie, country="US", value=rating)


@pytest.mark.parametrize("persona", [None, "alice", "curator", "moderator", "administrator"])
def test_everybody_may_browse(persona, as_user, request, shelf):
    user = request.getfixturevalue(persona) if persona else None
    assert len(titles(as_user(user))) == 4


BY_FILTER = pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("genre=horror", ["Alien", "Audition"]),
        ("genre=horror&genre=drama", ["Audition"]),
        ("decade=1970", ["Alien", "Stalker"]),
        ("year_from=1999", ["Amélie", "Audition"]),
        ("year_from=1990&year_to=2000", ["Audition"]),
        ("language=ru", ["Stalker"]),
        ("country=JP", ["Audition"]),
        ("runtime_max=116", ["Audition"]),
        ("runtime_min=160", ["Stalker"]),
        ("certification=R", ["Alien", "Audition"]),
        ("rating_min=7.5", ["Alien", "Stalker"]),
        ("genre=horror&decade=1970&language=en&country=GB&certification=R", ["Alien"]),
    ],
)


@BY_FILTER
def test_filters(client, shelf, query, expected):
    assert titles(client, query) == expected


@BY_FILTER
def test_filters_that_many_films_pass(client, shelf, query, expected, monkeypatch):
    monkeypatch.setattr(facets, "FEW", -1)
    refresh_derived(Movie.objects.values_list("pk", flat=True))
    assert titles(client, query) == expected


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("", "Alien"),
        ("popularity", "Alien"),
        ("rating", "Alien"),
        ("newest", "Amélie"),
        ("oldest", "Stalker"),
        ("title", "Alien"),
    ],
)
def test_sorts(client, shelf, sort, first):
    found = titles(client, f"sort={sort}")
    assert len(found) == 4
    assert found[0] == first or (sort == "oldest" and found[0] in ("Alien", "Stalker"))


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=10000000000", "page=abc", "page=%00", "page=1.5", "sort=nothing", "sort=%27;drop--",
        "genre=nowhere", "genre=%00", "decade=1234", "year_from=abc", "year_from=99999999999999999999", "year_to=-5",
        "runtime_min=1e400", "runtime_max=NaN", "rating_min=Infinity", "rating_min=11", "language=" + "x" * 5000,
        "country=%F0%9F%8E%AC", "certification=%D8%A7", "unknown=1", "year_from=%EF%BC%91",
    ],
)  # fmt: skip
def test_a_mistyped_address_gives_the_nearest_page(client, shelf, query):
    assert client.get(f"{URL}?{query}").status_code == 200


def test_a_filter_that_is_not_understood_is_named_and_the_others_hold(client, shelf):
    response = client.get(f"{URL}?year_from=abc&genre=horror")
    assert [movie.title for movie in response.context["movies"]] == ["Alien", "Audition"]
    assert "Enter a number" in response.content.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["genre", "decade", "year_from", "runtime_max", "rating_min", "sort", "page"]), value=st.text()
)
def test_no_value_breaks_the_page(client, name, value):
    assert client.get(URL, {name: value}).status_code == 200


def test_chips_take_their_filter_away_and_leave_the_others(client, shelf):
    response = client.get(f"{URL}?genre=horror&genre=drama&decade=1990&language=&page=1")
    chips = {chip.label: chip.url for chip in response.context["chips"]}
    assert chips == {
        "Horror": "?genre=drama&decade=1990",
        "Drama": "?genre=horror&decade=1990",
        "1990s": "?genre=horror&genre=drama",
    }


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Films"),
        ("genre=horror", "Horror"),
        ("decade=1970", "Films of the 1970s"),
        ("genre=drama&decade=1990", "Drama of the 1990s"),
    ],
)
def test_the_heading_says_what_is_shown(client, shelf, query, heading):
    assert f"<h1>{heading}</h1>" in client.get(f"{URL}?{query}").content.decode()


def test_nothing_found_says_what_to_do(client, shelf):
    page = client.get(f"{URL}?language=ru&country=JP").content.decode()
    assert "No film is all of that" in page and "Clear all filters" in page


def test_an_empty_site_says_so(client):
    assert "No films here yet" in client.get(URL).content.decode()


def test_adult_films_are_nowhere(client):
    MovieFactory(title="Hidden", adult=True)
    assert titles(client) == []


def test_pages_hold_forty_and_do_not_overlap(client):
    for n in range(85):
        MovieFactory(title=f"Film {n:02}", popularity=1.0)
    pages = [titles(client, f"sort=title&page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [40, 40, 5]
    assert sum(pages, []) == [f"Film {n:02}" for n in range(85)]
    assert titles(client, "sort=title&page=999") == pages[2]


def test_titles_are_escaped(client):
    MovieFactory(title='<script>alert("1")</script>')
    page = client.get(URL).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_queries_stay_the_same_as_films_grow(client, django_assert_max_num_queries, django_assert_num_queries):
    def add(count):
        genre = GenreFactory(name="Drama")
        for _ in range(count):
            MovieFactory(genres=[genre]).countries.add(Country.objects.get_or_create(code="FR")[0])

    add(3)
    url = reverse("movies") + "?genre=drama&sort=rating"
    client.get(url)
    with django_assert_max_num_queries(6) as first:
        client.get(url + "&page=1")
    add(60)
    with django_assert_num_queries(len(first)):
        client.get(url + "&page=2")


def test_a_page_of_forty_drawn_posters_stays_light(client):
    for n in range(45):
        MovieFactory(title=f"A Rather Long Title of a Film, Number {n}")
    assert len(client.get(URL).content) <= 60_000
    assert Movie.objects.count() == 45
