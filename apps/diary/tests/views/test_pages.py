"""The diary as a list and as a calendar."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.catalog.tests.factories import MovieFactory
from apps.diary.actions import ViewingDraft, log_many
from apps.diary.tests.factories import ViewingFactory

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def logged(profile):
    """Four days in three months of two years, and one without a date."""
    for title, day, half_stars, rewatch in (
        ("Alien", date(2025, 11, 3), 10, False),
        ("Stalker", date(2025, 11, 3), 8, True),
        ("Ran", date(2025, 9, 30), None, False),
        ("Heat", date(2024, 1, 1), 5, False),
        ("Jaws", None, 7, False),
    ):
        movie = MovieFactory(title=title)
        ViewingFactory(profile=profile, movie=movie, watched_on=day, half_stars=half_stars, rewatch=rewatch)


def titles(response):
    return [row.movie.title for row in response.context["page"]]


@pytest.mark.parametrize("path", ["/diary/", "/diary/2025/11/"])
def test_everybody_reads_their_own_and_nobody_anothers(as_user, client, path, logged, alice, charlie, administrator):
    assert client.get(path)["Location"].startswith("/accounts/login/")
    assert "Alien" in as_user(alice).get(path).content.decode()
    for user in (charlie, administrator):
        response = as_user(user).get(path)
        assert response.status_code == 200
        assert "Alien" not in response.content.decode()
    assert "no-store" in as_user(alice).get(path)["Cache-Control"]


def test_who_never_logged_a_film_is_told_how(as_user, alice):
    page = as_user(alice).get("/diary/").content.decode()
    assert "Nothing is in your diary yet" in page
    assert "Log this film" in page
    assert "Nothing is in your diary yet" in as_user(alice).get("/diary/2025/11/").content.decode()


def test_the_list_goes_by_month_the_newest_first(as_user, alice, logged):
    response = as_user(alice).get("/diary/")
    assert titles(response) == ["Stalker", "Alien", "Ran", "Heat"]
    assert [month.first for month in response.context["months"]] == [
        date(2025, 11, 1), date(2025, 9, 1), date(2024, 1, 1)
    ]  # fmt: skip
    page = response.content.decode()
    assert "November 2025" in page
    assert 'aria-label="Rated 5 of 5"' in page
    assert "Seen, nobody knows when" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2025", ["Stalker", "Alien", "Ran"]),
        ("year=none", ["Jaws"]),
        ("rating=8", ["Stalker", "Alien"]),
        ("rewatch=yes", ["Stalker"]),
        ("rewatch=no&year=2025", ["Alien", "Ran"]),
        ("day=2025-11-03", ["Stalker", "Alien"]),
        ("year=2025&rating=1&rewatch=no", ["Alien"]),
        # What is not understood is left out.
        ("year=1066&rating=99&rewatch=perhaps&day=x", ["Stalker", "Alien", "Ran", "Heat"]),
        ("year=20%0025", ["Stalker", "Alien", "Ran"]),
        ("page=99999999999999999999", ["Stalker", "Alien", "Ran", "Heat"]),
    ],
)
def test_it_can_be_narrowed_down(as_user, alice, logged, query, found):
    response = as_user(alice).get(f"/diary/?{query}")
    assert response.status_code == 200
    assert titles(response) == found


def test_a_filter_that_is_on_can_be_taken_away(as_user, alice, logged):
    chips = as_user(alice).get("/diary/?year=2025&rating=8&page=1").context["chips"]
    assert [(chip.label, chip.url) for chip in chips] == [
        ("2025", "?rating=8"),
        ("4 stars or more", "?year=2025"),
    ]


def test_nothing_like_that(as_user, alice, logged):
    assert "No viewing is like that" in as_user(alice).get("/diary/?year=2024&rewatch=yes").content.decode()


def test_only_undated_films_are_found_too(as_user, alice, profile):
    ViewingFactory(profile=profile, watched_on=None)
    page = as_user(alice).get("/diary/").content.decode()
    assert "Nothing in your diary has a date" in page
    assert "?year=none" in page


def test_a_film_above_ones_limit_is_not_shown(as_user, alice, profile):
    ViewingFactory(profile=profile, movie__adult=True, movie__title="Hidden")
    user = as_user(alice)
    for path in ("/diary/", "/diary/2025/11/"):
        assert "Hidden" not in user.get(path).content.decode()


def test_what_people_write_is_escaped(as_user, alice, profile):
    ViewingFactory(profile=profile, movie__title=EVIL, note=EVIL, place=EVIL, companion=EVIL)
    user = as_user(alice)
    for path in ("/diary/", "/diary/2025/11/"):
        assert EVIL not in user.get(path).content.decode()


def test_a_month_is_a_table_of_its_days(as_user, alice, logged):
    response = as_user(alice).get("/diary/2025/11/")
    weeks = response.context["weeks"]
    assert [len(week) for week in weeks] == [7] * 5
    [third] = [day for week in weeks for day in week if day.on == date(2025, 11, 3)]
    assert [row.movie.title for row in third.viewings] == ["Alien", "Stalker"]
    page = response.content.decode()
    assert page.count('<th scope="col">') == 7
    assert '<abbr title="Monday">' in page


def test_months_without_films_are_passed_over(as_user, alice, logged):
    context = as_user(alice).get("/diary/2025/09/").context
    assert (context["before"], context["after"]) == (date(2024, 1, 1), date(2025, 11, 3))
    context = as_user(alice).get("/diary/2025/11/").context
    assert (context["before"], context["after"]) == (date(2025, 9, 30), None)
    assert "Nothing was logged in this month" in as_user(alice).get("/diary/2025/10/").content.decode()


def test_a_day_of_many_films_shows_some_and_leads_to_the_rest(as_user, alice, profile):
    for _ in range(6):
        ViewingFactory(profile=profile)
    page = as_user(alice).get("/diary/2025/11/").content.decode()
    assert '<a class="more" href="/diary/?day=2025-11-03">2 more</a>' in page


@pytest.mark.parametrize("path", ["2025/0/", "2025/13/", "1887/12/", "0/1/", "9999/12/", "99999999999999999999/1/"])
def test_there_are_no_such_months(as_user, alice, path):
    assert as_user(alice).get(f"/diary/{path}").status_code == 404


def test_the_present_month_is_there_and_the_next_is_not(as_user, alice):
    today = timezone.localdate()
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert as_user(alice).get(f"/diary/{today.year}/{today.month}/").status_code == 200
    assert as_user(alice).get(f"/diary/{next_month.year}/{next_month.month}/").status_code == 404


def queries_of(user, path):
    user.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert user.get(path).status_code == 200
    return len(queries)


def test_ten_thousand_viewings_ask_no_more_than_a_few(as_user, alice, profile):
    user = as_user(alice)
    paths = ["/diary/", "/diary/?page=150", "/diary/?year=2010&rating=6", "/diary/2010/5/"]
    movies = MovieFactory.create_batch(5)
    log_many(profile=profile, drafts=[ViewingDraft(movies[0].pk, date(2010, 5, 1), 8)])
    few = {path: queries_of(user, path) for path in paths}
    drafts = [ViewingDraft(movies[n % 5].pk, date(2000, 1, 1) + timedelta(days=n // 5), n % 11) for n in range(10_000)]
    log_many(profile=profile, drafts=drafts)
    many = {path: queries_of(user, path) for path in paths}

    assert {path: count for path, count in many.items() if count > min(few[path], 8)} == {}
