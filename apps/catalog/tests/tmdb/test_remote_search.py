import time

import pytest
from django.core.cache import cache

from apps.catalog.models import MergedMovie, Movie
from apps.catalog.tests.factories import MovieFactory
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound, TmdbUnavailable
from apps.catalog.tmdb.remote_search import RemoteFilm, find_films
from apps.catalog.tmdb.sync import bring_in
from apps.core.tests.service import Answer, Service

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_films_that_we_do_not_hold(tmdb: Service):
    MovieFactory(source="tmdb", tmdb_id=1)
    MergedMovie.objects.create(old_id=9999, tmdb_id=2, movie=MovieFactory())
    tmdb.says(Answer(answers.page(*(answers.item(n) for n in (3, 1, 2, 4)))))

    films = find_films("alien")

    assert [film.tmdb_id for film in films] == [3, 4]
    assert films[0] == RemoteFilm(3, "Film 3", 1999, "What happens in film 3.", "/poster3.jpg")


def test_nothing_for_adults_and_nothing_that_is_no_film(tmdb: Service):
    tmdb.says(
        Answer(
            answers.page(answers.item(1, adult=True), {"id": 2, "name": "A series"}, answers.item(3, release_date=""))
        )
    )

    assert [(film.tmdb_id, film.year) for film in find_films("alien")] == [(3, None)]


def test_the_same_question_is_asked_once(tmdb: Service):
    tmdb.says(Answer(answers.page(answers.item(1))))
    for text in ("Alien", " alien ", "ALIEN"):
        assert len(find_films(text)) == 1
    MovieFactory(source="tmdb", tmdb_id=1)

    assert find_films("alien") == [], "what we hold by now is left out of a kept answer, too"
    assert len(tmdb.asked) == 1


@pytest.mark.parametrize("text", ["", " ", "a", "\0"])
def test_too_little_is_not_asked(tmdb: Service, text):
    assert find_films(text) == []
    assert tmdb.asked == []


@pytest.mark.parametrize("text", ["x" * 5000, "a\0b", "🎬🎬", "\ud800x", "مرحبا", "'; DROP TABLE", "%s%s"])
def test_any_text_may_be_asked(tmdb: Service, text):
    tmdb.says(Answer(answers.page()))

    assert find_films(text) == []


def test_no_key_no_films(tmdb: Service, settings):
    settings.TMDB_ENABLED = False

    assert find_films("alien") == []


def test_a_slow_tmdb_is_given_up_and_then_not_asked(tmdb: Service):
    tmdb.says(Answer(answers.page(), delay=8))
    started = time.monotonic()
    with pytest.raises(TmdbUnavailable):
        find_films("alien")
    with pytest.raises(TmdbUnavailable):
        find_films("aliens")

    assert time.monotonic() - started < 7


@pytest.mark.parametrize(
    "answer", [Answer({"status_code": 7, "status_message": "No"}, 401), Answer({"page": 1}), Answer([])]
)
def test_what_goes_wrong_is_of_one_family_and_not_kept(tmdb: Service, answer):
    tmdb.says(answer, Answer(answers.page(answers.item(1))))
    with pytest.raises(TmdbError):
        find_films("alien")

    assert len(find_films("alien")) == 1


def test_a_cache_that_fails_does_not_matter(tmdb: Service, monkeypatch):
    def broken(*args: object, **options: object) -> None:
        raise OSError("disk full")

    for name in ("get", "set", "delete"):
        monkeypatch.setattr(cache._connections["default"] if hasattr(cache, "_connections") else cache, name, broken)
    tmdb.says(Answer(answers.page(answers.item(1))))

    assert len(find_films("alien")) == 1


class TestBringIn:
    def test_fetches_the_film_with_its_details(self, tmdb: Service):
        tmdb.says(Answer(answers.details(5)))

        movie = bring_in(5)
        assert (movie.tmdb_id, movie.has_details, movie.credits.exists()) == (5, True, True)

    def test_what_is_here_with_details_is_not_asked_for(self, tmdb: Service):
        tmdb.says(Answer(answers.details(5)))
        assert bring_in(5) == bring_in(5)
        assert len(tmdb.asked) == 1

    def test_a_merged_film_is_the_kept_one(self, tmdb: Service):
        kept = MovieFactory(source="starter")
        MergedMovie.objects.create(old_id=9999, tmdb_id=5, movie=kept)
        Movie.objects.filter(pk=kept.pk).update(fetched_at=kept.updated_at)

        assert bring_in(5) == kept

    @pytest.mark.parametrize("tmdb_id", [0, -1, 2**31, 10**30])
    def test_a_number_that_no_film_has_is_not_asked_for(self, tmdb: Service, tmdb_id):
        with pytest.raises(TmdbNotFound):
            bring_in(tmdb_id)
        assert tmdb.asked == []
