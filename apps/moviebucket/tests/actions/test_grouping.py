"""Buckets shared with groups: the higher role counts, and leaving the group is leaving the bucket."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.groups.actions import create_group, delete_group, end_membership
from apps.moviebucket.actions import ask_for, change_group_role, end_group_share, end_share, lend, share_with_group
from apps.moviebucket.models import Ask, Bucket, Change, GroupShare, Item, Share, people_of, role_in
from apps.moviebucket.models import bucket as bucket_module
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db


def told():
    return [str(change) for change in Change.objects.order_by("pk")]


def test_who_is_in_the_group_looks(grouped, own_alice, own_bob, own_charlie, ann):
    assert [role_in(grouped, who) for who in (own_alice, own_bob, own_charlie)] == ["owner", "viewer", ""]
    assert Bucket.objects.visible_to(own_bob).get() == grouped
    assert not Bucket.objects.editable_by(own_bob).exists()
    assert not Bucket.objects.visible_to(own_charlie).exists()
    assert told() == ["Alice shared the bucket with the group Film club, who may look"]


@pytest.mark.parametrize(
    ("single", "group", "role"),
    [("viewer", "editor", "editor"), ("editor", "viewer", "editor"), ("viewer", "viewer", "viewer")],
)
def test_the_higher_role_counts(grouped, alice, bob, own_bob, single, group, role):
    Share.objects.create(bucket=grouped, user=bob, role=single)
    change_group_role(share=grouped.group_shares.get(), by=alice, role=group)
    assert role_in(Bucket.objects.get(), own_bob) == role
    assert Bucket.objects.with_share_of(own_bob).get().share_role == role
    assert Bucket.objects.editable_by(own_bob).exists() == (role == "editor")
    assert Bucket.objects.visible_to(own_bob).count() == 1


def test_one_s_own_bucket_stays_one_s_own(grouped, own_alice):
    assert Bucket.objects.with_share_of(own_alice).get().share_role == ""
    assert Bucket.objects.visible_to(own_alice).count() == 1


def test_a_child_sees_nothing_by_a_group(alice, ann, bob):
    """Alice is in Bob's group; her child is not."""
    theirs = BucketFactory(owner=bob)
    group = create_group(by=bob, name="Film club")
    group.memberships.create(user=alice)
    share_with_group(bucket=theirs, by=bob, group=group, role="editor")
    assert not Bucket.objects.visible_to(ann).exists()
    assert role_in(theirs, ann) == ""


def test_a_role_is_changed_and_told_once(grouped, alice):
    for _ in "12":
        change_group_role(share=grouped.group_shares.get(), by=alice, role="editor")
    assert told()[1:] == ["Alice shared the bucket with the group Film club, who may change items"]
    with pytest.raises(ValidationError):
        change_group_role(share=grouped.group_shares.get(), by=alice, role="owner")


def test_only_with_a_group_that_the_owner_is_in(bucket, alice, bob):
    theirs = create_group(by=bob, name="Bob's")
    with pytest.raises(ValidationError, match="Share with a group that you are in"):
        share_with_group(bucket=bucket, by=alice, group=theirs, role="viewer")
    with pytest.raises(ValidationError, match="groups that its owner is in"):
        GroupShare(bucket=bucket, membership=theirs.memberships.get()).full_clean()


def test_the_database_keeps_one_share_a_group_and_no_other_role(grouped, club, alice):
    own = club.memberships.get(user=alice)
    for row in (
        GroupShare(bucket=grouped, membership=own),
        GroupShare(bucket=BucketFactory(owner=alice), membership=own, role="owner"),
    ):
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_with_so_many_groups(grouped, alice, monkeypatch):
    monkeypatch.setattr(bucket_module, "MOST_GROUP_SHARES", 1)
    with pytest.raises(ValidationError, match="at most 1 groups"):
        share_with_group(bucket=grouped, by=alice, group=create_group(by=alice, name="Second"), role="viewer")


# --- the end -----------------------------------------------------------------------------------------


def ended_by(how, grouped, club, alice, bob):
    if how == "he leaves":
        end_membership(membership=club.memberships.get(user=bob), by=bob)
    elif how == "he is taken off":
        end_membership(membership=club.memberships.get(user=bob), by=alice)
    elif how == "the share ends":
        end_group_share(share=grouped.group_shares.get(), by=alice)
    elif how == "the group is deleted":
        delete_group(group=club, by=alice)
    elif how == "she leaves":
        club.memberships.filter(user=bob).update(role="manager")
        end_membership(membership=club.memberships.get(user=alice), by=alice)
    elif how == "her membership goes":
        club.memberships.filter(user=alice).delete()
    else:
        User.objects.filter(pk=alice.pk).update(is_active=False)


WAYS = ["he leaves", "he is taken off", "the share ends", "the group is deleted", "she leaves", "her membership goes"]


@pytest.mark.parametrize("how", [*WAYS, "she is barred"])
def test_it_is_gone_at_once(grouped, club, alice, bob, own_bob, how):
    ItemFactory(bucket=grouped)
    assert Item.objects.visible_to(own_bob).exists()
    ended_by(how, grouped, club, alice, bob)
    assert not Bucket.objects.visible_to(own_bob).exists()
    assert not Item.objects.visible_to(own_bob).exists()
    assert role_in(grouped, own_bob) == ""


@pytest.mark.parametrize("how", WAYS)
def test_what_was_asked_for_ends_with_it(grouped, club, alice, bob, own_alice, how):
    ask_for(item=ItemFactory(bucket=grouped), by=bob)
    assert Ask.objects.visible_to(own_alice).exists()
    ended_by(how, grouped, club, alice, bob)
    assert not Ask.objects.visible_to(own_alice).exists()
    if how != "her membership goes":  # past every action: nobody sees it any more, but the row is there
        assert not Ask.objects.exists()


@pytest.mark.parametrize("how", WAYS)
def test_who_is_shared_with_besides_keeps_what_they_asked_for(grouped, club, alice, bob, own_bob, how):
    Share.objects.create(bucket=grouped, user=bob)
    ask_for(item=ItemFactory(bucket=grouped), by=bob)
    ended_by(how, grouped, club, alice, bob)
    assert Ask.objects.standing().exists()
    assert Bucket.objects.visible_to(own_bob).exists()


def test_who_is_in_the_group_besides_keeps_what_they_asked_for(grouped, alice, bob):
    share = Share.objects.create(bucket=grouped, user=bob)
    ask_for(item=ItemFactory(bucket=grouped), by=bob)
    end_share(share=share, by=alice)
    assert Ask.objects.standing().exists()


@pytest.mark.parametrize("how", ["the share ends", "the group is deleted", "she leaves"])
def test_the_end_is_told(grouped, club, alice, bob, how):
    ended_by(how, grouped, club, alice, bob)
    assert not GroupShare.objects.exists()
    assert told()[1:] == ["Alice ended sharing with the group Film club"]


def test_who_comes_back_into_the_group_shares_anew(grouped, club, alice, bob, own_bob):
    ended_by("she leaves", grouped, club, alice, bob)
    club.memberships.create(user=alice)
    assert not Bucket.objects.visible_to(own_bob).exists()


def test_something_is_lent_to_who_is_in_the_group(grouped, alice, bob, charlie):
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    assert list(people_of(grouped)) == [alice, bob]
    assert lend(item=ItemFactory(bucket=grouped), by=alice, user=bob).user == bob
    with pytest.raises(ValidationError):
        lend(item=ItemFactory(bucket=grouped), by=alice, user=charlie)
