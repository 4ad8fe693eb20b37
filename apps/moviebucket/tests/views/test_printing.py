"""A bucket on paper: all that the filters leave, on one plain page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Share
from apps.moviebucket.tests.factories import ItemFactory
from apps.moviebucket.views import printing

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def titles(page):
    return "".join(part[0] for part in page.split('<th scope="row">')[1:])


@pytest.fixture
def address(bucket):
    return f"{bucket.get_absolute_url()}print/"


@pytest.fixture
def shelf(bucket):
    money = {"price": Decimal("9.50"), "currency": "EUR"}
    ItemFactory(bucket=bucket, title="Alien", room="Hall", shelf="A", tags=["Space"], **money)
    ItemFactory(bucket=bucket, title="Brazil", rating=2, format_id="VHS", length=60, **money)
    ItemFactory(bucket=bucket, title="Charade", rating=5)
    return bucket


def test_it_is_printed_by_those_who_see_the_bucket(
    as_user, alice, bob, charlie, curator, administrator, shelf, address
):
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    Share.objects.create(bucket=shelf, user=bob, role="viewer")
    answers = [as_user(who).get(address).status_code for who in (alice, bob, charlie, curator, administrator)]
    assert answers == [200, 200, 404, 404, 404]
    assert as_user(alice).post(address).status_code == 405


def test_it_has_every_copy_and_what_they_come_to(as_user, alice, shelf, address):
    page = text(as_user(alice).get(address))
    assert titles(page) == "ABC"
    assert "<b>3 copies</b> · 4 h 54 · 19.00 EUR" in page
    assert "Title, A to Z" in page and "Alice" in page and "masthead" not in page and "<script" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?sort=-rating", "CAB"), ("?tag=space", "A"), ("?format=VHS&view=table", "B"), ("?q=zz", ""), ("?page=7", "ABC")],
)
def test_it_keeps_the_filters_and_the_order(as_user, alice, shelf, address, query, expected):
    page = text(as_user(alice).get(f"{address}{query}"))
    assert titles(page) == expected
    assert ("Nothing in here is all of that" in page) == (not expected)


def test_it_says_which_filters_are_on_and_leads_back_to_them(as_user, alice, shelf, address):
    page = text(as_user(alice).get(f"{address}?tag=space&sort=-rating&view=table&columns=tags&columns=place"))
    assert " · Tag: space" in page and "Best rated first" in page
    assert '<th scope="col">Place</th><th scope="col">Tags</th>' in page and "<td>Hall · A</td><td>Space</td>" in page
    assert f'href="{shelf.get_absolute_url()}?view=table&amp;sort=-rating&amp;columns=place&amp;columns=tags' in page
    assert '<input type="hidden" name="tag" value="space">' in page


def test_the_page_of_the_bucket_leads_there_with_its_filters(as_user, alice, shelf, address):
    page = text(as_user(alice).get(f"{shelf.get_absolute_url()}?tag=space&sort=-rating"))
    assert f'href="{address}?sort=-rating&amp;tag=space"' in page
    shelf.visibility = "link"
    shelf.save()
    assert "/print/" not in text(as_user(None).get(f"/buckets/shared/{shelf.secret}/"))


def test_of_very_many_it_has_the_first_and_says_where_all_are(as_user, alice, shelf, address, monkeypatch):
    monkeypatch.setattr(printing, "MOST_PRINTED", 2)
    client = as_user(alice)
    page = text(client.get(f"{address}?sort=-title"))
    assert titles(page) == "CB"
    assert "the first 2 of 3 copies" in page and "<b>3 copies</b>" in page
    table = f"{shelf.get_absolute_url()}export/?sort=-title"
    assert f'href="{table}"' in page
    lines = b"".join(client.get(table).streaming_content).decode().splitlines()
    assert [line[0] for line in lines[1:]] == ["C", "B", "A"]
    lines = b"".join(client.get(f"{table}&tag=SPACE").streaming_content).decode().splitlines()
    assert [line[0] for line in lines[1:]] == ["A"]


def test_a_child_prints_what_it_may_see(as_profile, ann, bucket, address):
    ItemFactory(bucket=bucket, title="Paddington", movie=MovieFactory(minimum_age=0))
    ItemFactory(bucket=bucket, title="Heat", movie=MovieFactory(minimum_age=17))
    page = text(as_profile(ann).get(address))
    assert titles(page) == "P" and "<b>1 copy</b>" in page


def test_what_people_wrote_stays_text(as_user, alice, bucket, address):
    bad = "<script>alert(1)</script>"
    bucket.name = bad
    bucket.save()
    ItemFactory(bucket=bucket, title=bad, room=bad, tags=[bad], region="<b>")
    page = text(as_user(alice).get(f"{address}?columns=place&columns=tags&columns=region&notes={bad}"))
    assert bad not in page
    page = text(as_user(alice).get(f"{address}?columns=place&columns=tags&columns=region"))
    assert bad not in page and "<td>&lt;b&gt;</td>" in page


def test_it_costs_the_same_with_many_copies(as_user, bob, shelf, address):
    Share.objects.create(bucket=shelf, user=bob, role="viewer")
    costs = []
    for _ in range(2):
        client = as_user(bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address}?columns=tags&columns=price&columns=place&sort=price&lent=in")
        costs.append(len(queries))
        for number in range(40):
            ItemFactory(bucket=shelf, movie=MovieFactory(), currency="USD", tags=[f"t{number}"])
    assert costs[0] == costs[1] <= 8
