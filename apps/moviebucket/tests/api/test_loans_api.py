"""Loans of a bucket, and who asks for what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.moviebucket.models import Ask, Loan, Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def loan(item, today):
    return Loan.objects.create(item=item, name="Dora", since=today - 9 * DAY, due=today - DAY, note="Rewound")


# --- loans -----------------------------------------------------------------------------------------


def test_it_is_lent_by_who_edits(as_user, alice, bob, charlie, viewed, item, base, send):
    body = {"item": item.pk, "name": "Dora"}
    for who, status in ((None, 401), (charlie, 404), (bob, 403)):
        assert send(as_user(who), "post", f"{base}/loans", body).status_code == status
    viewed.shares.update(role="editor")
    made = send(as_user(bob), "post", f"{base}/loans", {**body, "note": "Rewind it", "due": "2100-05-16"})
    assert made.status_code == 201
    facts = made.json()
    assert (facts["item"], facts["title"], facts["user"], facts["name"]) == (item.pk, "Alien", None, "Dora")
    assert (facts["due"], facts["returned_on"], facts["overdue"], facts["note"]) == (
        "2100-05-16", None, False, "Rewind it",
    )  # fmt: skip
    assert facts["url"] == f"http://testserver{item.get_absolute_url()}"
    assert Loan.objects.get().lent_by == bob
    assert Loan.objects.get().site == "http://testserver"


def test_to_a_member(as_user, alice, bob, viewed, item, base, send):
    made = send(as_user(alice), "post", f"{base}/loans", {"item": item.pk, "user": bob.pk, "since": "2026-05-01"})
    assert made.json()["user"] == {"id": bob.pk, "name": "Bob"}
    assert made.json()["since"] == "2026-05-01"
    again = send(as_user(alice), "post", f"{base}/loans", {"item": item.pk, "name": "Eve"})
    assert (again.status_code, Loan.objects.count()) == (400, 1)
    assert "It is lent already" in again.content.decode()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Dora"}, "item"),
        ({"item": 99999, "name": "Dora"}, "item"),
        ({"item": "own"}, "name"),
        ({"item": "own", "name": "Dora", "user": "bob"}, "name"),
        ({"item": "own", "user": 99999}, "user"),
        ({"item": "own", "name": "n" * 81}, "name"),
        ({"item": "own", "name": "a\0b"}, "name"),
        ({"item": "own", "name": "Dora", "due": "2001-01-01"}, "due"),
        ({"item": "own", "name": "Dora", "due": "soon"}, "due"),
        ({"item": "own", "name": "Dora", "since": "2100-01-01"}, "since"),
        ({"item": True, "name": "Dora"}, "item"),
    ],
)
def test_what_is_no_loan_is_refused(as_user, alice, bob, viewed, item, base, send, body, field):
    known = {"own": item.pk, "bob": bob.pk}
    body = {name: known.get(value, value) for name, value in body.items()}
    response = send(as_user(alice), "post", f"{base}/loans", body)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert f"/{field}" in response.content.decode()
    assert not Loan.objects.exists()


def test_an_item_of_another_bucket_is_none_of_this_one(as_user, alice, base, bucket, send):
    other = ItemFactory(bucket=BucketFactory(owner=alice))
    assert send(as_user(alice), "post", f"{base}/loans", {"item": other.pk, "name": "Dora"}).status_code == 400


def test_who_sees_the_bucket_sees_its_loans(as_user, as_profile, alice, bob, charlie, ann, viewed, loan, base, today):
    Loan.objects.create(item=ItemFactory(bucket=viewed), user=bob, returned_on=today)
    for who, status in ((None, 401), (charlie, 404)):
        assert as_user(who).get(f"{base}/loans").status_code == status
    assert as_user(bob).get(f"{base}/loans").json()["count"] == 2
    [row] = as_user(bob).get(f"{base}/loans?open=1").json()["results"]
    assert (row["id"], row["overdue"], row["note"]) == (loan.pk, True, "")
    assert as_user(alice).get(f"{base}/loans?open=1").json()["results"][0]["note"] == "Rewound"
    assert as_user(alice).get(f"{base}/loans?open=yes").status_code == 400
    assert as_profile(ann).get(f"{base}/loans").json()["count"] == 0  # a copy without a film is unrated
    type(ann).objects.filter(pk=ann.pk).update(shows_unrated=True)
    assert as_profile(ann).get(f"{base}/loans").json()["count"] == 2


def test_another_day_and_back_again(as_user, as_profile, alice, bob, charlie, ann, viewed, loan, base, send, today):
    address = f"{base}/loans/{loan.pk}"
    for who, status in ((None, 401), (charlie, 404), (bob, 403)):
        assert send(as_user(who), "patch", address, {"due": None}).status_code == status
    assert send(as_profile(ann), "patch", address, {"due": None}).status_code == 403
    client = as_user(alice)
    assert send(client, "patch", address, {}).json()["due"] == str(today - DAY)
    assert send(client, "patch", address, {"due": None}).json()["due"] is None
    wrong = send(client, "patch", address, {"due": str(today), "returned_on": "2001-01-01"})
    assert wrong.status_code == 400
    loan.refresh_from_db()
    assert loan.due is None  # both or none
    assert send(client, "patch", address, {"returned_on": str(today)}).json()["returned_on"] == str(today)
    assert send(client, "patch", address, {"returned_on": str(today)}).status_code == 400
    assert send(client, "patch", f"{base}/loans/{2**62}", {}).status_code == 404
    assert client.delete(address).status_code == 405


def test_the_list_costs_the_same_however_long_it_is(as_user, alice, bob, viewed, base, django_assert_max_num_queries):
    for _ in range(2):
        for number in range(6):
            item = ItemFactory(bucket=viewed)
            Loan.objects.create(item=item, **({"user": bob} if number % 2 else {"name": "Dora"}))
            Ask.objects.create(item=item, user=bob)
        client = as_user(alice)
        for resource in ("loans", "asks"):
            with django_assert_max_num_queries(8):
                assert client.get(f"{base}/{resource}").json()["count"] >= 6


# --- asks ------------------------------------------------------------------------------------------


def test_who_sees_it_asks(as_user, as_profile, alice, bob, charlie, ann, viewed, item, base, send):
    body = {"item": item.pk, "message": "For Friday"}
    for who, status in ((None, 401), (charlie, 404), (alice, 400)):
        assert send(as_user(who), "post", f"{base}/asks", body).status_code == status
    assert send(as_profile(ann), "post", f"{base}/asks", body).status_code == 403
    made = send(as_user(bob), "post", f"{base}/asks", body)
    assert made.status_code == 201
    assert (made.json()["user"]["name"], made.json()["message"]) == ("Bob", "For Friday")
    assert send(as_user(bob), "post", f"{base}/asks", body).status_code == 400
    assert send(as_user(bob), "post", f"{base}/asks", {"item": item.pk, "message": "n" * 501}).status_code == 400


def test_asks_are_seen_by_who_lends_and_who_asks(as_user, as_profile, alice, bob, charlie, ann, viewed, item, base):
    dora = User.objects.create_user("dora@example.org", name="Dora")
    Share.objects.create(bucket=viewed, user=dora)
    Ask.objects.create(item=item, user=bob)
    assert [as_user(who).get(f"{base}/asks").json()["count"] for who in (alice, bob, dora)] == [1, 1, 0]
    assert [as_user(who).get(f"{base}/asks").status_code for who in (None, charlie)] == [401, 404]
    assert as_profile(ann).get(f"{base}/asks").json()["count"] == 0


def test_an_ask_is_accepted_by_who_edits(as_user, alice, bob, charlie, viewed, item, base, send):
    ask = Ask.objects.create(item=item, user=bob)
    address = f"{base}/asks/{ask.pk}/accept"
    for who, status in ((None, 401), (charlie, 404), (bob, 403)):
        assert send(as_user(who), "post", address).status_code == status
    assert send(as_user(alice), "post", address, {"due": "2001-01-01"}).status_code == 400
    made = send(as_user(alice), "post", address, {"due": "2100-05-16"})
    assert (made.status_code, made.json()["user"]["name"], made.json()["due"]) == (201, "Bob", "2100-05-16")
    assert send(as_user(alice), "post", address).status_code == 404


def test_an_ask_is_declined_or_taken_back(as_user, as_profile, alice, bob, charlie, ann, viewed, item, base):
    dora = User.objects.create_user("dora@example.org", name="Dora")
    Share.objects.create(bucket=viewed, user=dora)
    for who in (alice, bob):
        address = f"{base}/asks/{Ask.objects.create(item=item, user=bob).pk}"
        assert [as_user(other).delete(address).status_code for other in (None, charlie, dora)] == [401, 404, 404]
        assert as_profile(ann).delete(address).status_code == 403
        assert as_user(who).delete(address).status_code == 204
    assert not Ask.objects.exists()
