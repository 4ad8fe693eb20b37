"""Lent, given back, asked for."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.moviebucket import actions
from apps.moviebucket.actions import (
    accept_ask,
    ask_for,
    change_due,
    change_item,
    decline_ask,
    end_share,
    give_back,
    lend,
    remove_item,
    undo_change,
)
from apps.moviebucket.models import Ask, Change, Item, Loan
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket, title="Alien", format_id="VHS")


@pytest.fixture
def today():
    return timezone.localdate()


def told():
    return [str(change) for change in Change.objects.order_by("pk")]


def test_to_a_member(viewed, item, alice, bob, today):
    loan = lend(item=item, by=alice, user=bob, due=today + DAY, note=" Rewind it ", site="https://films.example.org/")
    loan.refresh_from_db()
    assert (loan.user, loan.name, loan.since, loan.due, loan.returned_on) == (bob, "", today, today + DAY, None)
    assert (loan.lent_by, loan.note, loan.site) == (alice, "Rewind it", "https://films.example.org")
    assert told() == ["Alice lent Alien to Bob"]
    assert not Change.objects.get().can_be_undone
    with pytest.raises(ValidationError):
        undo_change(change=Change.objects.get(), by=alice)


def test_to_a_name_and_on_an_earlier_day(item, alice):
    loan = lend(item=item, by=alice, name="  Dora   Maar ", since=date(2026, 5, 1))
    assert (loan.borrower, loan.since, loan.due) == ("Dora Maar", date(2026, 5, 1), None)


def test_nothing_is_lent_that_is_out(item, alice):
    lend(item=item, by=alice, name="Dora")
    with pytest.raises(ValidationError, match="It is lent already"):
        lend(item=item, by=alice, name="Eve")
    assert told() == ["Alice lent Alien to Dora"]


def test_nothing_is_lent_that_is_gone(item, alice):
    remove_item(item=item, by=alice)
    with pytest.raises(ValidationError, match="not in the bucket any more"):
        lend(item=item, by=alice, name="Dora")
    with pytest.raises(ValidationError, match="not in the bucket any more"):
        ask_for(item=item, by=alice)


def test_it_comes_back_once_and_goes_out_again(item, edited, alice, bob, today):
    loan = lend(item=item, by=alice, name="Dora", since=today - DAY)
    back = give_back(loan=loan, by=bob)
    assert (back.returned_on, back.is_out) == (today, False)
    with pytest.raises(ValidationError, match="It is back already"):
        give_back(loan=loan, by=alice)
    with pytest.raises(ValidationError, match="It is back already"):
        change_due(loan=loan, by=alice, due=today)
    lend(item=item, by=alice, name="Eve")
    assert told() == ["Alice lent Alien to Dora", "Bob took back Alien from Dora", "Alice lent Alien to Eve"]


def test_on_which_day_it_came_back(item, alice, today):
    loan = lend(item=item, by=alice, name="Dora", since=today - 2 * DAY)
    for wrong in (today - 3 * DAY, today + DAY):
        with pytest.raises(ValidationError):
            give_back(loan=loan, by=alice, on=wrong)
    assert give_back(loan=loan, by=alice, on=today - DAY).returned_on == today - DAY


def test_another_day_is_reminded_of_anew(item, alice, today):
    loan = lend(item=item, by=alice, name="Dora", due=today)
    Loan.objects.update(reminded_on=today)
    assert change_due(loan=loan, by=alice, due=today).reminded_on == today
    assert change_due(loan=loan, by=alice, due=today + DAY).reminded_on is None
    assert change_due(loan=loan, by=alice, due=None).due is None
    with pytest.raises(ValidationError, match="not before the day it was lent"):
        change_due(loan=loan, by=alice, due=today - DAY)


def test_an_ask_becomes_a_loan(viewed, item, alice, bob, today):
    ask = ask_for(item=item, by=bob, message="  For \n Friday ")
    assert ask.message == "For Friday"
    loan = accept_ask(ask=ask, by=alice, due=today)
    assert (loan.user, loan.due, loan.lent_by) == (bob, today, alice)
    assert not Ask.objects.exists()
    with pytest.raises(ValidationError, match="Nobody asks for it any more"):
        accept_ask(ask=ask, by=alice)


def test_an_ask_waits_while_it_is_out(viewed, item, alice, bob):
    ask = ask_for(item=item, by=bob)
    loan = lend(item=item, by=alice, name="Dora")
    with pytest.raises(ValidationError, match="It is lent already"):
        accept_ask(ask=ask, by=alice)
    give_back(loan=loan, by=alice)
    assert accept_ask(ask=ask, by=alice).user == bob


def test_who_gets_it_without_a_word_asks_no_more(viewed, item, alice, bob):
    ask_for(item=item, by=bob)
    lend(item=item, by=alice, user=bob)
    assert not Ask.objects.exists()


def test_an_ask_is_declined(viewed, item, alice, bob):
    decline_ask(ask=ask_for(item=item, by=bob), by=alice)
    assert not Ask.objects.exists()


def test_an_ask_ends_with_the_access(viewed, item, alice, bob):
    ask = ask_for(item=item, by=bob)
    viewed.shares.all().delete()
    with pytest.raises(ValidationError, match="Nobody asks for it any more"):
        accept_ask(ask=ask, by=alice)
    share = viewed.shares.create(user=bob)
    end_share(share=share, by=alice)
    assert not Ask.objects.exists()


def test_a_loan_is_no_change_of_the_item(item, alice):
    lend(item=item, by=alice, name="Dora")
    assert change_item(item=item, by=alice, values={"rating": 1}, version=1).version == 2


def test_with_the_item_its_loans_go(item, alice):
    give_back(loan=lend(item=item, by=alice, name="Dora"), by=alice)
    undo_change(change=remove_item(item=item, by=alice), by=alice)
    assert not Loan.objects.exists()


def test_what_is_lent_stays_until_it_is_back(edited, alice, bob, values):
    one, other = (actions.add_item(bucket=edited, by=alice, values=values) for _ in "12")
    added = Change.objects.get(item_id=one.pk)
    loan = actions.lend(item=one, by=alice, user=bob)
    ways = [
        lambda: actions.remove_item(item=one, by=alice),
        lambda: actions.remove_items(bucket=edited, by=alice, ids=[one.pk, other.pk]),
        lambda: actions.undo_change(change=added, by=alice),
    ]
    for way in ways:
        with pytest.raises(ValidationError, match="Bob has “Alien”. Say that it is back first."):
            way()
    assert edited.items.count() == 2
    actions.give_back(loan=loan, by=alice)
    actions.remove_item(item=one, by=alice)
    assert edited.items.get() == other


def test_of_an_import_that_is_undone_what_is_lent_stays(edited, alice, bob, values):
    report = actions.add_many(bucket=edited, by=alice, rows=[values, values])
    imported = Change.objects.get(kind="imported")
    actions.lend(item=Item.objects.get(pk=report.added[0]), by=alice, user=bob)
    actions.undo_change(change=imported, by=alice)
    assert edited.items.get().pk == report.added[0]
