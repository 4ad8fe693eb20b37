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


def test_what_did_not_change_is_read_and_not_counted_again(ann):
    ViewingFactory.create_batch(3, profile=ann)
    figures = figures_of(ann, None)
    with CaptureQueriesContext(connection) as queries:
        assert figures_of(ann, None) == figures
    assert len(queries) == 1


def test_each_change_shows_at_once(ann):
    movie, other = MovieFactory(runtime=90), MovieFactory(runtime=60)
    assert figures_of(ann, None).total.viewings == 0
    first = actions.log_viewing(profile=ann, movie=movie, watched_on=date(2025, 1, 1))
    assert figures_of(ann, None).total.minutes == 90
    second = actions.log_viewing(profile=ann, movie=other, watched_on=date(2025, 1, 2))
    assert figures_of(ann, None).total.minutes == 150
    actions.change_viewing(viewing=first, by=ann, facts={"half_stars": 9})
    assert figures_of(ann, None).half_stars == 9
    actions.change_viewing(viewing=first, by=ann, facts={"watched_on": date(2024, 1, 1)})
    assert figures_of(ann, 2024).total.viewings == 1
    assert figures_of(ann, 2025).total.viewings == 1
    actions.remove_viewing(viewing=first, by=ann)
    assert figures_of(ann, 2024).total.viewings == 0
    assert figures_of(ann, None).total.minutes == 60
    actions.remove_viewing(viewing=second, by=ann)
    assert figures_of(ann, None).total.viewings == 0


def test_one_taken_out_and_another_written_is_not_the_same_diary(ann):
    movies = MovieFactory.create_batch(3)
    rows = [actions.log_viewing(profile=ann, movie=movie, watched_on=date(2025, 1, 1)) for movie in movies]
    figures_of(ann, None)
    actions.remove_viewing(viewing=rows[-1], by=ann)
    actions.log_viewing(profile=ann, movie=MovieFactory(runtime=200), watched_on=date(2025, 1, 1))
    assert figures_of(ann, None).total.minutes == 117 * 2 + 200


def test_many_at_once_show_too(ann):
    figures_of(ann, None)
    movies = MovieFactory.create_batch(4)
    actions.log_many(profile=ann, drafts=[actions.ViewingDraft(movie.pk, date(2025, 5, 1)) for movie in movies])
    assert figures_of(ann, 2025).total.films == 4


def test_another_limit_of_a_child_is_another_sum(kid):
    ViewingFactory(profile=kid, movie=MovieFactory(minimum_age=6))
    ViewingFactory(profile=kid, movie=MovieFactory(minimum_age=13))
    assert figures_of(kid, None).total.viewings == 1
    kid.highest_rating = AgeRating.objects.get_or_create(
        country="US", name="PG-13", defaults={"minimum_age": 13, "order": 3}
    )[0]
    assert figures_of(kid, None).total.viewings == 2


def test_a_diary_is_its_profile_s(ann, ben):
    ViewingFactory.create_batch(2, profile=ann)
    figures_of(ann, None)
    assert figures_of(ben, None).total.viewings == 0
    assert Viewing.objects.count() == 2
