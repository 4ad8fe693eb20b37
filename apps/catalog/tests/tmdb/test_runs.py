"""Whole synchronisations against a local TMDB: lists, changes, stale rows, single films."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.catalog import tasks
from apps.catalog.models import ChartEntry, Genre, HomeRow, Movie, Person, SyncRun
from apps.catalog.tests.factories import MovieFactory, PersonFactory
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb import changes, lists, stale
from apps.catalog.tmdb.errors import TmdbRejected, TmdbUnavailable
from apps.catalog.tmdb.films_by_id import sync_movies
from apps.catalog.tmdb.runs import AlreadyRunning, recorded
from apps.core.tests.service import Answer, Asked, Service

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOT_FOUND = Answer({"status_code": 34, "status_message": "Not found."}, 404)


class Films:
    """A TMDB with lists of three pages of two films, and each film's details."""

    def __init__(self) -> None:
        self.broken: dict[str, Answer] = {}
        self.changed: list[int] = []

    def __call__(self, asked: Asked) -> Answer | None:
        path = asked.path.removeprefix("/3")
        page = asked.query.get("page", "1")
        for start, answer in self.broken.items():
            if f"{path}?page={page}".startswith(start):
                return answer
        if path == "/genre/movie/list":
            return Answer(answers.genres())
        if path == "/movie/changes":
            return Answer({"results": [{"id": pk} for pk in self.changed], "page": int(page), "total_pages": 1})
        kind, _, number = path.rpartition("/")
        if number.isdecimal():
            made = {"/movie": answers.details, "/person": answers.person, "/collection": answers.collection}[kind]
            return Answer(made(int(number)), headers={"ETag": f'"{number}"'})
        first = int(page) * 10
        return Answer(answers.page(answers.item(first), answers.item(first + 1), number=int(page), total=3))


@pytest.fixture
def films(tmdb: Service) -> Films:
    films = Films()
    tmdb.route = films
    return films


def paths(tmdb: Service) -> list[str]:
    return [asked.path.removeprefix("/3") for asked in tmdb.asked]


class TestLists:
    def test_stores_the_pages_and_fills_the_home_rows(self, films):
        HomeRow.objects.create(title="Popular", kind="popular")
        run = lists.sync_list("popular", pages=2)

        assert set(Movie.objects.values_list("tmdb_id", flat=True)) == {10, 11, 20, 21}
        assert (run.state, run.done, run.failed) == ("done", 4, 0)
        assert HomeRow.objects.get().entries.count() == 4

    def test_asks_for_no_page_that_is_not_there(self, films, tmdb):
        lists.sync_list("popular", pages=50)

        assert paths(tmdb).count("/movie/popular") == 3

    def test_learns_the_genres_first_and_once(self, films, tmdb):
        lists.sync_list("popular", pages=1)
        lists.sync_list("popular", pages=1)

        assert Movie.objects.get(tmdb_id=10).lead_genre == Genre.objects.get(tmdb_id=18)
        assert paths(tmdb).count("/genre/movie/list") == 1

    @pytest.mark.parametrize("name", ["now", "upcoming", "trending"])
    def test_a_chart_is_replaced_in_its_order(self, films, name):
        old = ChartEntry.objects.create(chart=name, rank=1, movie=MovieFactory())
        other = ChartEntry.objects.create(chart="now" if name != "now" else "trending", rank=1, movie=MovieFactory())

        lists.sync_list(name, pages=2)

        ranked = ChartEntry.objects.filter(chart=name).order_by("rank").values_list("movie__tmdb_id", flat=True)
        assert list(ranked) == [10, 11, 20, 21]
        assert not ChartEntry.objects.filter(pk=old.pk).exists()
        assert ChartEntry.objects.filter(pk=other.pk).exists()

    def test_a_broken_run_leaves_the_chart_and_goes_on_where_it_was(self, films, tmdb):
        old = ChartEntry.objects.create(chart="trending", rank=1, movie=MovieFactory())
        films.broken["/trending/movie/week?page=2"] = Answer(b"", 500)
        with pytest.raises(TmdbUnavailable):
            lists.sync_list("trending", pages=3)

        run = SyncRun.objects.get()
        assert (run.state, run.done) == ("failed", 2)
        assert "status 500" in run.errors
        assert ChartEntry.objects.filter(pk=old.pk).exists()

        films.broken.clear()
        tmdb.asked.clear()
        lists.sync_list("trending", pages=3)

        assert [asked.query["page"] for asked in tmdb.asked] == ["2", "3"]
        assert SyncRun.objects.get().state == "done"
        ranked = ChartEntry.objects.filter(chart="trending").order_by("rank").values_list("movie__tmdb_id", flat=True)
        assert list(ranked) == [10, 11, 20, 21, 30, 31]

    def test_a_run_broken_long_ago_begins_anew(self, films, tmdb):
        SyncRun.objects.create(name="popular", state="stopped", cursor={"page": 2, "ranked": []})
        SyncRun.objects.update(started_at=timezone.now() - timedelta(hours=4))
        lists.sync_list("popular", pages=3)

        assert SyncRun.objects.count() == 2
        assert paths(tmdb).count("/movie/popular") == 3

    def test_ctrl_c_leaves_it_stopped(self, films):
        def interrupt(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            lists.sync_list("popular", pages=3, step=interrupt)

        run = SyncRun.objects.get()
        assert (run.state, run.cursor["page"]) == ("stopped", 1)

    def test_an_unknown_list_is_refused(self):
        with pytest.raises(KeyError):
            lists.sync_list("worst")


class TestRecorded:
    def test_two_at_once_is_one_too_many(self):
        with recorded("popular"), pytest.raises(AlreadyRunning, match="popular"), recorded("popular"):
            pass

        assert SyncRun.objects.count() == 1

    def test_one_whose_process_has_died_is_taken_over(self):
        dead = SyncRun.objects.create(name="popular", cursor={"page": 3})
        SyncRun.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=6))
        with recorded("popular") as run:
            assert (run.row.pk, run.cursor) == (dead.pk, {"page": 3})

    def test_what_is_no_failure_of_tmdb_is_recorded_as_failed_too(self):
        with pytest.raises(ZeroDivisionError), recorded("popular"):
            raise ZeroDivisionError

        run = SyncRun.objects.get()
        assert (run.state, run.finished_at is not None) == ("failed", True)

    def test_only_the_last_errors_are_kept(self):
        with recorded("popular") as run:
            for number in range(50):
                run.fail(f"number {number}")

        assert (run.row.failed, len(run.row.errors.splitlines())) == (50, 20)
        assert run.row.errors.endswith("number 49")


class TestChanges:
    @pytest.fixture
    def held(self, db) -> Movie:
        old = timezone.now() - timedelta(days=3)
        MovieFactory(source="tmdb", tmdb_id=2, title="Only listed")
        return MovieFactory(source="tmdb", tmdb_id=1, title="Before", fetched_at=old)

    def test_refreshes_what_we_hold_with_details_and_nothing_else(self, films, held, tmdb):
        films.changed = [1, 2, 3]
        run = changes.sync_changes()

        held.refresh_from_db()
        assert held.title == "Film 1"
        assert [path for path in paths(tmdb) if path.startswith("/movie/") and path != "/movie/changes"] == ["/movie/1"]
        assert (run.state, run.done) == ("done", 1)

    def test_the_first_window_is_what_tmdb_remembers_and_the_next_begins_where_it_ended(self, films, tmdb):
        with time_machine.travel(NOW, tick=False):
            changes.sync_changes()
        with time_machine.travel(NOW + timedelta(days=2), tick=False):
            changes.sync_changes()
        with time_machine.travel(NOW + timedelta(days=60), tick=False):
            changes.sync_changes()

        windows = [(asked.query["start_date"], asked.query["end_date"]) for asked in tmdb.asked]
        assert windows == [("2026-11-07", "2026-11-21"), ("2026-11-21", "2026-11-23"), ("2027-01-06", "2027-01-20")]
        assert all(date.fromisoformat(end) - date.fromisoformat(start) <= timedelta(days=14) for start, end in windows)

    def test_a_film_that_fails_does_not_stop_the_others(self, films, held, tmdb):
        other = MovieFactory(source="tmdb", tmdb_id=4, title="Before", fetched_at=held.fetched_at)
        films.changed = [1, 4]
        films.broken["/movie/1?"] = Answer({"id": 1, "name": "No film"})
        run = changes.sync_changes()

        other.refresh_from_db()
        assert other.title == "Film 4"
        assert (run.state, run.done, run.failed) == ("done", 1, 1)
        assert "not a film" in run.errors

    def test_a_film_that_tmdb_has_no_more_is_kept_and_marked(self, films, held):
        films.changed = [1]
        films.broken["/movie/1?"] = NOT_FOUND
        changes.sync_changes()

        held.refresh_from_db()
        assert (held.title, held.tmdb_gone_at is not None) == ("Before", True)

    def test_a_wrong_key_ends_the_run_at_once(self, films, held, tmdb):
        films.changed = [1]
        films.broken["/movie/1?"] = Answer({"status_code": 7, "status_message": "Invalid API key"}, 401)
        with pytest.raises(TmdbRejected):
            changes.sync_changes()

        assert SyncRun.objects.get().state == "failed"

    def test_a_tmdb_that_stays_away_ends_the_run(self, films, held):
        for tmdb_id in range(10, 20):
            MovieFactory(source="tmdb", tmdb_id=tmdb_id, fetched_at=held.fetched_at)
        films.changed = list(range(10, 20))
        films.broken["/movie/1"] = Answer(b"", 503)
        with pytest.raises(TmdbUnavailable):
            changes.sync_changes()

        assert SyncRun.objects.get().failed == 3

    def test_what_is_unchanged_is_only_marked_as_seen(self, films, held, tmdb):
        Movie.objects.filter(pk=held.pk).update(tmdb_etag='"same"', updated_at=held.fetched_at)
        films.changed = [1]
        films.broken["/movie/1?"] = Answer(b"", 304)
        changes.sync_changes()

        before, title = held.fetched_at, held.title
        held.refresh_from_db()
        assert tmdb.asked[-1].headers["If-None-Match"] == '"same"'
        assert (held.fetched_at > before, held.title) == (True, title)

    def test_what_a_curator_has_written_since_is_asked_for_whole(self, films, held, tmdb):
        Movie.objects.filter(pk=held.pk).update(tmdb_etag='"same"')
        films.changed = [1]
        changes.sync_changes()

        assert "If-None-Match" not in tmdb.asked[-1].headers


class TestStale:
    def film(self, tmdb_id: int, days: int | None, **fields) -> Movie:
        fetched = timezone.now() - timedelta(days=days) if days is not None else None
        return MovieFactory(source="tmdb", tmdb_id=tmdb_id, fetched_at=fetched, **fields)

    def test_the_oldest_come_first_then_popular_films_without_details(self, films, tmdb):
        self.film(1, 151)
        self.film(2, 170)
        self.film(3, 100)
        self.film(4, None, popularity=1)
        self.film(5, None, popularity=50)
        self.film(6, 170, tmdb_gone_at=timezone.now())
        MovieFactory(source="starter", tmdb_id=7)
        MovieFactory()

        run = stale.refresh_stale(limit=3)

        asked = [path for path in paths(tmdb) if path.startswith("/movie/")]
        assert asked == ["/movie/2", "/movie/1", "/movie/5"]
        assert run.done == 3

    def test_people_too(self, films, tmdb):
        PersonFactory(tmdb_id=31, fetched_at=timezone.now() - timedelta(days=160))
        PersonFactory(tmdb_id=32, fetched_at=timezone.now())
        PersonFactory(tmdb_id=33)
        stale.refresh_stale()

        assert paths(tmdb) == ["/person/31"]

    def test_details_of_the_most_popular_people(self, films, tmdb):
        PersonFactory(tmdb_id=31, popularity=1)
        PersonFactory(tmdb_id=32, popularity=9)
        stale.complete_people(limit=1)

        assert paths(tmdb) == ["/person/32"]
        assert Person.objects.get(tmdb_id=32).biography


class TestSingleFilms:
    def test_brings_each_once_with_its_franchise(self, films, tmdb):
        run = sync_movies([5, 6, 5])

        assert run.done == 2
        assert Movie.objects.get(tmdb_id=5).has_details
        assert paths(tmdb).count("/collection/8091") == 1

    def test_one_that_is_not_there_is_counted(self, films):
        films.broken["/movie/6?"] = NOT_FOUND
        run = sync_movies([6, 5])

        assert (run.done, run.failed, run.state) == (1, 1, "done")


class TestTasks:
    @pytest.mark.parametrize(
        ("task", "args"),
        [
            (tasks.refresh_movie, [10**9]),
            (tasks.refresh_person, [10**9]),
            (tasks.find_trailer, [10**9]),
        ],
    )
    def test_a_row_that_is_gone_is_no_trouble(self, tmdb, task, args):
        task.call(*args)

        assert tmdb.asked == []

    def test_without_a_key_nothing_is_asked(self, tmdb, settings):
        settings.TMDB_ENABLED = False
        movie = MovieFactory(source="tmdb", tmdb_id=1)
        tasks.refresh_movie.call(movie.pk)
        tasks.sync_list.call("popular")
        tasks.sync_changes.call()
        tasks.refresh_stale.call()

        assert tmdb.asked == [] and not SyncRun.objects.exists()

    def test_each_may_run_twice(self, films):
        movie, person = MovieFactory(source="tmdb", tmdb_id=1), PersonFactory(tmdb_id=11)
        for _ in range(2):
            tasks.refresh_movie.call(movie.pk)
            tasks.refresh_person.call(person.pk)
            tasks.sync_list.call("trending")
            tasks.sync_changes.call()
            tasks.refresh_stale.call()

        assert Movie.objects.filter(tmdb_id=1).count() == 1
        assert set(SyncRun.objects.values_list("state", flat=True)) == {"done"}

    def test_a_tmdb_that_is_down_fails_no_task(self, tmdb, caplog):
        tmdb.says(Answer(b"", 503))
        tasks.refresh_movie.call(MovieFactory(source="tmdb", tmdb_id=1).pk)
        tasks.sync_list.call("popular")

        assert caplog.text.count("status 503") == 2

    def test_one_that_is_running_is_left_to_run(self, films):
        with recorded("popular"):
            tasks.sync_list.call("popular")

        assert SyncRun.objects.count() == 1

    def test_long_work_comes_back_in_portions(self, films, monkeypatch):
        monkeypatch.setattr(tasks, "PORTION", 1)
        for tmdb_id in (1, 2, 3):
            MovieFactory(source="tmdb", tmdb_id=tmdb_id, fetched_at=timezone.now() - timedelta(days=160))
        again = []
        monkeypatch.setattr(type(tasks.refresh_stale), "enqueue", lambda task, *args: again.append(task.name))

        tasks.refresh_stale.call()
        tasks.refresh_stale.call()
        assert again == ["refresh_stale"] * 2
        tasks.refresh_stale.call()
        assert again == ["refresh_stale"] * 2, "nothing is left"
