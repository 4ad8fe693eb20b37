"""The calendar of release dates."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.catalog.models import ReleaseDate
from apps.catalog.tests.factories import MovieFactory
from apps.statistics.tests.conftest import comes_out
from apps.watchlists.models import Member, Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"
KINDS = ReleaseDate.Kind


def listed(watchlist, title, **fields):
    return EntryFactory(watchlist=watchlist, movie=MovieFactory(title=title, **fields)).movie


def page_of(client, path="/calendar/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize("path", ["/calendar/", "/calendar/2026/11/", "/calendar/feed/"])
def test_a_visitor_signs_in_first(client, path):
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_before_anything_is_listed(as_user, alice):
    assert "Nothing to wait for yet" in page_of(as_user(alice))


@pytest.mark.parametrize("persona", ["bob", "charlie", "administrator"])
def test_nobody_sees_another_s_films(persona, as_user, request, watchlist):
    comes_out(listed(watchlist, "Dune"), today(3))
    assert "Dune" not in page_of(as_user(request.getfixturevalue(persona)))


def test_the_next_comes_first_and_what_is_over_does_not_come(as_user, alice, watchlist):
    for title, days in (("Later", 60), ("Soon", 2), ("Now", 0), ("Over", -1)):
        comes_out(listed(watchlist, title), today(days))
    response = as_user(alice).get("/calendar/")
    found = [release.movie.title for _, days in response.context["months"] for _, inside in days for release in inside]
    assert found == ["Now", "Soon", "Later"]
    assert "Today" in response.content.decode()


def test_lists_that_one_edits_with_others_count_and_those_of_other_members_do_not(as_user, alice, own_alice, own_bob):
    shared = Watchlist.objects.create(profile=own_bob, name="Club")
    Member.objects.create(watchlist=shared, profile=own_alice)
    comes_out(listed(shared, "Of the club"), today(1))
    shown = Watchlist.objects.create(profile=own_bob, name="Everybody's", visibility="members")
    comes_out(listed(shown, "Of a member"), today(1))
    page = page_of(as_user(alice))
    assert "Of the club" in page
    assert "Club (of " in page
    assert "Of a member" not in page


def test_by_country_kind_and_list(as_user, alice, own_alice, watchlist):
    client = as_user(alice)
    film = listed(watchlist, "Dune")
    other = listed(Watchlist.objects.create(profile=own_alice, name="Rainy"), "Stalker")
    comes_out(film, today(1))
    comes_out(film, today(5), country="DE", kind=KINDS.DIGITAL)
    comes_out(other, today(2), kind=KINDS.PHYSICAL, note="4K")
    assert {"Dune", "Stalker"} <= shown(client)
    assert shown(client, "?country=DE") == {"Dune"}
    assert shown(client, "?kind=disc") == {"Stalker"}
    assert shown(client, "?kind=disc&kind=cinema") == {"Dune", "Stalker"}
    assert shown(client, f"?list={watchlist.pk}") == {"Dune"}
    assert "Disc · 4K" in page_of(client)
    assert "No date for what you chose" in page_of(client, "/calendar/?kind=tv")


def shown(client, query=""):
    months = client.get(f"/calendar/{query}").context["months"]
    return {release.movie.title for _, days in months for _, inside in days for release in inside}


def test_the_country_is_the_site_s_own_until_another_is_chosen(as_user, alice, watchlist, settings):
    film = listed(watchlist, "Dune")
    comes_out(film, today(1), country="FR")
    assert shown(as_user(alice)) == set()
    settings.HOME_COUNTRY = "FR"
    assert shown(as_user(alice)) == {"Dune"}


def test_films_without_a_date_here_are_named(as_user, alice, watchlist):
    comes_out(listed(watchlist, "Dune"), today(-400))
    comes_out(listed(watchlist, "Abroad"), today(3), country="JP")
    listed(watchlist, "Nowhere")
    page = page_of(as_user(alice))
    assert "2 films on these lists have no date for United States" in page
    assert "Abroad" in page
    assert "Nowhere" in page
    assert "Dune" not in page
    assert "Nothing is announced" in page


def test_a_day_and_kind_stand_once_with_all_notes(as_user, alice, watchlist):
    film = listed(watchlist, "Dune")
    for note in ("IMAX", "70 mm"):
        comes_out(film, today(4), note=note)
    [(_, [(_, [release])])] = as_user(alice).get("/calendar/").context["months"]
    assert set(release.notes) == {"IMAX", "70 mm"}
    assert release.earlier == 0


def test_a_month(as_user, alice, watchlist):
    for title, day in (("Before", date(2026, 1, 31)), ("First", date(2026, 2, 1)), ("Last", date(2026, 2, 28))):
        comes_out(listed(watchlist, title), day)
    page = page_of(as_user(alice), "/calendar/2026/2/")
    assert "February 2026" in page
    for title, is_there in (("Before", False), ("First", True), ("Last", True)):
        assert (f">{title}</b>" in page) is is_there
    assert "/calendar/2026/1/" in page
    assert "/calendar/2026/3/" in page
    assert "Nothing comes out this month" in page_of(as_user(alice), "/calendar/2031/2/")


@pytest.mark.parametrize(
    "path", ["1887/1", "2026/0", "2026/13", "9999/12", "99999999999999999/1", "2026/99999999999999999999", "x/1"]
)
def test_no_such_month(as_user, alice, path):
    assert as_user(alice).get(f"/calendar/{path}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "country=XX", "country=%00", "kind=nothing", "list=0", "list=abc", "list=99999999999999999999999", "page=0",
        "page=abc", "page=99999", "page=" + "9" * 400, "country=" + "x" * 3000, "kind=%00&list=%00",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_out(as_user, alice, watchlist, query):
    comes_out(listed(watchlist, "Dune"), today(1))
    for path in ("/calendar/", f"/calendar/{today(1).year}/{today(1).month}/"):
        response = as_user(alice).get(f"{path}?{query}")
        assert response.status_code == 200
        if "page" not in query or query.startswith("page=0"):
            assert "Dune" in response.content.decode()


def test_another_s_list_is_not_told_from_none(as_user, alice, watchlist, own_bob):
    theirs = Watchlist.objects.main_of(own_bob)
    comes_out(listed(theirs, "Theirs"), today(1))
    comes_out(listed(watchlist, "Mine"), today(1))
    assert shown(as_user(alice), f"?list={theirs.pk}") == {"Mine"}


def test_a_child_sees_no_film_above_its_limit(as_kid, kid):
    watchlist = Watchlist.objects.main_of(kid)
    comes_out(listed(watchlist, "Bambi", minimum_age=0), today(1))
    comes_out(listed(watchlist, "Saw", minimum_age=18), today(1))
    listed(watchlist, "Undated Saw", minimum_age=18)
    page = page_of(as_kid)
    assert "Bambi" in page
    assert "Saw" not in page


def test_titles_and_notes_are_escaped(as_user, alice, watchlist):
    comes_out(listed(watchlist, EVIL), today(1), note=EVIL)
    listed(watchlist, EVIL)
    assert EVIL not in page_of(as_user(alice))


def test_today_is_the_day_of_the_site(as_user, alice, watchlist, settings):
    comes_out(listed(watchlist, "Dune"), date(2026, 6, 1))
    with time_machine.travel("2026-06-01T20:00:00+00:00", tick=False):
        settings.TIME_ZONE = "America/Los_Angeles"
        assert shown(as_user(alice)) == {"Dune"}
        settings.TIME_ZONE = "Pacific/Auckland"
        assert shown(as_user(alice)) == set()


def test_more_pages_follow(as_user, alice, watchlist):
    for number in range(50):
        comes_out(listed(watchlist, f"Film {number}"), today(number))
    client = as_user(alice)
    assert len(shown(client)) == 40
    assert len(shown(client, "?page=2")) == 10
    assert 'rel="next"' in page_of(client)


def test_longer_lists_ask_no_more(as_user, alice, watchlist):
    client = as_user(alice)
    counts = []
    for size in (2, 40):
        for number in range(size):
            comes_out(listed(watchlist, f"Film {size}.{number}"), today(number))
            listed(watchlist, f"Undated {size}.{number}")
        for path in ("/calendar/", f"/calendar/{today().year}/{today().month}/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8
