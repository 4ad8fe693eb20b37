"""The rules of a loan and of an ask: on the model, and behind its back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Ask, Loan, Share, people_of
from apps.moviebucket.models.loan import BORROWER, DUE, FUTURE, HAVE, NOT_YET, OUT, OWN, RETURNED, STRANGER
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SINCE = date(2026, 5, 1)


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket, title="Alien")


def loan_of(item, **facts):
    return Loan(item=item, **{"name": "Dora", "since": SINCE} | facts)


def faults(loan):
    with pytest.raises(ValidationError) as caught:
        loan.full_clean()
    return caught.value.message_dict


# --- the rules -------------------------------------------------------------------------------------


def test_what_is_right_is_kept(item, viewed, bob, alice):
    for facts in ({}, {"name": "", "user": bob}, {"name": "", "user": alice}, {"due": SINCE}, {"returned_on": SINCE}):
        loan_of(item, **facts).full_clean()


@pytest.mark.parametrize("name", ["", "   "])
def test_somebody_has_it(item, name):
    assert faults(loan_of(item, name=name)) == {"name": [BORROWER]}


def test_one_of_the_two_has_it(item, viewed, bob):
    assert faults(loan_of(item, user=bob)) == {"name": [BORROWER]}


def test_a_name_has_at_most_80_characters(item):
    loan_of(item, name="n" * 80).full_clean()
    assert list(faults(loan_of(item, name="n" * 81))) == ["name"]
    assert list(faults(loan_of(item, name="a\0b"))) == ["name"]


def test_a_stranger_has_no_loan_by_account(item, charlie):
    assert faults(loan_of(item, name="", user=charlie)) == {"user": [STRANGER]}


def test_a_loan_outlives_the_share(item, viewed, bob):
    loan = loan_of(item, name="", user=bob)
    loan.save()
    Share.objects.all().delete()
    loan.returned_on = SINCE
    loan.full_clean()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"due": SINCE - DAY}, {"due": [DUE]}),
        ({"returned_on": SINCE - DAY}, {"returned_on": [RETURNED]}),
        ({"returned_on": date(2100, 1, 1)}, {"returned_on": [FUTURE]}),
        ({"since": date(2100, 1, 1)}, {"since": [NOT_YET]}),
    ],
)
def test_days_come_in_their_order(item, facts, said):
    assert faults(loan_of(item, **facts)) == said


def test_it_is_out_once(item):
    loan_of(item, returned_on=SINCE).save()
    loan_of(item, returned_on=SINCE).save()
    loan_of(item).save()
    assert faults(loan_of(item)) == {"__all__": [OUT]}
    loan_of(item, returned_on=SINCE).full_clean()


# --- behind the back of the model ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"name": ""}, "moviebucket_loan_borrower"),
        ({"name": " Dora"}, "moviebucket_loan_borrower"),
        ({"user": "bob"}, "moviebucket_loan_borrower"),
        ({"due": SINCE - DAY}, "moviebucket_loan_due"),
        ({"returned_on": SINCE - DAY}, "moviebucket_loan_returned"),
    ],
)
def test_the_database_says_no(item, bob, facts, constraint):
    wrong = loan_of(item, **facts | ({"user": bob} if "user" in facts else {}))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Loan.objects.bulk_create([wrong])


def test_the_database_lends_once(item, bob):
    Loan.objects.bulk_create([loan_of(item), loan_of(item, returned_on=SINCE)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.bulk_create([loan_of(item)])
    Ask.objects.bulk_create([Ask(item=item, user=bob)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.bulk_create([Ask(item=item, user=bob)])


# --- who sees which --------------------------------------------------------------------------------


def test_loans_are_those_of_items_that_one_sees(item, viewed, own_alice, own_bob, own_charlie):
    loan = Loan.objects.create(item=item, name="Dora")
    assert [Loan.objects.visible_to(who).count() for who in (own_alice, own_bob, own_charlie, None)] == [1, 1, 0, 0]
    assert [Loan.objects.concerning(who).count() for who in (own_alice, own_bob, own_charlie)] == [1, 0, 0]
    Share.objects.all().delete()
    assert not Loan.objects.visible_to(own_bob).filter(pk=loan.pk).exists()


def test_who_lost_sight_of_the_bucket_sees_not_even_their_own(item, viewed, bob, own_bob):
    Loan.objects.create(item=item, user=bob)
    assert Loan.objects.concerning(own_bob).count() == 1
    viewed.shares.all().delete()
    assert not Loan.objects.concerning(own_bob).exists()


def test_a_child_sees_those_of_its_household_that_suit_it(bucket, bob, alice, ann):
    child = type(ann).objects.as_viewers().get(pk=ann.pk)
    tame, wild = MovieFactory(adult=False), MovieFactory(adult=True)
    other = BucketFactory(owner=bob)
    Share.objects.create(bucket=other, user=alice)
    for where, film in ((bucket, tame), (bucket, wild), (other, tame)):
        Loan.objects.create(item=ItemFactory(bucket=where, movie=film), name="Dora")
    seen = set(Loan.objects.visible_to(child).values_list("item__movie", flat=True))
    assert wild.pk not in seen
    assert not Loan.objects.visible_to(child).filter(item__bucket=other).exists()


def test_out_and_overdue(item, bucket):
    today = date(2026, 5, 16)
    for title, facts in {
        "back": {"due": SINCE, "returned_on": SINCE},
        "late": {"due": today - DAY},
        "today": {"due": today},
        "open": {},
    }.items():
        loan_of(ItemFactory(bucket=bucket, title=title), **facts).save()
    titles = [loan.item.title for loan in Loan.objects.out().most_urgent_first()]
    assert titles == ["late", "today", "open"]
    assert [loan.item.title for loan in Loan.objects.overdue(today)] == ["late"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "no day set"),
        (0, "due today"),
        (1, "due tomorrow"),
        (-1, "overdue since yesterday"),
        (-3, "overdue for 3 days"),
    ],
)
def test_how_long_it_may_stay_out_in_words(item, days, words):
    today = timezone.localdate()
    loan = loan_of(item, due=None if days is None else today + days * DAY)
    assert (loan.due_words, loan.is_overdue) == (words, days is not None and days < 0)
    assert not loan_of(item, due=SINCE, returned_on=today).is_overdue


def test_a_later_day_is_named(item):
    assert loan_of(item, due=date(2100, 5, 16)).due_words == "due 16 May 2100"


# --- asks ------------------------------------------------------------------------------------------


def test_who_sees_it_asks(item, viewed, bob):
    ask = Ask(item=item, user=bob)
    ask.full_clean()
    ask.save()
    assert str(ask) == "Bob asks for Alien"
    with pytest.raises(ValidationError, match="asked for it already"):
        Ask(item=item, user=bob).full_clean()


def test_who_cannot_ask(item, viewed, alice, charlie, bob):
    for who, sentence in ((alice, OWN), (charlie, STRANGER)):
        with pytest.raises(ValidationError) as caught:
            Ask(item=item, user=who).full_clean()
        assert caught.value.messages == [sentence]
    Loan.objects.create(item=item, user=bob)
    with pytest.raises(ValidationError) as caught:
        Ask(item=item, user=bob).full_clean()
    assert caught.value.messages == [HAVE]


def test_an_ask_is_for_who_asks_and_who_lends(item, viewed, bob, own_alice, own_bob, own_charlie, ann):
    dora = User.objects.create_user("dora@example.org", name="Dora")
    Share.objects.create(bucket=viewed, user=dora)
    Ask.objects.create(item=item, user=bob)
    Ask.objects.create(item=item, user=dora)
    assert [Ask.objects.visible_to(who).count() for who in (own_alice, own_bob, own_charlie, ann, None)] == [
        2, 1, 0, 0, 0,
    ]  # fmt: skip
    Share.objects.filter(user=bob).delete()
    assert [ask.user for ask in Ask.objects.visible_to(own_alice)] == [dora]
    assert not Ask.objects.visible_to(own_bob).exists()


def test_the_people_of_a_bucket(viewed, alice, bob, charlie):
    assert list(people_of(viewed)) == [alice, bob]
    bob.is_active = False
    bob.save()
    assert list(people_of(viewed)) == [alice]
