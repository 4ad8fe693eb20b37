"""Two who change a bucket at the same moment: nobody's change is lost unseen."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.core.tests.at_once import at_once
from apps.groups.actions import end_membership
from apps.moviebucket.actions import (
    Stale,
    accept_ask,
    accept_invitation,
    add_item,
    ask_for,
    change_item,
    create_bucket,
    give_back,
    invite,
    lend,
    remind,
    remove_item,
    renew_secret,
    share_with_group,
    take_part,
    undo_change,
)
from apps.moviebucket.models import Bucket, Change, GroupShare, Invitation, Item, Loan, Share
from apps.moviebucket.models import bucket as bucket_module

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ITEMS = "moviebucket_item"


@pytest.fixture
def item(edited, alice, values):
    return add_item(bucket=edited, by=alice, values=values)


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


def test_of_two_who_saw_the_same_one_is_told(item, alice, bob):
    changing = [
        partial(change_item, item=item, by=who, values={"rating": n}, version=1) for n, who in ((1, alice), (2, bob))
    ]
    assert kinds(at_once(*changing, table=ITEMS)) == ["Item", "Stale"]
    changed = Item.objects.get()
    assert (changed.version, Change.objects.filter(kind="changed").count()) == (2, 1)
    assert changed.rating == Change.objects.get(kind="changed").after["rating"]


def test_of_two_who_name_different_fields_both_are_kept(item, alice, bob):
    changing = [
        partial(change_item, item=item, by=alice, values={"rating": 1}),
        partial(change_item, item=item, by=bob, values={"room": "Attic"}),
    ]
    assert kinds(at_once(*changing, table=ITEMS)) == ["Item", "Item"]
    changed = Item.objects.get()
    assert (changed.rating, changed.room, changed.version) == (1, "Attic", 3)


def test_what_is_taken_out_is_not_changed_any_more(item, alice, bob):
    doing = [
        partial(remove_item, item=item, by=alice, version=1),
        partial(change_item, item=item, by=bob, values={"rating": 1}, version=1),
    ]
    answers = at_once(*doing, table=ITEMS)
    assert any(isinstance(answer, Stale) for answer in answers)
    assert Item.objects.count() == (0 if isinstance(answers[0], Change) else 1)


def test_a_change_is_undone_once(item, alice, bob):
    change = remove_item(item=item, by=alice)
    answers = at_once(*(partial(undo_change, change=change, by=who) for who in (alice, bob)), table=ITEMS)
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Item.objects.count() == 1


def test_a_full_shelf_of_buckets_stays_full(alice, edited, monkeypatch):
    monkeypatch.setattr(bucket_module, "MOST_BUCKETS", 2)
    making = [partial(create_bucket, by=alice, name=name) for name in ("Attic", "Cellar")]
    assert kinds(at_once(*making, table="moviebucket_bucket")) == ["Bucket", "ValidationError"]
    assert Bucket.objects.count() == 2


def test_the_same_address_is_invited_once(bucket, alice):
    asking = [
        partial(invite, bucket=bucket, by=alice, email="dora@example.org", role=role) for role in ("viewer", "editor")
    ]
    assert kinds(at_once(*asking, table="moviebucket_invitation")) == ["Invitation", "Invitation"]
    assert Invitation.objects.count() == 1


def test_an_invitation_accepted_in_two_windows_lets_in_once(bucket, alice, bob):
    invitation = invite(bucket=bucket, by=alice, email=bob.email, role="viewer")
    accepting = [partial(accept_invitation, invitation=Invitation.objects.get(pk=invitation.pk), by=bob) for _ in "12"]
    assert kinds(at_once(*accepting, table="moviebucket_share")) == ["Share", "Share"]
    assert Share.objects.count() == 1


def test_an_item_is_lent_once(item, alice, bob):
    lending = [partial(lend, item=item, by=who, name=name) for who, name in ((alice, "Dora"), (bob, "Eve"))]
    assert kinds(at_once(*lending, table="moviebucket_loan")) == ["Loan", "ValidationError"]
    assert (Loan.objects.out().count(), Change.objects.filter(kind="lent").count()) == (1, 1)


def test_an_ask_accepted_twice_is_one_loan(item, alice, bob):
    Share.objects.filter(user=bob).update(role="viewer")
    ask = ask_for(item=item, by=bob)
    accepting = [partial(accept_ask, ask=ask, by=alice) for _ in "12"]
    assert kinds(at_once(*accepting, table="moviebucket_loan")) == ["Loan", "ValidationError"]
    assert Loan.objects.count() == 1


def test_it_comes_back_once(item, alice, bob):
    loan = lend(item=item, by=alice, name="Dora")
    back = [partial(give_back, loan=loan, by=who) for who in (alice, bob)]
    assert kinds(at_once(*back, table="moviebucket_loan")) == ["Loan", "ValidationError"]
    assert Change.objects.filter(kind="back").count() == 1


def test_it_is_reminded_of_once(item, alice):
    lend(item=item, by=alice, name="Dora", due=timezone.localdate())
    reminding = [partial(remind, timezone.localdate()) for _ in "12"]
    assert sorted(at_once(*reminding, table="moviebucket_loan")) == [0, 1]


def test_nobody_stays_who_came_by_a_link_that_was_renewed_meanwhile(bucket, alice, bob):
    Bucket.objects.update(visibility="link", link_role="editor")
    doing = [partial(take_part, secret=bucket.secret, by=bob), partial(renew_secret, bucket=bucket, by=alice)]
    at_once(*doing, table="moviebucket_(bucket|share)")
    assert not Share.objects.exists()


def test_nothing_stays_shared_with_a_group_that_the_owner_leaves_meanwhile(bucket, club, alice, bob):
    club.memberships.filter(user=bob).update(role="manager")
    own = club.memberships.select_related("group").get(user=alice)
    doing = [
        partial(share_with_group, bucket=bucket, by=alice, group=club, role="viewer"),
        partial(end_membership, membership=own, by=alice),
    ]
    at_once(*doing, table="(groups_membership|moviebucket_groupshare)")
    assert (GroupShare.objects.count(), club.memberships.filter(user=alice).count()) == (0, 0)
