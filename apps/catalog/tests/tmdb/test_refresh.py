"""What a page asks for behind its back: at most once, never waiting, never failing."""

import sqlite3
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.catalog import tasks
from apps.catalog.models import Movie
from apps.catalog.tests.factories import MovieFactory, PersonFactory
from apps.catalog.tmdb import refresh
from apps.catalog.tmdb.refresh import ask_for_details

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_key(settings):
    settings.TMDB_ENABLED = True


def queued() -> list[str]:
    return [path.rpartition(".")[2] for path in DBTaskResult.objects.values_list("task_path", flat=True)]


def test_a_film_without_details_is_asked_for_once():
    movie = MovieFactory(source="tmdb", tmdb_id=1)

    assert [ask_for_details(movie) for _ in range(3)] == [True, False, False]
    assert queued() == ["refresh_movie"]
    assert DBTaskResult.objects.get().args_kwargs["args"] == [movie.pk]


def test_a_person_too():
    assert ask_for_details(PersonFactory(tmdb_id=1))
    assert queued() == ["refresh_person"]


def test_a_starter_film_is_completed_when_there_is_a_key():
    assert ask_for_details(MovieFactory(source="starter", tmdb_id=1))


@pytest.mark.parametrize(("days", "asked"), [(0, False), (13, False), (15, True)])
def test_old_details_are_asked_for_again(days, asked):
    movie = MovieFactory(source="tmdb", tmdb_id=1, fetched_at=timezone.now() - timedelta(days=days))

    assert ask_for_details(movie) is asked


def test_a_film_added_by_hand_is_nobodys_to_complete():
    assert not ask_for_details(MovieFactory())
    assert queued() == []


def test_without_a_key_nothing_happens(settings, django_assert_num_queries):
    settings.TMDB_ENABLED = False
    movie = MovieFactory(source="tmdb", tmdb_id=1)

    with django_assert_num_queries(0):
        assert not ask_for_details(movie)


def test_a_fresh_film_costs_its_page_no_query(django_assert_num_queries):
    movie = MovieFactory(source="tmdb", tmdb_id=1, fetched_at=timezone.now())

    with django_assert_num_queries(0):
        ask_for_details(movie)


def test_without_tmdb_a_film_may_still_want_a_trailer(settings):
    settings.TMDB_ENABLED, settings.YOUTUBE_API_KEY = False, "key"

    assert ask_for_details(MovieFactory())
    assert not ask_for_details(MovieFactory(trailer_asked_at=timezone.now()))
    assert queued() == ["find_trailer"]


@pytest.mark.parametrize("error", [OSError("no space left"), ConnectionRefusedError(), EOFError()])
def test_a_cache_that_fails_fails_no_page(monkeypatch, error):
    def broken(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(cache._connections["default"] if hasattr(cache, "_connections") else cache, "add", broken)

    assert not ask_for_details(MovieFactory(source="tmdb", tmdb_id=1))
    assert queued() == []


def test_a_queue_that_fails_fails_no_page_and_is_asked_again(monkeypatch):
    movie = MovieFactory(source="tmdb", tmdb_id=1)

    def locked(*args: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(type(tasks.refresh_movie), "enqueue", locked)
        assert not ask_for_details(movie)

    assert ask_for_details(movie)


def test_a_page_does_not_wait_for_an_import_to_finish_its_batch(tmp_path, monkeypatch):
    """On SQLite, whose one writer holds up all others for as long as `timeout` says."""
    file = tmp_path / "catalogue.sqlite3"
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
    ours = DatabaseWrapper(connections["default"].settings_dict | {"NAME": str(file), "OPTIONS": options})
    monkeypatch.setattr(refresh, "connection", ours)
    importer = sqlite3.connect(file, isolation_level=None)
    importer.execute("CREATE TABLE queue (id)")
    importer.execute("BEGIN IMMEDIATE")

    started = time.monotonic()
    with pytest.raises(OperationalError, match="locked"), refresh._impatient(), ours.cursor() as cursor:
        cursor.execute("INSERT INTO queue VALUES (1)")

    assert time.monotonic() - started < 15
    with ours.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000, "other writes are patient as before"
    importer.close()
    ours.close()


def test_the_row_is_as_it_was(db):
    movie = MovieFactory(source="tmdb", tmdb_id=1)
    ask_for_details(movie)

    assert Movie.objects.get(pk=movie.pk).fetched_at is None
