import json
import logging
import time
import traceback
from datetime import UTC, date, datetime

import pytest
import time_machine

from apps.catalog.tests.tmdb import answers
from apps.catalog.tests.tmdb.conftest import TOKEN
from apps.catalog.tmdb import client as client_module
from apps.catalog.tmdb.client import BEHIND, ON_CLICK, ON_PAGE, NotModified, client, pause_before, seconds_of
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound, TmdbRejected, TmdbUnavailable
from apps.core.rates import RateLimiter
from apps.core.tests.service import Answer, Service

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KEY = "v3key-nobody-may-read"
NOT_FOUND = Answer({"success": False, "status_code": 34, "status_message": "The resource could not be found."}, 404)
WRONG_KEY = Answer({"status_code": 7, "status_message": "Invalid API key"}, 401)


# --- what it asks for -----------------------------------------------------------------------------


def test_a_film_is_asked_for_with_all_its_parts_in_one_request(tmdb: Service):
    tmdb.says(Answer(answers.details(7), headers={"ETag": 'W/"abc"'}))

    fetched = client().movie(7)

    assert fetched.payload.item.title == "Film 7"
    assert fetched.etag == 'W/"abc"'
    (asked,) = tmdb.asked
    assert asked.path == "/3/movie/7"
    assert set(asked.query["append_to_response"].split(",")) >= {
        "credits",
        "videos",
        "watch/providers",
        "release_dates",
    }
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "api_key" not in asked.query


@pytest.mark.parametrize(
    ("name", "path", "region"),
    [
        ("popular", "/3/movie/popular", None),
        ("top", "/3/movie/top_rated", None),
        ("now", "/3/movie/now_playing", "GB"),
        ("upcoming", "/3/movie/upcoming", "GB"),
        ("trending", "/3/trending/movie/week", None),
    ],
)
def test_lists_have_their_paths_and_cinemas_their_country(tmdb: Service, settings, name, path, region):
    settings.HOME_COUNTRY = "GB"
    tmdb.says(Answer(answers.page(answers.item(1), number=3, total=9)))

    page = client().movie_list(name, 3)

    assert (page.number, page.total_pages, [film.tmdb_id for film in page.films]) == (3, 9, [1])
    assert (tmdb.asked[0].path, tmdb.asked[0].query["page"], tmdb.asked[0].query.get("region")) == (path, "3", region)


def test_no_list_has_pages_that_tmdb_does_not_answer(tmdb: Service):
    tmdb.says(Answer(answers.page(total=58_322)))

    assert client().movie_list("popular").total_pages == 500


def test_changes_are_asked_for_by_their_days(tmdb: Service):
    tmdb.says(Answer({"results": [{"id": 5, "adult": None}, {"id": 5}, {"id": 0}, 7], "page": 1, "total_pages": 2}))

    page = client().changed_movies(date(2026, 1, 2), date(2026, 1, 9))

    assert page.ids == (5,)
    assert tmdb.asked[0].query == {"start_date": "2026-01-02", "end_date": "2026-01-09", "page": "1"}


def test_a_search_is_escaped(tmdb: Service):
    tmdb.says(Answer(answers.page(answers.item(1))))
    client().search_movies("Amélie & co?page=9#")

    assert tmdb.asked[0].query["query"] == "Amélie & co?page=9#"
    assert tmdb.asked[0].query["page"] == "1"


def test_an_etag_is_sent_and_not_modified_understood(tmdb: Service):
    tmdb.route = lambda asked: Answer(b"", 304) if asked.headers.get("If-None-Match") == 'W/"abc"' else None

    assert isinstance(client().movie(7, etag='W/"abc"'), NotModified)
    assert isinstance(client().person(7, etag='W/"abc"'), NotModified)


def test_another_film_than_the_one_asked_for_is_refused(tmdb: Service):
    tmdb.says(Answer(answers.details(8)))

    with pytest.raises(TmdbError, match="film 8 instead of 7"):
        client().movie(7)


# --- what can go wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (NOT_FOUND, TmdbNotFound),
        (WRONG_KEY, TmdbRejected),
        (Answer({"status_code": 22, "status_message": "Invalid page"}, 400), TmdbRejected),
        (Answer({"errors": ["page must be less than or equal to 500"]}, 422), TmdbRejected),
        (Answer(b"<html>nginx</html>", 404), TmdbError),
        (Answer(b"", 301, {"Location": "https://elsewhere.example"}), TmdbError),
        (Answer([1, 2, 3]), TmdbError),
        (Answer({"id": 7, "name": "A series", "genres": []}), TmdbError),
        (Answer({"id": "7", "title": "Text id", "genres": []}), TmdbError),
        (Answer({"id": 7, "title": "A list's row", "genre_ids": []}), TmdbError),
        (Answer({"id": 7, "title": None, "genres": []}), TmdbError),
        (Answer("null"), TmdbError),
    ],
)
def test_what_would_be_the_same_again_is_not_asked_again(tmdb: Service, no_waiting, answer, error):
    tmdb.says(answer)

    with pytest.raises(error) as caught:
        client().movie(7)

    assert not isinstance(caught.value, TmdbUnavailable)
    assert len(tmdb.asked) == 1


def test_a_404_that_is_not_tmdbs_own_is_not_a_film_that_is_gone(tmdb: Service):
    tmdb.says(Answer(b"<html>nginx</html>", 404))

    with pytest.raises(TmdbError, match="TMDB_API_URL") as caught:
        client().movie(7)
    assert not isinstance(caught.value, TmdbNotFound)


BROKEN = {
    "429": Answer({"status_code": 25, "status_message": "Too many"}, 429),
    "500": Answer({"status_code": 11, "status_message": "Internal error"}, 500),
    "502 in HTML": Answer(b"<html>Bad gateway</html>", 502, {"Content-Type": "text/html"}),
    "drop": Answer(drop=True),
    "half a body": Answer(b'{"id": 7, "title": "Fi'),
    "promised more": Answer(b'{"id": 7}' + b" " * 100, missing=90),
    "HTML with 200": Answer(b"<html>captive portal</html>"),
    "nothing with 200": Answer(b""),
    "wrong encoding": Answer('{"title": "Amélie"}'.encode("latin-1")),
    "endless digits": Answer(b'{"id": ' + b"9" * 5000 + b"}"),
    "too deep": Answer(b"[" * 200_000),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_what_may_pass_is_asked_again_and_then_told_as_one_kind_of_error(tmdb: Service, no_waiting, answer):
    tmdb.says(answer)

    with pytest.raises(TmdbUnavailable):
        client().movie(7)

    assert len(tmdb.asked) == BEHIND.tries
    assert len(no_waiting) == BEHIND.tries - 1


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_one_failure_on_the_way_is_not_noticed(tmdb: Service, answer):
    tmdb.says(answer, Answer(answers.details(7)))

    assert client().movie(7).payload.item.tmdb_id == 7


def test_pauses_grow_and_are_spread(tmdb: Service, no_waiting):
    tmdb.says(Answer(b"", 503))

    with pytest.raises(TmdbUnavailable):
        client().movie(7)

    for pause, usual in zip(no_waiting, (0.5, 1, 2, 4), strict=True):
        assert usual / 2 <= pause <= usual * 1.5
    assert len({pause_before(1, None) for _ in range(20)}) > 1


def test_retry_after_is_obeyed(tmdb: Service, no_waiting):
    tmdb.says(Answer(b"", 429, {"Retry-After": "7"}), Answer(answers.details(7)))
    client().movie(7)

    assert 7 <= no_waiting[0] <= 7.25


def test_a_retry_after_beyond_the_patience_is_not_waited_for(tmdb: Service, no_waiting):
    tmdb.says(Answer(b"", 429, {"Retry-After": "3600"}))

    with pytest.raises(TmdbUnavailable) as caught:
        client().movie(7)

    assert caught.value.retry_after == 3600
    assert (len(tmdb.asked), no_waiting) == (1, [])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5),
        ("0", 0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        assert seconds_of(header) == seconds


def test_a_page_waits_two_seconds_at_most(tmdb: Service):
    tmdb.says(Answer(answers.page(), delay=8))
    started = time.monotonic()

    with pytest.raises(TmdbUnavailable):
        client(ON_PAGE).search_movies("alien")

    assert time.monotonic() - started < 7
    assert len(tmdb.asked) == 1


def test_once_tmdb_is_down_pages_stop_asking_for_a_moment(tmdb: Service):
    tmdb.says(Answer(drop=True))
    with pytest.raises(TmdbUnavailable):
        client(ON_PAGE).search_movies("alien")
    tmdb.says(Answer(answers.page(answers.item(1))))

    started = time.monotonic()
    for patience in (ON_PAGE, ON_CLICK):
        with pytest.raises(TmdbUnavailable, match="a moment ago"):
            client(patience).search_movies("alien")

    assert time.monotonic() - started < 1
    assert len(tmdb.asked) == 1
    assert client(BEHIND).search_movies("alien").films, "work behind the pages finds out when TMDB is back"


def test_what_a_synchronisation_meets_keeps_pages_from_asking(tmdb: Service):
    tmdb.says(Answer(b"", 500))
    with pytest.raises(TmdbUnavailable):
        client(BEHIND).movie(7)

    with pytest.raises(TmdbUnavailable, match="a moment ago"):
        client(ON_PAGE).search_movies("alien")


def test_a_film_that_is_not_there_does_not_keep_pages_from_asking(tmdb: Service):
    tmdb.says(NOT_FOUND, Answer(answers.page()))
    with pytest.raises(TmdbNotFound):
        client().movie(7)

    assert client(ON_PAGE).search_movies("alien").films == ()


def test_calls_of_the_whole_process_share_one_limit(tmdb: Service, monkeypatch):
    monkeypatch.setattr(client_module, "limiter", RateLimiter(3, 0.3))
    tmdb.says(Answer(answers.page()))
    started = time.monotonic()
    for _ in range(7):
        client().movie_list("popular")

    assert time.monotonic() - started >= 0.6


def test_a_page_does_not_queue_behind_a_synchronisation(tmdb: Service, monkeypatch):
    monkeypatch.setattr(client_module, "limiter", RateLimiter(1, 60))
    tmdb.says(Answer(answers.page()))
    client().movie_list("popular")
    started = time.monotonic()

    with pytest.raises(TmdbUnavailable, match="waiting"):
        client(ON_PAGE).search_movies("alien")

    assert time.monotonic() - started < 30


def test_the_limit_is_the_one_tmdb_asks_for():
    assert client_module.CALLS_A_SECOND == 40


# --- keys -----------------------------------------------------------------------------------------


def test_without_a_key_nothing_is_asked(tmdb: Service, settings):
    settings.TMDB_ENABLED = False

    with pytest.raises(TmdbRejected, match="TMDB_API_TOKEN"):
        client()


@pytest.mark.parametrize("answer", [Answer(answers.details(7)), *BROKEN.values(), NOT_FOUND, WRONG_KEY])
def test_a_v3_key_arrives_and_shows_nowhere(tmdb: Service, settings, caplog, answer):
    settings.TMDB_API_TOKEN, settings.TMDB_API_KEY = "", KEY
    tmdb.says(answer)
    caplog.set_level(logging.DEBUG)
    told = ""
    try:
        client().movie(7)
    except TmdbError as error:
        told = "".join(traceback.format_exception(error, chain=True)) + repr(error.__context__)

    assert tmdb.asked[0].query["api_key"] == KEY
    assert "Authorization" not in tmdb.asked[0].headers
    logged = caplog.text + "".join(f"{record.__dict__}{record.getMessage()}" for record in caplog.records)
    assert "urllib3" in logged
    assert KEY not in logged and KEY not in told


@pytest.mark.parametrize("secret", [TOKEN, KEY])
def test_a_key_that_is_echoed_back_is_struck_out(tmdb: Service, settings, secret):
    settings.TMDB_API_TOKEN, settings.TMDB_API_KEY = ("", KEY) if secret == KEY else (TOKEN, "")
    tmdb.says(Answer({"status_code": 7, "status_message": f"Invalid API key: {secret}"}, 401))

    with pytest.raises(TmdbRejected) as caught:
        client().movie(7)

    assert secret not in str(caught.value) and "***" in str(caught.value)
    assert caught.value.is_about_the_key


def test_a_key_with_odd_characters_stays_one_parameter(tmdb: Service, settings):
    settings.TMDB_API_TOKEN, settings.TMDB_API_KEY = "", "a&page=9 é"
    tmdb.says(Answer(answers.page()))
    client().movie_list("popular")

    assert tmdb.asked[0].query["api_key"] == "a&page=9 é"
    assert tmdb.asked[0].query["page"] == "1"


def test_a_client_of_other_settings_has_another_session(tmdb: Service, settings):
    tmdb.says(Answer(json.loads(json.dumps(answers.page()))))
    client().movie_list("popular")
    settings.TMDB_API_TOKEN = "another"
    client().movie_list("popular")

    assert [asked.headers["Authorization"] for asked in tmdb.asked] == [f"Bearer {TOKEN}", "Bearer another"]
    assert client()._http is client()._http
