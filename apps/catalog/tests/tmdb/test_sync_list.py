import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Genre, MergedMovie, Movie
from apps.catalog.tests.factories import MovieFactory
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb.payloads import Page, genres_of
from apps.catalog.tmdb.sync import store_genres, store_list

pytestmark = pytest.mark.django_db


def store(*films) -> list[int]:
    return store_list(Page.of(answers.page(*films)).films)


@pytest.fixture(autouse=True)
def known_genres(db):
    store_genres(genres_of(answers.genres()))


def test_films_arrive_in_the_lists_order():
    ids = store(answers.item(3), answers.item(1), answers.item(2))

    rows = Movie.objects.in_bulk(ids)
    assert [rows[pk].tmdb_id for pk in ids] == [3, 1, 2]
    film = rows[ids[0]]
    assert (film.source, film.slug, film.year, film.lead_genre.name) == ("tmdb", "film-3", 1999, "Drama")
    assert [genre.name for genre in film.genres.all()] == ["Drama", "Science Fiction"]
    assert not film.has_details


def test_the_same_film_twice_is_one_row():
    ids = store(answers.item(1), answers.item(2), answers.item(1, title="Again"))

    assert len(ids) == 2 == Movie.objects.count()
    assert Movie.objects.get(tmdb_id=1).title == "Film 1"


def test_the_same_list_twice_changes_nothing():
    store(answers.item(1), answers.item(2))
    before = list(Movie.objects.order_by("pk").values())
    links = list(Movie.genres.through.objects.order_by("pk").values())

    store(answers.item(1), answers.item(2))

    assert list(Movie.objects.order_by("pk").values()) == before
    assert list(Movie.genres.through.objects.order_by("pk").values()) == links


def test_what_changed_is_taken_on_and_the_time_is_noted():
    (pk,) = store(answers.item(1))
    before = Movie.objects.get(pk=pk)
    store(answers.item(1, popularity=99.0, title="Film one", genre_ids=[35]))

    after = Movie.objects.get(pk=pk)
    assert (after.popularity, after.title, after.slug) == (99.0, "Film one", "film-one")
    assert after.lead_genre.name == "Comedy"
    assert after.updated_at > before.updated_at


@pytest.mark.parametrize(
    "absent", ["", None, 0, [], "garbage", "0000-00-00", "99999-01-01", "1066-10-14", "2999-01-01"]
)
def test_an_unusable_release_date_is_none(absent):
    (pk,) = store(answers.item(1, release_date=absent))

    film = Movie.objects.get(pk=pk)
    assert (film.release_date, film.year, film.release_key) == (None, None, 0)


def test_a_date_that_tmdb_has_withdrawn_takes_the_year_with_it():
    store(answers.item(1))
    store(answers.item(1, release_date=""))

    assert Movie.objects.get(tmdb_id=1).year is None


def test_a_film_of_which_we_know_the_year_alone_keeps_it():
    MovieFactory(source="starter", tmdb_id=1, year=1927)
    store(answers.item(1, release_date=""))

    assert Movie.objects.get(tmdb_id=1).year == 1927


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"title": "T" * 400}, "title", "T" * 299 + "…"),
        ({"title": "word " * 100}, "title", "word " * 59 + "word…"),
        ({"title": "  A\x00 film\x07 "}, "title", "A film"),
        ({"title": "A \ud800 film"}, "title", "A  film"),
        ({"title": "千と千尋の神隠し"}, "title", "千と千尋の神隠し"),
        ({"title": "فيلم"}, "slug", "فيلم"),
        ({"title": "👩‍🚀"}, "title", "👩‍🚀"),
        ({"title": "", "original_title": "Only original"}, "title", "Only original"),
        ({"title": "<script>alert(1)</script>"}, "title", "<script>alert(1)</script>"),
        ({"overview": None}, "overview", ""),
        ({"overview": 17}, "overview", ""),
        ({"original_language": "cn"}, "original_language", "cn"),
        ({"original_language": None}, "original_language", ""),
        ({"original_language": "a" * 50}, "original_language", ""),
        ({"poster_path": None}, "poster_path", ""),
        ({"poster_path": "/../../etc/passwd"}, "poster_path", ""),
        ({"poster_path": "https://evil.example/x.jpg"}, "poster_path", ""),
        ({"popularity": None}, "popularity", 0),
        ({"popularity": "93.4917"}, "popularity", 93.4917),
        ({"popularity": -5}, "popularity", 0),
        ({"popularity": float("nan")}, "popularity", 0),
        ({"popularity": float("inf")}, "popularity", 0),
        ({"popularity": True}, "popularity", 0),
        ({"vote_average": 11}, "vote_average", 0),
        ({"vote_average": "x"}, "vote_average", 0),
        ({"vote_count": -1}, "vote_count", 0),
        ({"vote_count": 2**40}, "vote_count", 0),
        ({"vote_count": 12.0}, "vote_count", 12),
        ({"adult": "yes"}, "adult", False),
        ({"adult": True}, "adult", True),
    ],
)
def test_dirty_fields_land_clean(changes, field, value):
    (pk,) = store(answers.item(1, **changes))

    assert getattr(Movie.objects.get(pk=pk), field) == value


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        "film",
        [],
        {},
        {"id": 1},
        {"id": 1, "title": ""},
        {"id": 1, "title": "\x00 \x01"},
        {"id": None, "title": "x"},
        {"id": 0, "title": "x"},
        {"id": -1, "title": "x"},
        {"id": 2**31, "title": "x"},
        {"id": True, "title": "x"},
        {"id": "1", "title": "x"},
        {"id": 1, "name": "A series", "media_type": "tv"},
        {"id": 1, "title": "x", "media_type": "tv"},
        {"id": 1, "name": "A person", "media_type": "person"},
    ],
)
def test_what_is_no_film_is_passed_over(row):
    ids = store(row, answers.item(2))

    assert [Movie.objects.get(pk=pk).tmdb_id for pk in ids] == [2]


@pytest.mark.parametrize("ids", [None, "x", [None, "18", {}, -1], [404], {}])
def test_genres_that_nobody_knows_are_passed_over(ids):
    (pk,) = store(answers.item(1, genre_ids=ids))

    assert not Movie.objects.get(pk=pk).genres.exists()


def test_a_list_with_nothing_in_it_is_nothing():
    assert store() == []


def test_locked_fields_and_genres_stay():
    (pk,) = store(answers.item(1))
    film = Movie.objects.get(pk=pk)
    film.title, film.curated_fields = "Ours", ["title", "genres"]
    film.save()
    film.genres.clear()

    store(answers.item(1))

    film.refresh_from_db()
    assert film.title == "Ours"
    assert not film.genres.exists()


def test_a_starter_film_becomes_tmdbs_and_keeps_its_summary_while_tmdb_has_none():
    starter = MovieFactory(source="starter", tmdb_id=1, overview="Our own summary.")
    store(answers.item(1, overview=""))

    starter.refresh_from_db()
    assert (starter.source, starter.overview, starter.title) == ("tmdb", "Our own summary.", "Film 1")


def test_a_merged_film_stands_for_the_kept_one():
    kept = MovieFactory(title="Kept")
    MergedMovie.objects.create(old_id=99_999, tmdb_id=1, movie=kept)

    assert store(answers.item(1), answers.item(2))[0] == kept.pk
    kept.refresh_from_db()
    assert kept.title == "Kept"


def test_more_films_take_no_more_queries():
    def queries(first: int, count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            store(*(answers.item(first + n) for n in range(count)))
        return len(captured)

    assert queries(100, 3) == queries(200, 20)


def test_genres_arrive_once():
    assert store_genres(genres_of(answers.genres())) == 3
    assert sorted(Genre.objects.values_list("name", "tmdb_id")) == [
        ("Comedy", 35),
        ("Drama", 18),
        ("Science Fiction", 878),
    ]
