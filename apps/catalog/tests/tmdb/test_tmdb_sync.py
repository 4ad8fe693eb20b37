"""The command, against a TMDB of the test's own."""

import io

import pytest
from django.core.management import CommandError, call_command

from apps.catalog.models import Movie, SyncRun
from apps.catalog.tests.tmdb import answers
from apps.catalog.tmdb import lists
from apps.core.tests.service import Answer, Asked, Service

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("tmdb_sync", *args, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def films(tmdb: Service) -> Service:
    def route(asked: Asked) -> Answer:
        if "genre" in asked.path:
            return Answer(answers.genres())
        if asked.path.rpartition("/")[2].isdecimal():
            return Answer(answers.details(int(asked.path.rpartition("/")[2]), belongs_to_collection=None))
        if "changes" in asked.path:
            return Answer({"results": [], "page": 1, "total_pages": 1})
        number = int(asked.query["page"])
        return Answer(answers.page(answers.item(number), number=number, total=3))

    tmdb.route = route
    return tmdb


@pytest.mark.parametrize("kind", ["popular", "top", "now", "upcoming", "trending"])
def test_a_list(films, kind):
    assert f"{kind}: 2 brought up to date, 0 failed." in run(kind, "--pages", "2")
    assert Movie.objects.count() == 2


def test_single_films(films):
    run("movie", "7", "8")

    assert set(Movie.objects.filter(fetched_at__isnull=False).values_list("tmdb_id", flat=True)) == {7, 8}


@pytest.mark.parametrize("kind", ["changes", "stale", "people"])
def test_what_there_is_to_refresh(films, kind):
    assert f"{kind}: 0 brought up to date" in run(kind)


def test_its_progress_is_told(films):
    assert "popular 3 of 3" in run("popular", "--pages", "3")


def test_without_a_key_it_says_where_to_get_one(tmdb, settings):
    settings.TMDB_ENABLED = False

    with pytest.raises(CommandError, match="TMDB_API_TOKEN"):
        run("popular")
    assert tmdb.asked == []


def test_a_wrong_key_is_said_so(tmdb):
    tmdb.says(Answer({"status_code": 7, "status_message": "Invalid API key: You must be granted a valid key."}, 401))

    with pytest.raises(CommandError, match="Invalid API key"):
        run("popular")
    assert SyncRun.objects.get().state == "failed"


def test_ctrl_c_leaves_it_stopped_and_it_goes_on(films, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(lists, "fill_home_rows", _interrupt)
        with pytest.raises(CommandError, match="goes on from here") as caught:
            run("popular", "--pages", "3")
    assert caught.value.returncode == 130
    assert SyncRun.objects.get().state == "stopped"

    films.asked.clear()
    run("popular", "--pages", "3")
    assert films.asked == [], "all pages were read before"
    assert SyncRun.objects.get().state == "done"


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("worst",),
        ("popular", "--pages", "0"),
        ("popular", "--pages", "-1"),
        ("popular", "--pages", "x"),
        ("movie",),
        ("movie", "tt0078748"),
        ("movie", str(2**31)),
    ],
)
def test_what_it_does_not_take(tmdb, args):
    with pytest.raises(CommandError):
        run(*args)
    assert tmdb.asked == []
