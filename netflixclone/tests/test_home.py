"""The home page: rows that were filled ahead, a film of the day above them, and the rest behind a link."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache

from apps.catalog.actions.rows import fill_home_rows
from apps.catalog.models import HomeRow, HomeRowEntry
from apps.catalog.tests.factories import GenreFactory, MovieFactory
from netflixclone.views import CARDS_IN_ROW, ROWS_AT_ONCE

pytestmark = pytest.mark.django_db
EVIL = "</h2><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def no_kept_pages():
    cache.clear()


def row_of(movies, **fields):
    row = HomeRow.objects.create(**{"title": "Chosen", "kind": "chosen"} | fields)
    HomeRowEntry.objects.bulk_create(
        HomeRowEntry(row=row, movie=movie, position=place) for place, movie in enumerate(movies)
    )
    return row


def shown(response):
    return {row.title: [movie.title for movie in row.movies] for row in response.context["rows"]}


@pytest.mark.parametrize("persona", [None, "alice", "curator", "administrator"])
def test_everybody_may_read(persona, as_user, request):
    row_of(MovieFactory.create_batch(4))
    user = request.getfixturevalue(persona) if persona else None
    assert as_user(user).get("/").status_code == 200


def test_rows_stand_in_the_order_of_the_curators(client):
    row_of([MovieFactory(title=f"Late {n}") for n in range(4)], title="Second", position=20)
    row_of([MovieFactory(title=f"Early {n}") for n in range(4)], title="First", position=10)
    row_of([MovieFactory()], title="Switched off", position=0, enabled=False)
    hero = client.get("/").context["hero"].title
    rows = shown(client.get("/?again"))
    assert list(rows) == ["First", "Second"]
    assert rows["Second"] == [f"Late {n}" for n in range(4) if f"Late {n}" != hero]


def test_the_film_of_the_day_stands_in_no_row_and_changes(client):
    row_of(MovieFactory.create_batch(6))
    heroes = []
    for day in (1, 2, 2):
        with time_machine.travel(date(2026, 3, day), tick=False):
            response = client.get(f"/?day={len(heroes)}")
        heroes.append(response.context["hero"])
        assert heroes[-1].title not in shown(response)["Chosen"]
    assert heroes[0] != heroes[1] == heroes[2]


def test_a_film_with_a_wide_picture_comes_first_as_film_of_the_day(client):
    films = MovieFactory.create_batch(9)
    wide = MovieFactory(backdrop_path="/wide.jpg")
    row_of([*films, wide])
    assert client.get("/").context["hero"] == wide


def test_adult_films_are_in_no_row_and_never_the_film_of_the_day(client, administrator, as_user):
    row_of([MovieFactory(title="Hidden", adult=True, backdrop_path="/hidden.jpg"), *MovieFactory.create_batch(4)])
    for visitor in (client, as_user(administrator)):
        assert "Hidden" not in visitor.get("/").content.decode()


def test_an_empty_site_says_what_to_do(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "load_starter" in response.content.decode()


def test_a_row_leads_to_all_of_its_films(client):
    genre = GenreFactory(name="Film noir")
    films = MovieFactory.create_batch(5)
    for kind, fields in {
        "popular": {}, "newest": {}, "top_rated": {}, "genre": {"genre": genre}, "decade": {"decade": 1940},
    }.items():  # fmt: skip
        row_of(films, title=kind, kind=kind, **fields)
    row_of(films, title="chosen")
    urls = {row.title: row.url for row in client.get("/").context["rows"]}
    assert urls == {
        "popular": "/movies/?sort=popularity",
        "newest": "/movies/?sort=newest",
        "top_rated": "/movies/?sort=rating",
        "genre": "/movies/?genre=film-noir",
        "decade": "/movies/?decade=1940",
        "chosen": "",
    }
    for url in filter(None, urls.values()):
        assert not client.get(url).context["filter"].form.errors


class TestTheRowsFurtherDown:
    @pytest.fixture(autouse=True)
    def many_rows(self):
        films = MovieFactory.create_batch(4)
        for n in range(ROWS_AT_ONCE + 2):
            row_of(films, title=f"Row {n}", position=n)

    def test_come_from_a_link(self, client):
        first = client.get("/")
        assert len(shown(first)) == ROWS_AT_ONCE
        assert f'href="/?from={ROWS_AT_ONCE}"' in first.content.decode()
        rest = client.get(f"/?from={ROWS_AT_ONCE}")
        assert list(shown(rest)) == [f"Row {ROWS_AT_ONCE}", f"Row {ROWS_AT_ONCE + 1}"]
        assert "More rows" not in rest.content.decode()

    def test_come_as_a_fragment_for_htmx(self, client):
        rest = client.get(f"/?from={ROWS_AT_ONCE}", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in rest and f"Row {ROWS_AT_ONCE}" in rest

    def test_a_kept_page_is_never_given_as_the_fragment(self, client):
        client.get(f"/?from={ROWS_AT_ONCE}")
        assert "<html" not in client.get(f"/?from={ROWS_AT_ONCE}", headers={"HX-Request": "true"}).content.decode()

    @pytest.mark.parametrize("start", ["-1", "abc", "", "9" * 400, "²", "%00", "1e3", "٣"])
    def test_a_place_that_is_none_is_the_first(self, client, start):
        assert list(shown(client.get(f"/?from={start}")))[0] == "Row 0"

    def test_beyond_the_last_there_is_a_way_back(self, client):
        response = client.get("/?from=900")
        assert response.status_code == 200
        assert "Back to the first row" in response.content.decode()


def test_titles_are_escaped(client):
    row_of([MovieFactory(title=EVIL, overview=EVIL) for _ in range(4)], title=EVIL)
    assert "<script>alert" not in client.get("/").content.decode()


def test_queries_stay_the_same_as_rows_and_films_grow(client, django_assert_max_num_queries, django_assert_num_queries):
    row_of(MovieFactory.create_batch(4))
    client.get("/")
    with django_assert_max_num_queries(6) as small:
        client.get("/?1")
    for n in range(10):
        row_of(MovieFactory.create_batch(12, genres=[GenreFactory()]), position=n)
    with django_assert_num_queries(len(small)):
        client.get("/?2")


def test_a_page_full_of_drawn_posters_stays_light(client):
    for n in range(ROWS_AT_ONCE + 2):
        films = [
            MovieFactory(title=f"The remarkable adventures of number {n} {m}", overview="A word or two. " * 30)
            for m in range(CARDS_IN_ROW + 4)
        ]
        row_of(films, title=f"Row {n}", position=n)
    response = client.get("/")
    assert sum(len(row.movies) for row in response.context["rows"]) == ROWS_AT_ONCE * CARDS_IN_ROW
    assert len(response.content) <= 60_000


def test_what_the_action_fills_is_what_the_page_shows(client):
    films = [MovieFactory(title=f"Film {n}", popularity=100 - n) for n in range(6)]
    HomeRow.objects.create(title="Popular", kind="popular")
    fill_home_rows()
    response = client.get("/")
    titles = [film.title for film in films if film != response.context["hero"]]
    assert shown(response) == {"Popular": titles}
