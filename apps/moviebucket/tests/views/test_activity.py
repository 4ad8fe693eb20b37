"""What was done in a bucket: told to those who write there, with a way back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.moviebucket.actions import add_item, change_item, end_share, remove_item
from apps.moviebucket.models import Change

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def item(edited, alice, values):
    return add_item(bucket=edited, by=alice, values=values)


def page_of(bucket):
    return f"{bucket.get_absolute_url()}changes/"


def test_who_may_change_the_bucket_sees_what_was_done(as_user, as_profile, alice, bob, charlie, curator, ann, edited):
    assert as_user(None).get(page_of(edited))["Location"].startswith("/accounts/login/")
    asked = [as_user(who).get(page_of(edited)).status_code for who in (alice, bob, charlie, curator)]
    assert asked == [200, 200, 404, 404]
    assert as_profile(ann).get(page_of(edited)).status_code == 403
    edited.shares.update(role="viewer")
    assert as_user(bob).get(page_of(edited)).status_code == 403


def test_nothing_was_done_yet(as_user, alice, bucket):
    assert "Nothing was done here yet" in text(as_user(alice).get(page_of(bucket)))


def test_each_change_says_who_what_and_from_what_to_what(as_user, alice, bob, item):
    change_item(
        item=item, by=bob, values={"title": "<b>Aliens", "condition": "good", "price": "9.5", "currency": "EUR"}
    )
    page = text(as_user(alice).get(page_of(item.bucket)))
    assert "<b>Alice</b> added <cite>Alien</cite>" in page
    assert "<b>Bob</b> changed <cite>&lt;b&gt;Aliens</cite>" in page
    assert "Title: <del>Alien</del> <ins>&lt;b&gt;Aliens</ins>" in page
    assert "Condition: <del>nothing</del> <ins>Good</ins>" in page
    assert "Price: <del>nothing</del> <ins>9.50</ins>" in page


def test_sharing_is_written_down_and_has_no_way_back(as_user, alice, edited):
    end_share(share=edited.shares.get(), by=alice)
    page = text(as_user(alice).get(page_of(edited)))
    assert "ended sharing with <cite>Bob</cite>" in page
    assert "Undo" not in page.split("<main")[1]


def test_a_change_is_undone_from_here(as_user, alice, bob, item):
    change = remove_item(item=item, by=bob)
    client = as_user(alice)
    said = client.post(f"{page_of(item.bucket)}{change.pk}/undo/", {"next": page_of(item.bucket)}, follow=True)
    assert said.redirect_chain[-1][0] == page_of(item.bucket)
    assert "undone by Alice" in text(said)
    assert item.bucket.items.get().title == "Alien"


def test_what_cannot_be_undone_says_why(as_user, alice, bob, item):
    change_item(item=item, by=bob, values={"rating": 1})
    change = Change.objects.get(kind="changed")
    change_item(item=item, by=bob, values={"rating": 2})
    said = as_user(alice).post(f"{page_of(item.bucket)}{change.pk}/undo/", follow=True)
    assert "It was changed again since. Undo the later change first." in text(said)


def test_who_left_is_still_somebody(as_user, alice, bob, item):
    change = remove_item(item=item, by=bob)
    Change.objects.filter(pk=change.pk).update(undone_at=change.at)
    bob.delete()
    page = text(as_user(alice).get(page_of(item.bucket)))
    assert "<b>Somebody who left</b> took out" in page and "undone by somebody who left" in page


@pytest.mark.parametrize("page", ["0", "x", "999", "9" * 40])
def test_pages_that_are_none_show_the_nearest(as_user, alice, item, page):
    assert as_user(alice).get(f"{page_of(item.bucket)}?page={page}").status_code == 200


def test_queries_and_size_do_not_grow_with_what_was_done(as_user, alice, bob, item):
    client, counts = as_user(alice), []
    for number in (3, 60):
        for _ in range(number):
            change_item(item=item, by=bob, values={"rating": 1})
            change_item(item=item, by=bob, values={"rating": 2})
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page_of(item.bucket))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
    assert len(answer.content) < 60_000
