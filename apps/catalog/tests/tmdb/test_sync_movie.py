from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import (
    Certification,
    Credit,
    Franchise,
    Genre,
    Keyword,
    MergedMovie,
    Movie,
    Person,
    ReleaseDate,
    Studio,
    Trailer,
    WatchOffer,
)
from apps.catalog.tests.factories import GenreFactory, MovieFactory, PersonFactory
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb.movie_payload import MovieDetails
from apps.catalog.tmdb.sync import store_movie

pytestmark = pytest.mark.django_db


def store(tmdb_id: int = 1, etag: str = "", **changes) -> Movie:
    return store_movie(MovieDetails.from_answer(answers.details(tmdb_id, **changes)), etag=etag)


def rows_of_the_database() -> dict[str, list]:
    """Everything that a film has, by primary key, to see that nothing was written again."""
    models = (Movie, Person, Credit, Genre, Keyword, Studio, Franchise, ReleaseDate, Certification, Trailer, WatchOffer)
    skipped = {"fetched_at", "updated_at"}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in skipped}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


@pytest.mark.parametrize("part", ["credits", "trailers", "certifications", "translations"])
def test_rows_that_curators_locked_outlive_a_refresh(part):
    movie = store()
    rows = getattr(movie, part)
    assert rows.exists()
    Movie.objects.filter(pk=movie.pk).update(curated_fields=[part])
    rows.all().delete()
    store()
    assert not rows.exists()


def test_a_film_arrives_with_all_its_facts():
    movie = store(etag='W/"abc"')
    movie.refresh_from_db()

    assert (movie.source, movie.tmdb_id, movie.imdb_id, movie.title) == ("tmdb", 1, "tt0000001", "Film 1")
    assert (movie.release_date, movie.year, movie.runtime, movie.status) == (date(1999, 5, 4), 1999, 117, "Released")
    assert (movie.budget, movie.revenue, movie.tagline) == (11_000_000, 104_931_801, "A line.")
    assert (movie.poster_path, movie.backdrop_path) == ("/poster1.jpg", "/back1.jpg")
    assert (movie.popularity, movie.vote_average, movie.vote_count) == (10.5, 7.5, 1200)
    assert (movie.slug, movie.sort_title, movie.release_key) == ("film-1", "film 1", 19990504)
    assert movie.tmdb_etag == 'W/"abc"' and movie.has_details
    assert movie.alternative_titles == ["フィルム"]
    assert movie.franchise.name == "Film Collection" and movie.franchise.slug == "film-collection"


def test_a_film_arrives_with_all_its_parts():
    movie = store()

    assert {genre.name for genre in movie.genres.all()} == {"Science Fiction", "Drama"}
    assert movie.lead_genre.name == "Science Fiction", "the first that TMDB names"
    assert {keyword.name for keyword in movie.keywords.all()} == {"android", "space"}
    assert {country.code for country in movie.countries.all()} == {"GB", "US"}
    assert [(studio.name, studio.country) for studio in movie.studios.all()] == [("A Studio", "GB")]
    assert [credit.character for credit in movie.credits.cast()] == ["Role 11", "Role 12"]
    assert {(credit.person.name, credit.job) for credit in movie.credits.crew()} == {
        ("Person 13", "Director"),
        ("Person 13", "Writer"),
        ("Person 14", "Writer"),
    }
    assert movie.director_names == "Person 13"
    assert {(row.language, row.title) for row in movie.translations.all()} == {("de", "Der Film"), ("fr", "Le film")}
    assert [(row.site, row.key, row.official) for row in movie.trailers.all()] == [("YouTube", "abc-DEF_123", True)]
    assert {(row.provider.name, row.kind) for row in movie.watch_offers.all()} == {
        ("Service 8", "flatrate"),
        ("Service 2", "rent"),
    }
    assert movie.certification_in("US") == "R"


def test_recommendations_become_films_of_their_own_and_stand_as_similar():
    movie = store()

    similar = Movie.objects.in_bulk(movie.similar_ids)
    assert [similar[pk].tmdb_id for pk in movie.similar_ids] == [501, 502]
    assert not any(other.has_details for other in similar.values())


def test_storing_the_same_again_changes_nothing():
    store()
    before = rows_of_the_database()
    store()

    assert rows_of_the_database() == before


def test_a_refresh_takes_away_what_tmdb_has_taken_away():
    store()
    movie = store(
        genres=[{"id": 18, "name": "Drama"}],
        keywords={"keywords": []},
        production_companies=[],
        production_countries=[{"iso_3166_1": "FR"}],
        credits={"cast": [answers.cast(12)], "crew": []},
        videos={"results": [answers.video("other")]},
        release_dates={"results": []},
        belongs_to_collection=None,
        translations={"translations": []},
        alternative_titles={"titles": []},
        **{"watch/providers": {"results": {}}},
    )

    assert [genre.name for genre in movie.genres.all()] == ["Drama"]
    assert [country.code for country in movie.countries.all()] == ["FR"]
    assert [credit.person.tmdb_id for credit in movie.credits.all()] == [12]
    assert [trailer.key for trailer in movie.trailers.all()] == ["other"]
    assert (movie.director_names, movie.franchise, movie.alternative_titles) == ("", None, [])
    for gone in (movie.keywords, movie.studios, movie.release_dates, movie.certifications, movie.translations):
        assert not gone.exists()
    assert not movie.watch_offers.exists()


def test_a_part_that_was_not_in_the_answer_stays():
    store()
    plain = answers.details(1)
    for part in ("credits", "videos", "keywords", "release_dates", "watch/providers", "translations"):
        del plain[part]
    movie = store_movie(MovieDetails.from_answer(plain))

    assert movie.credits.count() == 5
    for kept in (movie.keywords, movie.trailers, movie.certifications, movie.watch_offers, movie.translations):
        assert kept.exists()


def test_credits_keep_their_rows_and_take_on_what_changed():
    movie = store()
    before = dict(movie.credits.cast().values_list("person__tmdb_id", "pk"))
    store(credits={"cast": [answers.cast(11, order=5), answers.cast(12)], "crew": []})

    assert dict(movie.credits.cast().values_list("person__tmdb_id", "pk")) == before
    assert movie.credits.get(person__tmdb_id=11).position == 5


class TestCurated:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "Our title"),
            ("overview", "Our words."),
            ("tagline", "Our line"),
            ("runtime", 90),
            ("imdb_id", "tt7654321"),
            ("poster_path", "/ours.jpg"),
            ("adult", True),
            ("homepage", "https://ours.example"),
            ("alternative_titles", ["Ours"]),
            ("popularity", 99.0),
        ],
    )
    def test_a_refresh_leaves_what_a_curator_has_locked(self, field, value):
        movie = store()
        setattr(movie, field, value)
        movie.curated_fields = [field]
        movie.save()

        store()

        movie.refresh_from_db()
        assert getattr(movie, field) == value

    @pytest.mark.parametrize("field", ["genres", "keywords", "countries", "studios"])
    def test_locked_links_stay(self, field):
        movie = store()
        getattr(movie, field).clear()
        Movie.objects.filter(pk=movie.pk).update(curated_fields=[field])

        store()

        assert not getattr(movie, field).exists()

    @pytest.mark.parametrize(
        ("field", "rows"),
        [("credits", "credits"), ("trailers", "trailers"), ("certifications", "certifications")],
    )
    def test_locked_parts_stay(self, field, rows):
        movie = store()
        getattr(movie, rows).all().delete()
        Movie.objects.filter(pk=movie.pk).update(curated_fields=[field])

        store()

        assert not getattr(movie, rows).exists()

    def test_a_locked_franchise_stays(self):
        movie = store()
        Movie.objects.filter(pk=movie.pk).update(curated_fields=["franchise"], franchise=None)

        assert store().franchise is None

    def test_a_locked_year_goes_with_its_date(self):
        movie = store()
        Movie.objects.filter(pk=movie.pk).update(curated_fields=["year"], year=1998, release_date=None)

        store()

        movie.refresh_from_db()
        assert (movie.year, movie.release_date) == (1998, None)


class TestStarter:
    @pytest.fixture
    def starter(self, db):
        movie = MovieFactory(
            title="Film 1", source=Movie.Source.STARTER, tmdb_id=1, year=1999, overview="Our own summary."
        )
        movie.genres.add(GenreFactory(name="Drama"))
        Credit.objects.create(movie=movie, person=PersonFactory(name="Person 13"), kind="crew", job="Director")
        return movie

    def test_becomes_tmdbs_in_the_same_row(self, starter):
        assert store() == starter
        starter.refresh_from_db()
        assert (starter.source, starter.overview) == ("tmdb", "What happens in film 1.")

    @pytest.mark.parametrize("overview", ["", None, "   "])
    def test_keeps_its_own_summary_while_tmdb_has_none(self, starter, overview):
        store(overview=overview)

        starter.refresh_from_db()
        assert starter.overview == "Our own summary."

    def test_keeps_its_own_summary_when_it_is_locked(self, starter):
        Movie.objects.filter(pk=starter.pk).update(curated_fields=["overview"])
        store()

        starter.refresh_from_db()
        assert starter.overview == "Our own summary."

    def test_is_found_by_its_imdb_id_too(self, starter):
        Movie.objects.filter(pk=starter.pk).update(tmdb_id=None, imdb_id="tt0000001")

        assert store() == starter

    def test_its_genre_is_tmdbs_genre_of_that_name(self, starter):
        store()

        assert Genre.objects.get(name="Drama").tmdb_id == 18

    def test_its_director_is_tmdbs_person_of_that_name(self, starter):
        director = Person.objects.get(name="Person 13")
        store()

        director.refresh_from_db()
        assert director.tmdb_id == 13
        assert Person.objects.filter(name="Person 13").count() == 1

    def test_its_director_whom_another_film_has_brought_already_becomes_that_person(self, starter):
        theirs = PersonFactory(name="Person 13", tmdb_id=13)
        ours = Person.objects.exclude(pk=theirs.pk).get(name="Person 13")
        other = MovieFactory(source=Movie.Source.STARTER)
        Credit.objects.create(movie=other, person=ours, kind="crew", job="Director")

        store()

        assert not Person.objects.filter(pk=ours.pk).exists()
        assert other.credits.get().person == theirs
        assert starter.credits.filter(person=theirs, job="Director").exists()

    def test_a_namesake_of_another_film_is_somebody_else(self, starter):
        namesake = PersonFactory(name="Person 11")
        store()

        namesake.refresh_from_db()
        assert namesake.tmdb_id is None
        assert Person.objects.filter(name="Person 11").count() == 2


class TestClashes:
    def test_an_imdb_id_that_another_film_has_is_left_out_and_noted(self, caplog):
        other = MovieFactory(imdb_id="tt0000001")
        movie = store()

        other.refresh_from_db()
        assert (other.imdb_id, movie.imdb_id) == ("tt0000001", None)
        assert "tt0000001" in caplog.text

    def test_a_film_added_by_hand_is_never_taken_over(self):
        mine = MovieFactory(title="Film 1", year=1999, imdb_id="tt0000001")
        store()

        mine.refresh_from_db()
        assert (mine.source, mine.tmdb_id) == ("manual", None)

    def test_a_film_that_was_merged_into_another_stays_merged(self):
        kept = MovieFactory(title="Kept")
        MergedMovie.objects.create(old_id=99_999, tmdb_id=1, movie=kept)

        assert store() == kept
        kept.refresh_from_db()
        assert kept.title == "Kept"
        assert not Movie.objects.filter(tmdb_id=1).exists()

    def test_two_genres_of_one_name_are_one(self):
        movie = store(genres=[{"id": 1, "name": "Drama"}, {"id": 2, "name": "Drama"}])

        assert movie.genres.count() == 1

    def test_a_genre_that_a_curator_has_renamed_keeps_its_name(self):
        store()
        Genre.objects.filter(tmdb_id=878).update(name="SF")
        movie = store()

        assert {genre.name for genre in movie.genres.all()} == {"SF", "Drama"}


def test_a_film_that_was_gone_is_back():
    movie = store()
    Movie.objects.filter(pk=movie.pk).update(tmdb_gone_at=movie.fetched_at)

    assert store().tmdb_gone_at is None


class TestCertifications:
    @pytest.mark.parametrize(
        ("dates", "value"),
        [
            ([("1999-01-01T00:00:00.000Z", 1, "G"), ("1999-05-04T00:00:00.000Z", 3, "R")], "R"),
            ([("1999-01-01T00:00:00.000Z", 5, "Unrated"), ("2001-01-01T00:00:00.000Z", 2, "R")], "R"),
            ([("1999-01-01T00:00:00.000Z", 3, ""), ("2001-01-01T00:00:00.000Z", 4, "PG")], "PG"),
            ([("2010-01-01T00:00:00.000Z", 3, "PG"), ("1999-01-01T00:00:00.000Z", 3, "R")], "R"),
            ([("1999-01-01T00:00:00.000Z", 3, "")], ""),
            ([("garbage", 3, "R")], ""),
            ([("1999-01-01T00:00:00.000Z", 9, "R")], "R"),
        ],
    )
    def test_the_cinemas_rating_speaks_for_the_film(self, dates, value):
        movie = store(release_dates={"results": [answers.released("US", *dates)]})

        assert movie.certification_in("US") == value

    def test_one_for_each_country(self):
        movie = store(
            release_dates={
                "results": [
                    answers.released("US", ("1999-01-01T00:00:00.000Z", 3, "R")),
                    answers.released("DE", ("1999-01-01T00:00:00.000Z", 3, "16")),
                    answers.released("deutsch", ("1999-01-01T00:00:00.000Z", 3, "16")),
                ]
            }
        )

        assert dict(movie.certifications.values_list("country", "value")) == {"US": "R", "DE": "16"}


class TestQueries:
    def queries_to_store(self, people: int, tmdb_id: int) -> list[str]:
        first = tmdb_id * 1000
        credits_of = {"cast": [answers.cast(first + n) for n in range(people)], "crew": [answers.crew(first)]}
        payload = MovieDetails.from_answer(answers.details(tmdb_id, credits=credits_of))
        with CaptureQueriesContext(connection) as queries:
            store_movie(payload)
        return [query["sql"] for query in queries.captured_queries]

    def test_are_few_and_do_not_grow_with_the_cast(self):
        store(1)
        few, many = self.queries_to_store(4, 2), self.queries_to_store(40, 3)

        assert len(few) == len(many)
        ours = [sql for sql in many if "SAVEPOINT" not in sql and "catalog_search" not in sql]
        assert len(ours) <= 40, "what the search index takes comes on top, and is the index's own to hold"
