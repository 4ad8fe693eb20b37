"""A synchronisation through the local stand-in for TMDB while everything goes wrong that can. Skipped without it."""

import json
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings as django_settings

from apps.catalog.models import Movie, SyncRun
from apps.catalog.tmdb import client as client_module
from apps.catalog.tmdb import lists
from apps.catalog.tmdb.client import client
from apps.catalog.tmdb.errors import TmdbRejected, TmdbUnavailable
from apps.catalog.tmdb.films_by_id import sync_movies
from apps.catalog.tmdb.remote_search import find_films
from apps.core.rates import RateLimiter

PROGRAM = django_settings.BASE_DIR.parent / "shared" / "tools" / "tmdb_server.py"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(not PROGRAM.exists(), reason="the stand-in is not here"),
]


class StandIn:
    def __init__(self, url: str) -> None:
        self.url = url

    def control(self, **orders: object) -> None:
        request = urllib.request.Request(f"{self.url}/__control", json.dumps(orders).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=5):
            pass

    def forget_stats(self) -> None:
        with urllib.request.urlopen(f"{self.url}/__stats/reset", b"", timeout=5):
            pass

    def stats(self) -> dict:
        with urllib.request.urlopen(f"{self.url}/__stats", timeout=5) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def program():
    command = [sys.executable, str(PROGRAM), "--port", "0", "--seed", "1", "--no-replay"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        line = process.stdout.readline()
        while line and "http://" not in line:
            line = process.stdout.readline()
        yield StandIn("http://127.0.0.1:" + line.partition("http://127.0.0.1:")[2].split("/")[0].split()[0])
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def standin(program, settings):
    settings.TMDB_API_URL = f"{program.url}/3"
    settings.TMDB_API_TOKEN, settings.TMDB_API_KEY, settings.TMDB_ENABLED = "any", "", True
    program.control(faults="", down=False)
    yield program
    program.control(faults="", down=False)


def test_a_list_and_films_come_through_all_faults(standin):
    standin.control(faults="429=0.1,500=0.1,502=0.05,drop=0.1,badjson=0.1,timeout=0.02:300,slow=0.1:20")
    run = lists.sync_list("popular", pages=5)
    ids = list(Movie.objects.values_list("tmdb_id", flat=True)[:5])
    single = sync_movies(ids)

    assert (run.state, run.done) == ("done", 100)
    assert Movie.objects.filter(adult=False).count() >= 100
    assert (single.state, single.failed) == ("done", 0)
    assert not Movie.objects.filter(tmdb_id__in=ids, fetched_at=None).exists()


@pytest.mark.parametrize("faults", ["429=1", "500=1", "502=1", "drop=1", "badjson=1"])
def test_when_nothing_comes_through_the_run_says_why_and_goes_on_later(standin, faults):
    standin.control(faults=faults)
    with pytest.raises(TmdbUnavailable):
        lists.sync_list("top", pages=1)
    assert SyncRun.objects.get(name="top").errors

    standin.control(faults="")
    assert lists.sync_list("top", pages=1).state == "done"


def test_down_is_noticed_at_once_and_pages_are_spared(standin):
    standin.control(down=True)
    started = time.monotonic()
    for text in ("alien", "solaris", "metropolis"):
        with pytest.raises(TmdbUnavailable):
            find_films(text)

    assert time.monotonic() - started < 2.5


def test_an_invalid_key_is_refused(standin, settings):
    settings.TMDB_API_TOKEN = "invalid"

    with pytest.raises(TmdbRejected) as caught:
        client().genres()
    assert caught.value.is_about_the_key


def test_the_limit_holds_as_the_server_counts(standin, monkeypatch):
    monkeypatch.setattr(client_module, "limiter", RateLimiter(client_module.CALLS_A_SECOND))
    standin.forget_stats()
    for _ in range(90):
        client().genres()

    peak = next(value for name, value in standin.stats().items() if "peak" in name)
    assert peak <= client_module.CALLS_A_SECOND + 1, "its seconds do not begin when ours do"
