"""The pages of loans: who may lend and ask, and what they show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.actions import add_item, lend
from apps.moviebucket.models import Ask, Loan, Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.views import lending

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket, title="Alien", format_id="VHS")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def late(item, today):
    """Tom has it, and it was due yesterday."""
    return Loan.objects.create(item=item, name="Tom & Jo", since=today - 9 * DAY, due=today - DAY, note="Rewound")


def text(response):
    return response.content.decode()


def on_loans(loan):
    base = f"{loan.item.bucket.get_absolute_url()}loans/{loan.pk}/"
    return [f"{base}return/", f"{base}due/"]


def on_asks(ask):
    base = f"{ask.item.bucket.get_absolute_url()}asks/{ask.pk}/"
    return [f"{base}accept/", f"{base}decline/"]


# --- who -----------------------------------------------------------------------------------------


def test_owner_and_editors_lend(as_user, as_profile, bob, charlie, curator, ann, item, viewed):
    other = ItemFactory(bucket=viewed)
    loan, dora = Loan.objects.create(item=other, name="Dora"), User.objects.create_user("dora@example.org")
    Share.objects.create(bucket=viewed, user=dora)
    ask = Ask.objects.create(item=item, user=dora)
    addresses = [f"{item.get_absolute_url()}lend/", *on_loans(loan), on_asks(ask)[0]]
    for address in addresses:
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert [as_user(who).post(address).status_code for who in (bob, charlie, curator)] == [403, 404, 404]
        assert as_profile(ann).post(address).status_code == 403
    # What others ask for is not even there for who looks, and a stranger knows of no bucket.
    assert [as_user(who).post(on_asks(ask)[1]).status_code for who in (bob, charlie)] == [404, 404]
    assert as_profile(ann).post(on_asks(ask)[1]).status_code == 403
    assert (Loan.objects.out().count(), Ask.objects.count()) == (1, 1)
    viewed.shares.filter(user=bob).update(role="editor")
    assert as_user(bob).post(addresses[0], {"name": "Eve"}).status_code == 302
    assert Loan.objects.get(item=item).lent_by == bob


def test_who_sees_it_asks(as_user, as_profile, bob, charlie, ann, item, viewed):
    address = f"{item.get_absolute_url()}ask/"
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    assert [as_user(who).get(address).status_code for who in (bob, charlie)] == [200, 404]
    type(ann).objects.filter(pk=ann.pk).update(shows_unrated=True)
    for verb in ("get", "post"):
        assert getattr(as_profile(ann), verb)(address).status_code == 403
    response = as_user(bob).post(address, {"message": "For Friday"}, follow=True)
    assert "You asked for it on" in text(response)
    assert Ask.objects.get().message == "For Friday"


def test_the_overview_is_for_members(as_user, as_profile, charlie, ann, late):
    assert as_user(None).get("/buckets/loans/")["Location"].startswith("/accounts/login/")
    page = text(as_user(charlie).get("/buckets/loans/"))
    assert "Everything is on its shelf" in page and "Alien" not in page
    assert as_profile(ann).get("/buckets/loans/").status_code == 200


def test_nothing_happens_by_a_link(as_user, alice, bob, viewed, late):
    client = as_user(alice)
    ask = Ask.objects.create(item=late.item, user=bob)
    for address in (on_loans(late)[0], *on_asks(ask)):
        assert client.get(address).status_code == 405


@pytest.mark.parametrize("what", ["loans/1/return/", "loans/1/due/", "asks/1/accept/", "asks/1/decline/"])
def test_a_loan_of_another_bucket_is_none_of_this_one(as_user, alice, bob, what):
    own, other = BucketFactory(owner=alice), BucketFactory(owner=bob)
    Share.objects.create(bucket=other, user=alice, role="editor")
    item = ItemFactory(bucket=other)
    Loan.objects.create(pk=1, item=item, name="Dora")
    Ask.objects.create(pk=1, item=item, user=alice)
    assert as_user(alice).post(f"{own.get_absolute_url()}{what}").status_code == 404
    for huge in (2**63, 10**30):
        assert as_user(alice).post(f"{own.get_absolute_url()}{what.replace('1', str(huge))}").status_code == 404


# --- lending -------------------------------------------------------------------------------------


def test_it_is_lent_given_another_day_and_comes_back(as_user, alice, bob, viewed, item, today):
    client, own = as_user(alice), item.get_absolute_url()
    assert "hand-helping" in text(client.get(own)) or f"{own}lend/" in text(client.get(own))
    form = text(client.get(f"{own}lend/"))
    assert f'<option value="{bob.pk}">Bob</option>' in form
    assert "bob@" not in form and "Alice</option>" not in form
    sent = {"user": bob.pk, "name": "", "due": (today + DAY).isoformat(), "note": "Rewind it"}
    page = text(client.post(f"{own}lend/", sent, follow=True))
    assert "Alien is with Bob." in page and "Lent to Bob" in page and "Due tomorrow" in page and "Rewind it" in page
    loan = Loan.objects.get()
    assert loan.site == "http://testserver"
    page = text(client.post(on_loans(loan)[1], {"due": today.isoformat()}, follow=True))
    assert "Alien: due today." in page
    page = text(client.post(on_loans(loan)[0], follow=True))
    assert "Alien is back." in page and "Lent to Bob" not in page
    assert f'href="{own}lend/"' in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say who has it"),
        ({"name": "Dora", "user": "bob"}, "Say who has it"),
        ({"name": "n" * 81}, "at most 80 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
        ({"user": "99999"}, "Select a valid choice"),
        ({"name": "Dora", "due": "2001-01-01"}, "not before the day it was lent"),
        ({"name": "Dora", "due": "tomorrow"}, "Enter a valid date"),
        ({"name": "Dora", "note": "n" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_no_loan_is_told(as_user, alice, bob, viewed, item, sent, said):
    sent = {name: bob.pk if value == "bob" else value for name, value in sent.items()}
    response = as_user(alice).post(f"{item.get_absolute_url()}lend/", sent)
    assert response.status_code == 200
    assert said in text(response)
    assert not Loan.objects.exists()


def test_what_is_out_is_not_lent_again(as_user, alice, late):
    address = f"{late.item.get_absolute_url()}lend/"
    client = as_user(alice)
    assert "It is with Tom &amp; Jo already" in text(client.get(address))
    assert "It is lent already. First say that it is back." in text(client.post(address, {"name": "Eve"}))
    client.post(on_loans(late)[0])
    page = text(client.post(on_loans(late)[0], follow=True))
    assert "It is back already." in page


def test_a_day_that_cannot_be_is_told(as_user, alice, late):
    for wrong, said in (("2001-01-01", "not before the day it was lent"), ("soon", "Enter a valid date")):
        assert said in text(as_user(alice).post(on_loans(late)[1], {"due": wrong}))
    assert as_user(alice).post(on_loans(late)[1], {"due": ""}).status_code == 302
    late.refresh_from_db()
    assert late.due is None


def test_the_next_page_is_on_this_site(as_user, alice, late):
    response = as_user(alice).post(on_loans(late)[0], {"next": "https://evil.example.org/"})
    assert response["Location"] == late.item.get_absolute_url()


# --- asking --------------------------------------------------------------------------------------


def test_an_ask_is_accepted_or_declined(as_user, alice, bob, viewed, item, today):
    client = as_user(alice)
    ask = Ask.objects.create(item=item, user=bob, message="For <b>Friday</b>")
    page = text(client.get(item.get_absolute_url()))
    assert "Who would like it" in page and "For &lt;b&gt;Friday" in page and f'action="{on_asks(ask)[0]}"' in page
    assert "asks for" in text(client.get("/buckets/loans/"))
    assert "Declined." in text(client.post(on_asks(ask)[1], follow=True))
    ask = Ask.objects.create(item=item, user=bob)
    page = text(client.post(on_asks(ask)[0], {"due": (today + DAY).isoformat()}, follow=True))
    assert "Alien is with Bob." in page and "Due tomorrow" in page
    assert not Ask.objects.exists()


def test_an_ask_is_not_accepted_with_a_day_that_cannot_be_nor_while_it_is_out(as_user, alice, bob, viewed, item, late):
    client, ask = as_user(alice), Ask.objects.create(item=item, user=bob)
    assert "Give the day as" in text(client.post(on_asks(ask)[0], {"due": "soon"}, follow=True))
    assert "It is lent already" in text(client.post(on_asks(ask)[0], follow=True))
    assert Ask.objects.exists()


def test_who_asked_takes_it_back_and_asks_once(as_user, alice, bob, viewed, item):
    client, address = as_user(bob), f"{item.get_absolute_url()}ask/"
    client.post(address)
    assert "You have asked for it already." in text(client.post(address, follow=True))
    page = text(client.get(item.get_absolute_url()))
    assert "Take that back" in page and f'href="{address}"' not in page
    assert "Taken back." in text(client.post(on_asks(Ask.objects.get())[1], follow=True))
    assert "It stands in your own bucket." in text(as_user(alice).post(address, follow=True))
    assert not Ask.objects.exists()


@pytest.mark.parametrize("message", ["n" * 501, "a\0b"])
def test_a_message_that_cannot_be_kept_is_told(as_user, bob, viewed, item, message):
    assert as_user(bob).post(f"{item.get_absolute_url()}ask/", {"message": message}).status_code == 200
    assert not Ask.objects.exists()


def test_who_asks_is_gone_with_the_access(as_user, alice, bob, viewed, item):
    ask = Ask.objects.create(item=item, user=bob)
    viewed.shares.all().delete()
    client = as_user(alice)
    assert "Who would like it" not in text(client.get(item.get_absolute_url()))
    assert client.post(on_asks(ask)[0]).status_code == 404


# --- what is seen --------------------------------------------------------------------------------


def test_the_page_of_an_item_says_who_has_it(as_user, as_profile, alice, bob, viewed, ann, late):
    own = late.item.get_absolute_url()
    page = text(as_user(alice).get(own))
    assert "Lent to Tom &amp; Jo" in page and "Overdue since yesterday" in page and "notice bad" in page
    assert "Rewound" in page and f'href="{own}lend/"' not in page
    page = text(as_user(bob).get(own))
    assert "Lent to Tom &amp; Jo" in page and "Ask for it" in page
    assert "Rewound" not in page and "It is back" not in page and f"{own}lend/" not in page
    Loan.objects.update(user=bob, name="")
    page = text(as_user(bob).get(own))
    assert "You have it" in page and f"{own}ask/" not in page


def test_a_child_sees_it_and_can_do_nothing(as_profile, ann, bucket, today):
    type(ann).objects.filter(pk=ann.pk).update(shows_unrated=True)
    item = ItemFactory(bucket=bucket, title="Alien")
    Loan.objects.create(item=item, name="Dora")
    client = as_profile(ann)
    page = text(client.get(item.get_absolute_url()))
    assert "Lent to Dora" in page
    assert not [word for word in ("It is back", "/due/", "/ask/", "/lend/") if word in page]
    page = text(client.get("/buckets/loans/"))
    assert "With Dora" in page and "It is back" not in page
    wild = ItemFactory(bucket=bucket, title="Wild", movie=MovieFactory(adult=True))
    Loan.objects.create(item=wild, name="Dora")
    assert "Wild" not in text(client.get("/buckets/loans/"))


@pytest.mark.parametrize("view", ["posters", "table", "shelf"])
def test_a_bucket_says_what_is_out(as_user, alice, bucket, late, view):
    late.item.room = "Hall"
    late.item.save()
    page = text(as_user(alice).get(f"{bucket.get_absolute_url()}?view={view}"))
    assert page.count("Lent to Tom &amp; Jo, overdue since yesterday") == 1
    Loan.objects.update(returned_on=timezone.localdate())
    assert "Lent to" not in text(as_user(alice).get(f"{bucket.get_absolute_url()}?view={view}"))


def test_who_has_the_link_does_not_see_who_has_what(client, bucket, late):
    bucket.visibility = "link"
    bucket.save()
    for query in ("", "?view=table", "?lent=out"):
        page = text(client.get(f"/buckets/shared/{bucket.secret}/{query}"))
        assert "Tom" not in page and "Lent" not in page and "Alien" in page


@pytest.mark.parametrize(
    ("value", "titles"), [("out", ["Alien", "Brazil"]), ("overdue", ["Alien"]), ("in", ["Cube"]), ("lost", None)]
)
def test_items_that_are_out_or_in(as_user, alice, bucket, late, today, value, titles):
    Loan.objects.create(item=ItemFactory(bucket=bucket, title="Brazil"), name="Dora", due=today)
    cube = ItemFactory(bucket=bucket, title="Cube")
    Loan.objects.create(item=cube, name="Dora", returned_on=today)
    page = text(as_user(alice).get(f"{bucket.get_absolute_url()}?view=table&lent={value}"))
    found = [title for title in ("Alien", "Brazil", "Cube") if f">{title}</a>" in page]
    assert found == (titles or ["Alien", "Brazil", "Cube"])


def test_the_overview_has_the_overdue_first(as_user, alice, bob, viewed, late, today):
    for title, due in (("Brazil", None), ("Cube", today + 30 * DAY)):
        Loan.objects.create(item=ItemFactory(bucket=viewed, title=title), user=bob, due=due)
    theirs = BucketFactory(owner=bob)
    Share.objects.create(bucket=theirs, user=alice)
    Loan.objects.create(item=ItemFactory(bucket=theirs, title="Dune"), user=alice)
    Loan.objects.create(item=ItemFactory(bucket=theirs, title="Eraserhead"), name="Not Alice's")
    Loan.objects.create(item=ItemFactory(bucket=viewed, title="Fargo"), name="Tom", returned_on=today)
    page = text(as_user(alice).get("/buckets/loans/"))
    places = [page.index(f">{title}<") for title in ("Lent", "Alien", "Cube", "Brazil", "Borrowed", "Dune", "Fargo")]
    assert places == sorted(places)
    assert "4 out" in page and "1 overdue" in page and "With you · from Bob" in page and "Eraserhead" not in page
    assert "4 out" in text(as_user(alice).get("/buckets/")) and "1 overdue" in text(as_user(alice).get("/buckets/"))
    page = text(as_user(bob).get("/buckets/loans/"))
    assert "Alien" not in page and "With you · from Alice" in page and "Eraserhead" in page


def test_the_history_is_paged(as_user, alice, bucket, today):
    item = ItemFactory(bucket=bucket, title="Alien")
    Loan.objects.bulk_create(Loan(item=item, name=f"Friend {n}", returned_on=today) for n in range(31))
    first, second = (text(as_user(alice).get(f"/buckets/loans/?page={n}")) for n in (1, 2))
    assert "Friend 30<" not in second and "With Friend 0 from" in second and "With Friend 0 from" not in first
    assert as_user(alice).get("/buckets/loans/?page=99999999999999999999").status_code == 200


def test_the_pages_cost_the_same_with_many_loans(as_user, alice, bob, viewed, today):
    def cost(address):
        client = as_user(alice)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ["/buckets/", "/buckets/loans/", viewed.get_absolute_url(), f"{viewed.get_absolute_url()}?lent=out"]
    costs = []
    cost("/buckets/")  # what is kept between pages is kept from now on
    for _ in range(2):
        for number in range(12):
            who = {"name": "Dora"} if number % 2 else {"user": bob}
            Loan.objects.create(item=ItemFactory(bucket=viewed, movie=MovieFactory()), due=today, **who)
            Loan.objects.create(item=ItemFactory(bucket=viewed), returned_on=today, **who)
            Ask.objects.create(item=ItemFactory(bucket=viewed, movie=MovieFactory()), user=bob)
        viewed.save()
        costs.append([cost(address) for address in addresses])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8


def test_of_very_many_the_most_urgent_are_shown(as_user, alice, bucket, late, today, monkeypatch):
    monkeypatch.setattr(lending, "OUT_SHOWN", 2)
    for title in ("Brazil", "Cube"):
        Loan.objects.create(item=ItemFactory(bucket=bucket, title=title), name="Dora")
    page = text(as_user(alice).get("/buckets/loans/"))
    assert "3 out" in page and "These 2 are the most urgent" in page and "Cube" not in page


def test_a_page_of_fifty_that_are_out_stays_small(as_user, alice, bucket):
    items = [
        ItemFactory(bucket=bucket, title=f"A long title of a film that goes on and {n}", movie=MovieFactory())
        for n in range(50)
    ]
    Loan.objects.bulk_create(Loan(item=item, name=f"A friend with a name {item.pk}") for item in items)
    for query in ("", "?view=table"):
        assert len(as_user(alice).get(f"{bucket.get_absolute_url()}{query}").content) < 60_000


def test_what_is_lent_is_not_taken_out_by_page_or_api(as_user, alice, bob, edited, values):
    item = add_item(bucket=edited, by=alice, values=values)
    lend(item=item, by=alice, user=bob)
    client = as_user(alice)
    said = client.post(f"{item.get_absolute_url()}remove/", {"version": item.version}, follow=True)
    assert "Say that it is back first." in said.content.decode()
    answer = client.delete(f"/api/buckets/{edited.pk}/items/{item.pk}/")
    assert (answer.status_code, "Say that it is back first." in answer.json()["detail"]) == (409, True)
    assert edited.items.exists()
