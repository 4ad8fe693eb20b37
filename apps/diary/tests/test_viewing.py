"""The rules of a viewing, each broken once on the model and once behind its back; and who reads it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.catalog.actions.merge import merge_movies
from apps.catalog.models import Movie
from apps.catalog.tests.factories import MovieFactory
from apps.diary.models import Viewing
from apps.diary.seen import seen_ids
from apps.diary.tests.factories import ViewingFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 3)


@pytest.fixture
def movie():
    return MovieFactory(title="Alien")


def refuses(row, message):
    with pytest.raises(ValidationError, match=message):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_film_stands_twice_on_a_day_as_two_showings(profile, movie):
    ViewingFactory(profile=profile, movie=movie, watched_on=DAY)
    refuses(Viewing(profile=profile, movie=movie, watched_on=DAY), "in the diary already")
    Viewing(profile=profile, movie=movie, watched_on=DAY, showing=2, rewatch=True).save()


@pytest.mark.parametrize("showing", [0, 2, 7])
def test_the_second_of_a_day_is_a_rewatch(profile, movie, showing):
    refuses(Viewing(profile=profile, movie=movie, watched_on=DAY, showing=showing), "on that day already")


def test_a_film_without_a_date_stands_once(profile, movie, stranger):
    ViewingFactory(profile=profile, movie=movie, watched_on=None)
    refuses(Viewing(profile=profile, movie=movie), "without a date already")
    Viewing(profile=stranger, movie=movie).save()
    Viewing(profile=profile, movie=movie, watched_on=DAY).save()


def test_nobody_watched_films_before_there_were_any(profile, movie):
    refuses(Viewing(profile=profile, movie=movie, watched_on=date(1887, 12, 31)), "before 1888")
    Viewing(profile=profile, movie=movie, watched_on=date(1888, 1, 1)).save()


@pytest.mark.parametrize("half_stars", [0, 11])
def test_a_rating_has_half_a_star_to_five(profile, movie, half_stars):
    refuses(Viewing(profile=profile, movie=movie, half_stars=half_stars), "rating|Ensure")


def test_nobody_has_watched_a_film_tomorrow(profile, movie):
    today = timezone.localdate()
    Viewing(profile=profile, movie=movie, watched_on=today).full_clean()
    with pytest.raises(ValidationError, match="still to come"):
        Viewing(profile=profile, movie=movie, watched_on=today + timedelta(days=1)).full_clean()


def test_today_is_where_the_site_is(profile, movie, settings):
    """From Honolulu to Kiritimati it is never one day: whatever the hour, one of them has another date than UTC."""
    dates = []
    for zone in ("Pacific/Honolulu", "Pacific/Kiritimati"):
        settings.TIME_ZONE = zone
        dates.append(timezone.localdate())
        Viewing(profile=profile, movie=movie, watched_on=timezone.localdate()).full_clean()
    assert dates[0] < dates[1]


@pytest.mark.parametrize("field", ["note", "place", "companion"])
def test_no_text_has_the_character_that_postgresql_refuses(profile, movie, field):
    with pytest.raises(ValidationError, match="Null characters"):
        Viewing(profile=profile, movie=movie, **{field: "a\0b"}).full_clean()


def test_a_rating_is_read_in_stars():
    assert Viewing(half_stars=7).rating == Decimal("3.5")
    assert Viewing().rating is None


def test_ones_own_are_visible_and_nobody_elses(profile, stranger, movie):
    mine = ViewingFactory(profile=profile, movie=movie)
    theirs = ViewingFactory(profile=stranger, movie=movie)
    assert list(Viewing.objects.visible_to(profile)) == [mine]
    assert list(Viewing.objects.visible_to(stranger)) == [theirs]
    assert list(Viewing.objects.visible_to(None)) == []


def test_a_film_that_one_may_not_see_is_not_shown(profile):
    ViewingFactory(profile=profile, movie__adult=True)
    assert not Viewing.objects.visible_to(profile).exists()
    assert Viewing.objects.of(profile).count() == 1


def test_the_latest_stands_first_and_the_undated_last(profile, movie):
    days = [date(2024, 5, 1), None, date(2025, 1, 1), date(2024, 5, 2)]
    for day in days:
        ViewingFactory(profile=profile, movie=movie, watched_on=day)
    rows = Viewing.objects.visible_to(profile).latest_first()
    assert [row.watched_on for row in rows] == [date(2025, 1, 1), date(2024, 5, 2), date(2024, 5, 1), None]
    assert rows.dated().count() == 3
    assert rows.undated().count() == 1
    assert rows.in_year(2024).count() == 2


def test_what_is_seen_is_what_stands_in_the_diary(profile, stranger, movie, django_assert_num_queries):
    other = MovieFactory()
    ViewingFactory(profile=profile, movie=movie, watched_on=None)
    ViewingFactory(profile=stranger, movie=other)
    with django_assert_num_queries(1):
        assert seen_ids(profile, [movie.pk, other.pk]) == {movie.pk}
    with django_assert_num_queries(0):
        assert seen_ids(None, [movie.pk]) == seen_ids(profile, []) == set()


def test_its_text_names_no_film(profile, movie):
    """Lists of what is deleted with an account, logs and error reports show it."""
    assert "Alien" not in str(ViewingFactory(profile=profile, movie=movie, note="With Eve"))


def test_no_administrator_has_a_page_of_it(profile, movie, as_user, administrator, alice):
    ViewingFactory(profile=profile, movie=movie, note="With Eve")
    assert Viewing not in admin.site._registry
    response = as_user(administrator).get(f"/admin/accounts/user/{alice.pk}/delete/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Alien" not in page
    assert "With Eve" not in page


def test_when_two_films_become_one_the_diary_follows(profile, movie, curator):
    """A day on which both were logged stays once: it was one evening, logged under two addresses."""
    twin = MovieFactory(title="Alien")
    ViewingFactory(profile=profile, movie=movie, watched_on=DAY)
    ViewingFactory(profile=profile, movie=twin, watched_on=DAY)
    ViewingFactory(profile=profile, movie=twin, watched_on=date(2020, 1, 1))
    ViewingFactory(profile=profile, movie=twin, watched_on=None)
    merge_movies(by=curator, keep=movie, duplicates=[twin])
    days = Viewing.objects.filter(movie=movie).latest_first().values_list("watched_on", flat=True)
    assert list(days) == [DAY, date(2020, 1, 1), None]
    assert Movie.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plans of SQLite, whose planner hardly guesses")
class TestPlans:
    def test_the_list_by_date_walks_an_index(self, profile):
        rows = Viewing.objects.visible_to(profile).dated()
        for narrowed in (rows, rows.in_year(2024), rows.filter(half_stars__gte=7), rows.filter(rewatch=True)):
            for found in (narrowed.latest_first(), narrowed.order_by("-watched_on", "-id")):
                plan = found.values_list("pk", flat=True)[4000:4050].explain()
                assert "COVERING INDEX diary_viewing_days" in plan, plan
                assert "TEMP B-TREE" not in plan, plan

    def test_which_films_are_seen_is_read_from_an_index(self, profile):
        plan = Viewing.objects.filter(profile=profile, movie__in=[1, 2, 3]).values_list("movie_id").explain()
        assert "COVERING INDEX" in plan, plan
        assert "SCAN" not in plan, plan
