"""The private feed of release dates."""

import logging
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from structlog.stdlib import ProcessorFormatter

from apps.catalog.models import Movie, ReleaseDate
from apps.catalog.tests.factories import MovieFactory
from apps.statistics import actions
from apps.statistics.models import ReleaseFeed
from apps.statistics.tests.conftest import comes_out
from apps.statistics.views import feed as view
from apps.watchlists.models import Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db
NASTY = "A; B, C\\D\nBEGIN:VEVENT\r\nX-EVIL:1 \u202e 映画"


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def dune(watchlist):
    movie = EntryFactory(watchlist=watchlist, movie__title="Dune").movie
    comes_out(movie, today(10))
    return movie


@pytest.fixture
def path(own_alice):
    return f"/calendar/feed/{actions.open_feed(profile=own_alice, by=own_alice).secret}.ics"


def events_of(response):
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def address_on(client):
    address = client.get("/calendar/feed/").context["address"]
    return address and address.removeprefix("http://testserver")


def test_it_is_off_until_one_switches_it_on(as_user, alice):
    client = as_user(alice)
    assert "Switch the feed on" in client.get("/calendar/feed/").content.decode()
    assert ReleaseFeed.objects.count() == 0
    assert client.post("/calendar/feed/")["Location"] == "/calendar/feed/"
    assert address_on(client)


def test_by_address_alone(as_user, alice, client, dune):
    owner = as_user(alice)
    owner.post("/calendar/feed/")
    response = client.get(address_on(owner))
    [event] = events_of(response)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(event["summary"]) == "Dune (Cinema)"
    assert "Set-Cookie" not in response


def test_a_new_address_ends_the_old_one(as_user, alice, client, dune):
    owner = as_user(alice)
    owner.post("/calendar/feed/")
    old = address_on(owner)
    owner.post("/calendar/feed/renew/")
    assert client.get(old).status_code == 404
    assert client.get(address_on(owner)).status_code == 200
    owner.post("/calendar/feed/remove/")
    assert client.get(old).status_code == 404
    assert address_on(owner) is None


@pytest.mark.parametrize("verb", ["renew", "remove"])
def test_looking_changes_nothing_and_others_neither(as_user, alice, bob, client, path, verb):
    assert as_user(alice).get(f"/calendar/feed/{verb}/").status_code == 405
    assert as_user(None).post(f"/calendar/feed/{verb}/")["Location"].startswith("/accounts/login/")
    as_user(bob).post(f"/calendar/feed/{verb}/")
    assert client.get(path).status_code == 200


def test_a_wrong_address_is_not_found(client, path):
    secret = path.removeprefix("/calendar/feed/").removesuffix(".ics")
    seed = secret.split(".")[0]
    for wrong in (seed, f"{seed}.x", secret[:-1], secret.swapcase(), "x", "a" * 3000, "é", "%00"):
        assert client.get(f"/calendar/feed/{wrong}.ics").status_code == 404
    assert client.post(path).status_code == 405


def test_a_whole_day(client, path, dune):
    [event] = events_of(client.get(path))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (today(10), today(11))
    assert type(event.decoded("dtstart")) is date
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["url"]) == f"http://testserver{dune.get_absolute_url()}"


def test_text_is_text(client, path, watchlist):
    movie = EntryFactory(watchlist=watchlist, movie=MovieFactory(title=NASTY)).movie
    comes_out(movie, today(1), note=NASTY)
    response = client.get(path)
    [event] = events_of(response)
    assert "x-evil" not in event
    assert str(event["summary"]).startswith("A; B, C\\D")
    assert b"\r\nX-EVIL" not in response.content
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_a_date_that_moves_keeps_its_event(client, path, dune):
    [before] = events_of(client.get(path))
    ReleaseDate.objects.update(date=today(30))
    Movie.objects.update(updated_at=timezone.now() + timedelta(minutes=1))
    [after] = events_of(client.get(path))
    assert str(after["uid"]) == str(before["uid"])
    assert after.decoded("dtstart") == today(30)
    assert int(after["sequence"]) > int(before["sequence"])
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


def test_events_are_told_apart(client, path, dune):
    comes_out(dune, today(20))
    comes_out(dune, today(20), kind=ReleaseDate.Kind.DIGITAL)
    comes_out(dune, today(-3000))
    uids = [str(event["uid"]) for event in events_of(client.get(path))]
    assert len(uids) == len(set(uids)) == 3
    # What is over is not shown, and still counted: a later run of the film keeps its name.
    assert any("cinema-2" in uid for uid in uids)


def test_who_has_it_already_gets_a_304(client, path, dune):
    first = client.get(path)
    assert "private" in first["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "private" in again["Cache-Control"]
    comes_out(dune, today(20), kind=ReleaseDate.Kind.DIGITAL)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_by_country_and_kind(client, path, dune):
    comes_out(dune, today(5), country="DE", kind=ReleaseDate.Kind.DIGITAL)
    [german] = events_of(client.get(f"{path}?country=DE"))
    assert german.decoded("dtstart") == today(5)
    assert events_of(client.get(f"{path}?kind=disc")) == []
    assert len(events_of(client.get(f"{path}?country=nowhere&kind=%00&list=x"))) == 1


def test_a_child_is_told_of_no_film_above_its_limit(client, kid):
    watchlist = Watchlist.objects.main_of(kid)
    for title, age in (("Bambi", 0), ("Saw", 18), ("Unrated", None)):
        comes_out(EntryFactory(watchlist=watchlist, movie__title=title, movie__minimum_age=age).movie, today(1))
    secret = actions.open_feed(profile=kid, by=kid).secret
    [event] = events_of(client.get(f"/calendar/feed/{secret}.ics"))
    assert str(event["summary"]).startswith("Bambi")


def test_whoever_is_gone_has_no_feed(client, path, alice, dune):
    alice.is_active = False
    alice.save()
    assert client.get(path).status_code == 404


def test_only_so_many_events(client, path, watchlist, monkeypatch):
    monkeypatch.setattr(view, "MOST_EVENTS", 3)
    for number in range(6):
        comes_out(EntryFactory(watchlist=watchlist).movie, today(number))
    assert len(events_of(client.get(path))) == 3


def test_what_is_long_over_is_left_out(client, path, watchlist):
    comes_out(EntryFactory(watchlist=watchlist).movie, today(-view.DAYS_BACK - 1))
    comes_out(EntryFactory(watchlist=watchlist).movie, today(-view.DAYS_BACK))
    assert len(events_of(client.get(path))) == 1


def test_it_is_not_asked_for_without_end(client, path, monkeypatch):
    monkeypatch.setattr(view, "ASKED_AT_MOST", 2)
    monkeypatch.setattr(view, "GUESSED_AT_MOST", 2)
    cache.clear()
    answers = [client.get(path) for _ in range(3)]
    assert [response.status_code for response in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"]
    guesses = [client.get(f"/calendar/feed/guess-{number}.ics").status_code for number in range(3)]
    assert guesses == [404, 404, 429]


def test_the_address_is_in_no_log(client, path, caplog, dune):
    secret = path.removeprefix("/calendar/feed/").removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        for address in (path, path.replace(".ics", "x.ics"), f"{path}?country=DE"):
            client.get(address)
    # As the site writes them: what pytest shows by itself has not gone through the formatter.
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    [formatter] = [each for each in formatters if isinstance(each, ProcessorFormatter)]
    written = "\n".join(formatter.format(record) for record in caplog.records)
    assert "request_finished" in written
    assert "Not Found" in written
    assert "/calendar/feed/..." in written
    assert secret not in written


def test_more_films_ask_no_more(client, path, watchlist):
    counts = []
    for size in (1, 30):
        for number in range(size):
            comes_out(EntryFactory(watchlist=watchlist).movie, today(number))
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
