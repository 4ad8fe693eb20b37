"""Figures that are kept are never old."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import AgeRating
from apps.catalog.tests.factories import MovieFactory
from apps.diary import actions
from apps.diary.models import Viewing
from apps.diary.tests.factories import ViewingFactory
from apps.statistics.kept import figures_of

pytestmark = pytest.mark.django_db


def test_what_did_not_change_is_read_and_not_counted_again(own_alice):
    ViewingFactory.create_batch(3, profile=own_alice)
    figures = figures_of(own_alice, None)
    with CaptureQueriesContext(connection) as queries:
        assert figures_of(own_alice, None) == figures
    assert len(queries) == 1


def test_each_change_shows_at_once(own_alice):
    movie, other = MovieFactory(runtime=90), MovieFactory(runtime=60)
    assert figures_of(own_alice, None).total.viewings == 0
    first = actions.log_viewing(profile=own_alice, movie=movie, watched_on=date(2025, 1, 1))
    assert figures_of(own_alice, None).total.minutes == 90
    second = actions.log_viewing(profile=own_alice, movie=other, watched_on=date(2025, 1, 2))
    assert figures_of(own_alice, None).total.minutes == 150
    actions.change_viewing(viewing=first, by=own_alice, facts={"half_stars": 9})
    assert figures_of(own_alice, None).half_stars == 9
    actions.change_viewing(viewing=first, by=own_alice, facts={"watched_on": date(2024, 1, 1)})
    assert figures_of(own_alice, 2024).total.viewings == 1
    assert figures_of(own_alice, 2025).total.viewings == 1
    actions.remove_viewing(viewing=first, by=own_alice)
    assert figures_of(own_alice, 2024).total.viewings == 0
    assert figures_of(own_alice, None).total.minutes == 60
    actions.remove_viewing(viewing=second, by=own_alice)
    assert figures_of(own_alice, None).total.viewings == 0


def test_one_taken_out_and_another_written_is_not_the_same_diary(own_alice):
    movies = MovieFactory.create_batch(3)
    rows = [actions.log_viewing(profile=own_alice, movie=movie, watched_on=date(2025, 1, 1)) for movie in movies]
    figures_of(own_alice, None)
    actions.remove_viewing(viewing=rows[-1], by=own_alice)
    actions.log_viewing(profile=own_alice, movie=MovieFactory(runtime=200), watched_on=date(2025, 1, 1))
    assert figures_of(own_alice, None).total.minutes == 117 * 2 + 200


def test_many_at_once_show_too(own_alice):
    figures_of(own_alice, None)
    movies = MovieFactory.create_batch(4)
    actions.log_many(profile=own_alice, drafts=[actions.ViewingDraft(movie.pk, date(2025, 5, 1)) for movie in movies])
    assert figures_of(own_alice, 2025).total.films == 4


def test_another_limit_of_a_child_is_another_sum(kid):
    ViewingFactory(profile=kid, movie=MovieFactory(minimum_age=6))
    ViewingFactory(profile=kid, movie=MovieFactory(minimum_age=13))
    assert figures_of(kid, None).total.viewings == 1
    kid.highest_rating = AgeRating.objects.get_or_create(
        country="US", name="PG-13", defaults={"minimum_age": 13, "order": 3}
    )[0]
    assert figures_of(kid, None).total.viewings == 2


def test_a_diary_is_its_profile_s(own_alice, own_bob):
    ViewingFactory.create_batch(2, profile=own_alice)
    figures_of(own_alice, None)
    assert figures_of(own_bob, None).total.viewings == 0
    assert Viewing.objects.count() == 2
