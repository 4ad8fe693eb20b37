"""Who has it: copies of all the buckets that one may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Item, Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
URL = "/buckets/search/"


def text(response):
    return response.content.decode()


def found(client, query):
    """Title and format of each line."""
    page = text(client.get(f"{URL}?{query}"))
    lines = page.split('class="entry-title"')[1:]
    return [(line.split(">")[1].split("<")[0], line.split('sticker">')[1].split("<")[0]) for line in lines]


@pytest.fixture
def filled(bucket):
    for title, kind in (("Alien", "VHS"), ("Aliens", "DVD"), ("The Thing", "VHS"), ("Amélie", "DVD")):
        ItemFactory(bucket=bucket, title=title, format_id=kind)
    return bucket


def test_a_visitor_is_sent_to_log_in(as_user):
    assert as_user(None).get(URL)["Location"].startswith("/accounts/login/")


def test_everybody_finds_what_is_in_the_buckets_that_they_may_see(
    as_user, alice, bob, charlie, curator, administrator, filled
):
    Share.objects.create(bucket=filled, user=bob, role="viewer")
    answers = [found(as_user(who), "q=alien&format=VHS") for who in (alice, bob, charlie, curator, administrator)]
    assert answers == [[("Alien", "VHS")]] * 2 + [[]] * 3


def test_a_share_that_ends_is_gone_at_once(as_user, bob, viewed):
    ItemFactory(bucket=viewed, title="Alien")
    client = as_user(bob)
    assert found(client, "q=alien")
    viewed.shares.all().delete()
    assert not found(client, "q=alien")


def test_a_line_says_what_it_is_and_who_has_it(as_user, alice, bob, viewed):
    item = ItemFactory(
        bucket=viewed, title="Alien", format_id="VHS", release_year=1979, edition="First cut", movie=MovieFactory()
    )
    page = text(as_user(bob).get(f"{URL}?q=alien"))
    assert "1 copy" in page and "1979 · First cut" in page
    assert f'href="{item.get_absolute_url()}"' in page
    assert f'href="{viewed.get_absolute_url()}">Living room</a> · Alice' in page
    assert "alice@example.org" not in page
    assert "Living room</a> · yours" in text(as_user(alice).get(f"{URL}?q=alien"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=alien", ["Alien", "Aliens"]), ("q=ALIÉN", ["Alien", "Aliens"]), ("q=the+thing", ["The Thing"]),
        ("q=amelie", ["Amélie"]), ("q=%00alien", ["Alien", "Aliens"]), ("format=VHS", ["Alien", "The Thing"]),
        ("q=alien&format=Betamax", []), ("q=%25", []), ("q=_", []), ("q=%F0%9F%8E%AC", []), ("q=%ED%A0%80", []),
        ("q=alien&page=99", ["Alien", "Aliens"]), ("q=alien&page=x", ["Alien", "Aliens"]), ("q=" + "x" * 5000, []),
        ("q=alien&format=%00", ["Alien", "Aliens"]), ("q=alien&format=" + "x" * 5000, []),
    ],
)  # fmt: skip
def test_titles_are_compared_as_they_are_filed(as_user, alice, filled, query, expected):
    client = as_user(alice)
    assert [title for title, _ in found(client, query)] == expected
    assert ("Nobody has that" in text(client.get(f"{URL}?{query}"))) == (not expected)


@pytest.mark.parametrize("query", ["", "q=", "q=++&format=", "q=%00"])
def test_without_a_question_it_says_what_to_do(as_user, alice, filled, query):
    assert "Type a part of a title" in text(as_user(alice).get(f"{URL}?{query}"))


def test_who_sees_no_bucket_is_shown_the_way_to_one(as_user, charlie, filled):
    assert "No bucket to look in yet" in text(as_user(charlie).get(URL))


def test_the_overview_asks_too(as_user, alice, charlie, filled):
    assert f'action="{URL}"' in text(as_user(alice).get("/buckets/"))
    assert f'action="{URL}"' not in text(as_user(charlie).get("/buckets/"))


def test_what_people_write_stays_text(as_user, alice, bucket):
    bad = '<script>alert(1)</script>"'
    alice.name = bad
    alice.save()
    other = BucketFactory(owner=alice, name=bad)
    ItemFactory(bucket=other, title=bad, edition=bad, room=bad, shelf=bad)
    assert "<script>alert" not in text(as_user(alice).get(f"{URL}?q=script&format="))
    assert "<script>alert" not in text(as_user(alice).get(URL, {"q": bad, "format": bad}))


def test_a_child_finds_only_what_suits_it(as_profile, ann, alice, bob, bucket):
    for title, age in (("Paddington", 0), ("Heat", 17)):
        ItemFactory(bucket=bucket, title=title, format_id="VHS", movie=MovieFactory(title=title, minimum_age=age))
    ItemFactory(bucket=bucket, title="Home video", format_id="VHS")
    shared = BucketFactory(owner=bob)
    Share.objects.create(bucket=shared, user=alice)
    ItemFactory(bucket=shared, title="Paddington", format_id="VHS", movie=MovieFactory(minimum_age=0))
    client = as_profile(ann)
    assert found(client, "format=VHS") == [("Paddington", "VHS")]
    assert "1 copy" in text(client.get(f"{URL}?format=VHS"))


def test_it_costs_the_same_with_many_copies_in_many_buckets(as_user, alice, bob, bucket):
    def cost():
        client = as_user(alice)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{URL}?q=film").status_code == 200
        return len(queries)

    ItemFactory(bucket=bucket, title="Film", movie=MovieFactory())
    assert cost() <= 8
    few = cost()  # the formats are kept from here on
    for number in range(60):
        other = BucketFactory(owner=bob if number % 2 else alice) if number % 6 == 0 else bucket
        Share.objects.get_or_create(bucket=other, user=bob if other.owner == alice else alice)
        ItemFactory(bucket=other, title=f"Film {number}", movie=MovieFactory() if number % 3 else None)
    assert cost() == few <= 8


def test_a_page_has_48_and_leads_on(as_user, alice, bucket):
    for number in range(50):
        ItemFactory(bucket=bucket, title=f"Film {number:02}")
    client = as_user(alice)
    assert len(found(client, "q=film")) == 48
    assert len(found(client, "q=film&page=2")) == 2
    assert 'href="?q=film&amp;page=2"' in text(client.get(f"{URL}?q=film"))


def test_a_search_reads_the_buckets_that_one_sees_and_no_others(alice, own_alice, bucket):
    """By the index of a bucket: the whole table is never gone through."""
    plan = Item.objects.visible_to(own_alice).filter(sort_title__contains="alien").sorted_by("title").explain()
    if connection.vendor == "sqlite":
        assert "SEARCH moviebucket_item USING" in plan
        assert "SCAN moviebucket_item" not in plan
