from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Franchise, Movie, Person
from apps.catalog.tests.factories import MovieFactory, PersonFactory
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb.movie_payload import MovieDetails
from apps.catalog.tmdb.payloads import FranchisePayload, PersonDetails
from apps.catalog.tmdb.sync import store_collection, store_movie, store_person

pytestmark = pytest.mark.django_db


def store(tmdb_id: int = 11, **changes) -> Person:
    person = store_person(PersonDetails.from_answer(answers.person(tmdb_id, **changes)), etag='"e"')
    person.refresh_from_db()
    return person


def test_a_person_arrives_with_all_that_tmdb_knows():
    person = store()

    assert (person.tmdb_id, person.imdb_id, person.name, person.slug) == (11, "nm0000011", "Person 11", "person-11")
    assert (person.birthday, person.deathday) == (date(1949, 10, 8), None)
    assert (person.biography, person.place_of_birth) == ("Was born, and acts.", "Leicester, UK")
    assert (person.also_known_as, person.known_for_department) == (["Another Name"], "Acting")
    assert (person.tmdb_etag, person.fetched_at is not None) == ('"e"', True)


def test_the_filmography_brings_films_as_lists_know_them():
    person = store()

    parts = {(credit.movie.tmdb_id, credit.character, credit.job) for credit in person.credits.select_related("movie")}
    assert parts == {(1, "Lead", ""), (2, "Self", ""), (3, "", "Producer")}
    assert not any(movie.has_details for movie in Movie.objects.all())


def test_a_person_of_a_cast_is_the_same_row():
    movie = store_movie(MovieDetails.from_answer(answers.details(9)))
    person = store()

    assert movie.credits.get(person=person).character == "Role 11"
    assert Person.objects.filter(tmdb_id=11).count() == 1


def test_credits_that_a_film_has_given_are_not_doubled_nor_lost():
    store_movie(MovieDetails.from_answer(answers.details(1, credits={"cast": [answers.cast(11)], "crew": []})))
    filmography = {"cast": [answers.item(1, character="Role 11", credit_id="c11")], "crew": []}
    person = store(movie_credits=filmography)
    store(movie_credits=filmography)

    assert person.credits.count() == 1


def test_the_same_again_changes_nothing():
    store()
    before = list(Person.objects.values("name", "biography", "imdb_id")), Movie.objects.count()
    store()

    assert (list(Person.objects.values("name", "biography", "imdb_id")), Movie.objects.count()) == before


def test_locked_fields_stay():
    person = store()
    person.biography, person.curated_fields = "Ours.", ["biography"]
    person.save()

    assert store().biography == "Ours."


def test_an_imdb_id_that_somebody_has_is_left_out():
    other = PersonFactory(imdb_id="nm0000011")

    assert store().imdb_id is None
    other.refresh_from_db()
    assert other.imdb_id == "nm0000011"


def test_adult_films_are_not_brought_in_by_a_filmography():
    store(movie_credits={"cast": [answers.item(1, adult=True, character="X")], "crew": []})

    assert not Movie.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"birthday": "1949"}, "birthday", None),
        ({"birthday": ""}, "birthday", None),
        ({"deathday": ""}, "deathday", None),
        ({"biography": None}, "biography", ""),
        ({"homepage": "javascript:alert(1)"}, "homepage", ""),
        ({"homepage": "https://[broken"}, "homepage", ""),
        ({"imdb_id": "nobody"}, "imdb_id", None),
        ({"also_known_as": [None, "", "A", "A", "\x00B"]}, "also_known_as", ["A", "B"]),
        ({"popularity": "2.5"}, "popularity", 2.5),
        ({"place_of_birth": "x" * 300}, "place_of_birth", "x" * 199 + "…"),
        ({"name": "", "original_name": "宮崎駿"}, "name", "宮崎駿"),
        ({"movie_credits": None}, "name", "Person 11"),
        ({"movie_credits": {"cast": None, "crew": [None, {}, {"id": 4, "title": "No job"}]}}, "name", "Person 11"),
    ],
)
def test_dirty_fields_land_clean(changes, field, value):
    assert getattr(store(**changes), field) == value


def test_a_longer_filmography_takes_no_more_queries():
    def queries(tmdb_id: int, count: int) -> int:
        films = [answers.item(tmdb_id * 1000 + n, character="X", credit_id=f"x{n}") for n in range(count)]
        payload = PersonDetails.from_answer(answers.person(tmdb_id, movie_credits={"cast": films, "crew": []}))
        with CaptureQueriesContext(connection) as captured:
            store_person(payload)
        return len(captured)

    assert queries(21, 2) == queries(22, 20)


class TestCollection:
    def store(self, *films) -> Franchise:
        return store_collection(FranchisePayload.from_answer(answers.collection(8091, *films)))

    def test_brings_its_films(self):
        franchise = self.store()

        assert (franchise.name, franchise.slug, franchise.overview) == (
            "Film Collection",
            "film-collection",
            "All of them.",
        )
        assert set(franchise.movies.values_list("tmdb_id", flat=True)) == {1, 2}

    def test_a_film_that_left_it_has_left_it_and_one_added_by_hand_has_not(self):
        franchise = self.store()
        mine = MovieFactory(franchise=franchise)
        self.store(answers.item(2))

        assert set(franchise.movies.values_list("pk", flat=True)) == {mine.pk, Movie.objects.get(tmdb_id=2).pk}

    def test_a_film_whose_franchise_is_locked_stays_out(self):
        MovieFactory(source="tmdb", tmdb_id=1, curated_fields=["franchise"])

        assert set(self.store().movies.values_list("tmdb_id", flat=True)) == {2}

    def test_is_the_starter_catalogues_franchise_of_that_name(self):
        ours = Franchise.objects.create(name="Film Collection")

        assert self.store() == ours
        ours.refresh_from_db()
        assert ours.tmdb_id == 8091
