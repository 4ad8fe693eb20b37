"""Letters about what is due: to whom, when, and not twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import TestCase

from apps.moviebucket.actions import change_due, give_back, lend, remind
from apps.moviebucket.tasks import remind_of_loans
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
DUE = date(2026, 5, 16)
DAY = timedelta(days=1)
SITE = "https://films.example.org"


@pytest.fixture
def item(viewed):
    return ItemFactory(bucket=viewed, title="Alien", format_id="VHS")


@pytest.fixture
def lent(item, alice, bob):
    """Until 16 May, to Bob."""
    with time_machine.travel("2026-05-01T12:00Z", tick=False):
        return lend(item=item, by=alice, user=bob, due=DUE, site=f"{SITE}/")


@pytest.fixture
def on(mailoutbox):
    """`on(day)`: the tasks of this day run, and this is who was written to about what."""

    def letters(day):
        mailoutbox.clear()
        with time_machine.travel(f"{day}T12:00Z", tick=False), TestCase.captureOnCommitCallbacks(execute=True):
            remind_of_loans.func()
        return [(letter.to[0].partition("@")[0], letter.subject) for letter in mailoutbox]

    return letters


def about(when):
    return [(who, f"Notflix: Alien {when}") for who in ("alice", "bob")]


def test_a_day_before_a_day_after_and_then_weekly(lent, on):
    told = {day: on(DUE + day * DAY) for day in range(-5, 24)}
    assert {day: letters for day, letters in told.items() if letters} == {
        -1: about("is due tomorrow"),
        1: about("was due yesterday"),
        8: about("is overdue for 8 days"),
        15: about("is overdue for 15 days"),
        22: about("is overdue for 22 days"),
    }


def test_not_twice_a_day(lent, on):
    assert on(DUE - DAY) == about("is due tomorrow")
    assert on(DUE - DAY) == []


def test_a_day_without_the_task_is_made_up_for(lent, on):
    assert on(DUE) == about("is due today")
    assert on(DUE + 4 * DAY) == about("is overdue for 4 days")
    assert on(DUE + 5 * DAY) == []
    assert on(DUE + 8 * DAY) == about("is overdue for 8 days")


def test_what_the_letters_say(lent, on, mailoutbox):
    on(DUE - DAY)
    to_owner, to_borrower = (letter.body for letter in mailoutbox)
    assert "“Alien” (VHS), which Bob has since 1 May 2026, is due tomorrow." in to_owner
    assert "“Alien” (VHS), which you have from Alice since 1 May 2026, is due tomorrow." in to_borrower
    assert "ask Alice for another day" in to_borrower
    for body in (to_owner, to_borrower):
        assert f"{SITE}/buckets/loans/" in body
        assert "@" not in body


def test_a_name_gets_none(item, alice, on, mailoutbox):
    with time_machine.travel("2026-05-01T12:00Z", tick=False):
        lend(item=item, by=alice, name="Tom & Dora", due=DUE)
    assert [who for who, _ in on(DUE - DAY)] == ["alice"]
    [letter] = mailoutbox
    assert "which Tom & Dora has since" in letter.body
    assert "http" not in letter.body  # lent where no request said at which address the site is


def test_what_is_back_or_has_no_day_is_let_be(lent, item, alice, on):
    with time_machine.travel("2026-05-02T12:00Z", tick=False):
        give_back(loan=lent, by=alice)
        lend(item=item, by=alice, name="Dora")
    assert on(DUE - DAY) == on(DUE + 30 * DAY) == []


def test_another_day_another_letter(lent, alice, on):
    on(DUE - DAY)
    with time_machine.travel("2026-05-15T13:00Z", tick=False):
        change_due(loan=lent, by=alice, due=DUE + 7 * DAY)
    assert on(DUE + DAY) == []
    assert on(DUE + 6 * DAY) == about("is due tomorrow")


def test_who_lost_sight_of_the_bucket_is_told_nothing(lent, viewed, on):
    viewed.shares.all().delete()
    assert [who for who, _ in on(DUE - DAY)] == ["alice"]


def test_who_lent_it_to_herself_is_told_once(viewed, alice, bob, on):
    viewed.shares.update(role="editor")
    with time_machine.travel("2026-05-01T12:00Z", tick=False):
        lend(item=ItemFactory(bucket=viewed, title="Alien"), by=bob, user=alice, due=DUE)
    assert [who for who, _ in on(DUE - DAY)] == ["alice"]


def test_how_many_it_wrote_about(lent, viewed, alice):
    with time_machine.travel("2026-05-01T12:00Z", tick=False):
        lend(item=ItemFactory(bucket=viewed), by=alice, name="Dora", due=DUE)
        lend(item=ItemFactory(bucket=viewed), by=alice, name="Eve", due=DUE + DAY)
    assert [remind(DUE - DAY), remind(DUE - DAY), remind(DUE)] == [2, 0, 1]
