"""Films that are not here are asked of TMDB in the task; films that are here never are."""

import pytest

from apps.catalog.models import Movie
from apps.catalog.tests.tmdb.conftest import clean_cache, no_waiting, tmdb  # noqa: F401
from apps.catalog.tmdb.client import breaker
from apps.core.tests.service import Answer, Asked
from apps.transfers.actions import deciding
from apps.transfers.elsewhere import REFUSED, SILENT
from apps.transfers.tests.conftest import worked

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
TABLE = """Date,Name,Year,Letterboxd URI
2020-01-01,Alien,1979,x
2020-01-01,The Fifth Element,1997,x
2020-01-02,Nothing,2001,x
2020-01-02,Nothing,2001,x
"""
ELEMENT = {"id": 18, "title": "The Fifth Element", "original_title": "The Fifth Element", "release_date": "1997-05-07",
           "genre_ids": [], "popularity": 9.5, "vote_average": 7.5, "vote_count": 10, "adult": False}  # fmt: skip


def route(asked: Asked) -> Answer:
    if asked.path.endswith("/genre/movie/list"):
        return Answer({"genres": [{"id": 878, "name": "Science Fiction"}]})
    knows = "Fifth" in asked.query.get("query", "") or asked.path.endswith("/find/tt0119116")
    found = [ELEMENT] if knows else []
    return Answer({"page": 1, "results": found, "movie_results": found, "total_pages": 1, "total_results": len(found)})


@pytest.fixture
def service(tmdb):  # noqa: F811
    tmdb.route = route
    return tmdb


def searched(service):
    return [asked.query["query"] for asked in service.asked if asked.path.endswith("/search/movie")]


def states(imported):
    return list(imported.rows.values_list("title", "state"))


def test_what_is_not_here_is_asked_for_once_and_comes_in(service, received, films):
    imported = worked(received(TABLE, "watched.csv"))
    assert states(imported) == [
        ("Alien", "matched"), ("The Fifth Element", "matched"), ("Nothing", "unknown"), ("Nothing", "unknown"),
    ]  # fmt: skip
    assert searched(service) == ["The Fifth Element", "Nothing"]
    assert Movie.objects.get(tmdb_id=18).title == "The Fifth Element"
    assert imported.notice == ""


def test_films_that_are_here_need_no_network(service, received, films):
    worked(received("Date,Name,Year,Letterboxd URI\n2020-01-01,Alien,1979,x\n", "watched.csv"))
    assert service.asked == []


def test_without_a_key_nobody_is_asked(service, received, films, settings):
    settings.TMDB_ENABLED = False
    imported = worked(received(TABLE, "watched.csv"))
    assert service.asked == []
    assert imported.counts()["unknown"] == 3


def test_a_film_by_its_imdb_id(service, received, films):
    table = (
        "Const,Your Rating,Date Rated,Title,Title Type,Year\ntt0119116,9,2020-01-01,Le cinquième élément,Movie,1997\n"
    )
    imported = worked(received(table, "ratings.csv"))
    assert imported.rows.get().movie == Movie.objects.get(tmdb_id=18)


@pytest.mark.parametrize("fault", [Answer(status=503), Answer(drop=True), Answer(b"<html>")])
def test_tmdb_is_down_and_answers_later(service, received, films, profile, fault):
    service.route = lambda asked: fault
    many = TABLE + "".join(f"2020-01-01,Unknown {number},2001,x\n" for number in range(20))
    imported = worked(received(many, "watched.csv"))
    assert (imported.state, imported.notice) == ("preview", SILENT)
    assert imported.counts()["unknown"] == 23
    assert len(service.asked) < 12, "nobody waits for every one of them"
    service.route = route
    breaker.close()
    deciding.look_again(imported=imported, by=profile)
    imported = worked(imported)
    assert (imported.state, imported.notice) == ("preview", "")
    assert imported.counts()["matched"] == 2


def test_a_key_that_is_refused_is_told(service, received, films):
    service.route = lambda asked: Answer({"status_code": 7, "status_message": "Invalid API key"}, 401)
    imported = worked(received(TABLE, "watched.csv"))
    assert (imported.state, imported.notice) == ("preview", REFUSED)
    assert len(service.asked) == 1
