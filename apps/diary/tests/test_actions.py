from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.catalog.tests.factories import MovieFactory
from apps.diary.actions import ViewingDraft, change_viewing, check_draft, log_many, log_viewing, remove_viewing
from apps.diary.models import Viewing
from apps.diary.tests.factories import ViewingFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 3)


@pytest.fixture
def movie():
    return MovieFactory(title="Alien")


def test_a_film_is_logged_with_all_that_there_is_to_say(profile, movie):
    viewing = log_viewing(
        profile=profile, movie=movie, watched_on=DAY, half_stars=9, note=" Loud. ", place="Odeon ", companion=" Bob",
        source="letterboxd", by=profile,
    )  # fmt: skip
    viewing.refresh_from_db()
    assert (viewing.watched_on, viewing.half_stars, viewing.rewatch, viewing.showing) == (DAY, 9, False, 1)
    assert (viewing.note, viewing.place, viewing.companion, viewing.source) == ("Loud.", "Odeon", "Bob", "letterboxd")


def test_0_half_stars_are_no_rating(profile, movie):
    assert log_viewing(profile=profile, movie=movie, half_stars=0).half_stars is None


def test_a_film_seen_twice_on_a_day_is_logged_twice(profile, movie):
    log_viewing(profile=profile, movie=movie, watched_on=DAY)
    with pytest.raises(ValidationError, match="seen before"):
        log_viewing(profile=profile, movie=movie, watched_on=DAY)
    assert log_viewing(profile=profile, movie=movie, watched_on=DAY, rewatch=True).showing == 2
    assert log_viewing(profile=profile, movie=movie, watched_on=DAY, rewatch=True).showing == 3


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"watched_on": date(1887, 1, 1)}, "1888"),
        ({"watched_on": timezone.localdate() + timedelta(days=2)}, "still to come"),
        ({"half_stars": 11}, "10"),
        ({"note": "a\0"}, "Null"),
        ({"note": "a" * 2001}, "2000"),
        ({"place": "a" * 101}, "100"),
    ],
)
def test_what_breaks_a_rule_is_not_logged(profile, movie, facts, message):
    with pytest.raises(ValidationError, match=message):
        log_viewing(profile=profile, movie=movie, **facts)
    with pytest.raises(ValidationError, match=message):
        check_draft(ViewingDraft(movie.pk, **facts))
    with pytest.raises(ValidationError, match=message):
        log_many(profile=profile, drafts=[ViewingDraft(movie.pk), ViewingDraft(movie.pk, **facts)])
    assert not Viewing.objects.exists()


def test_an_undated_film_is_logged_once(profile, movie):
    log_viewing(profile=profile, movie=movie)
    with pytest.raises(ValidationError, match="without a date already"):
        log_viewing(profile=profile, movie=movie)


def test_a_viewing_changes_in_what_is_said_and_nothing_else(profile, movie):
    viewing = log_viewing(profile=profile, movie=movie, watched_on=DAY, half_stars=9, note="Loud.")
    change_viewing(viewing=viewing, by=profile, facts={"half_stars": None, "place": "Odeon"})
    viewing.refresh_from_db()
    assert (viewing.watched_on, viewing.half_stars, viewing.note, viewing.place) == (DAY, None, "Loud.", "Odeon")


def test_a_viewing_moves_to_a_day_that_has_one(profile, movie):
    log_viewing(profile=profile, movie=movie, watched_on=DAY)
    other = log_viewing(profile=profile, movie=movie, watched_on=date(2025, 1, 1))
    with pytest.raises(ValidationError, match="seen before"):
        change_viewing(viewing=other, by=profile, facts={"watched_on": DAY})
    assert change_viewing(viewing=other, by=profile, facts={"watched_on": DAY, "rewatch": True}).showing == 2
    assert change_viewing(viewing=other, by=profile, facts={"watched_on": None, "rewatch": False}).showing == 1


def test_the_one_that_stays_of_a_day_is_its_first(profile, movie):
    first = log_viewing(profile=profile, movie=movie, watched_on=DAY)
    second = log_viewing(profile=profile, movie=movie, watched_on=DAY, rewatch=True)
    remove_viewing(viewing=first, by=profile)
    assert change_viewing(viewing=second, by=profile, facts={"rewatch": False}).showing == 1


def test_nobody_writes_in_anothers_diary(profile, stranger, movie):
    viewing = log_viewing(profile=profile, movie=movie, by=profile)
    with pytest.raises(PermissionDenied):
        log_viewing(profile=profile, movie=movie, watched_on=DAY, by=stranger)
    with pytest.raises(PermissionDenied):
        change_viewing(viewing=viewing, by=stranger, facts={"note": "Boo"})
    with pytest.raises(PermissionDenied):
        remove_viewing(viewing=viewing, by=stranger)
    assert Viewing.objects.get().note == ""


def test_a_viewing_is_removed(profile, movie):
    remove_viewing(viewing=log_viewing(profile=profile, movie=movie), by=profile)
    assert not Viewing.objects.exists()


# --- many at once ---------------------------------------------------------------------------------


def test_the_same_rows_again_make_nothing_new(profile):
    movies = MovieFactory.create_batch(3)
    drafts = [
        ViewingDraft(movies[0].pk, DAY, 8),
        ViewingDraft(movies[0].pk, DAY, 9, rewatch=True),
        ViewingDraft(movies[0].pk),
        ViewingDraft(movies[0].pk, note="The undated once more"),
        ViewingDraft(movies[1].pk, DAY, 0),
        ViewingDraft(movies[2].pk, date(2020, 1, 1), rewatch=True, note=" Fine. "),
    ]
    ids = log_many(profile=profile, drafts=drafts, source="letterboxd")
    rows = Viewing.objects.in_bulk(ids)
    assert [(rows[pk].movie_id, rows[pk].watched_on, rows[pk].showing) for pk in ids] == [
        (movies[0].pk, DAY, 1),
        (movies[0].pk, DAY, 2),
        (movies[0].pk, None, 1),
        (movies[1].pk, DAY, 1),
        (movies[2].pk, date(2020, 1, 1), 1),
    ]
    assert {row.source for row in rows.values()} == {"letterboxd"}
    assert (rows[ids[2]].note, rows[ids[3]].half_stars, rows[ids[4]].note) == ("", None, "Fine.")
    assert log_many(profile=profile, drafts=drafts, source="letterboxd") == []
    for row in rows.values():
        row.full_clean()


def test_what_was_logged_by_hand_is_not_brought_again(profile, movie):
    mine = log_viewing(profile=profile, movie=movie, watched_on=DAY, note="Mine")
    assert log_many(profile=profile, drafts=[ViewingDraft(movie.pk, DAY, note="Theirs")]) == []
    mine.refresh_from_db()
    assert mine.note == "Mine"


def test_a_second_of_a_day_is_a_rewatch_whatever_the_file_says(profile, movie):
    ids = log_many(profile=profile, drafts=[ViewingDraft(movie.pk, DAY), ViewingDraft(movie.pk, DAY)])
    assert [Viewing.objects.get(pk=pk).rewatch for pk in ids] == [False, True]


def test_who_gives_a_file_in_pieces_counts_the_showings(profile, movie):
    for _ in range(2):
        log_many(profile=profile, drafts=[ViewingDraft(movie.pk, DAY, showing=1)])
        log_many(profile=profile, drafts=[ViewingDraft(movie.pk, DAY, showing=2)])
    assert list(Viewing.objects.order_by("showing").values_list("showing", flat=True)) == [1, 2]


def test_others_diaries_do_not_matter(profile, stranger, movie):
    ViewingFactory(profile=stranger, movie=movie, watched_on=DAY)
    assert len(log_many(profile=profile, drafts=[ViewingDraft(movie.pk, DAY)])) == 1


def test_500_rows_take_few_queries(profile, movie):
    from_day = date(2000, 1, 1)
    drafts = [ViewingDraft(movie.pk, from_day + timedelta(days=n), half_stars=n % 11) for n in range(500)]
    with CaptureQueriesContext(connection) as queries:
        assert len(log_many(profile=profile, drafts=drafts)) == 500
    assert len(queries) <= 20
    with CaptureQueriesContext(connection) as again:
        assert log_many(profile=profile, drafts=drafts) == []
    assert len(again) <= 6
