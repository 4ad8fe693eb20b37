"""Taking part by a link that lets people edit, and its end."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.moviebucket.actions import (
    accept_invitation,
    ask_for,
    change_bucket,
    change_role,
    create_bucket,
    invite,
    renew_secret,
    take_part,
)
from apps.moviebucket.models import Ask, Bucket, Change, Share, role_in
from apps.moviebucket.models import bucket as bucket_module
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_to_all(alice):
    return create_bucket(by=alice, name="Living room", visibility="link", link_role="editor")


def test_whoever_has_the_link_takes_part(open_to_all, bob, own_bob):
    share = take_part(secret=open_to_all.secret, by=bob)
    assert (share.role, share.by_link) == ("editor", True)
    assert role_in(open_to_all, own_bob) == "editor"
    assert take_part(secret=open_to_all.secret, by=bob) == share
    assert [str(change) for change in Change.objects.all()] == ["Alice shared the bucket with Bob, by the link"]


@pytest.mark.parametrize("facts", [{"link_role": "viewer"}, {"visibility": "private"}])
def test_not_by_another_link(open_to_all, alice, bob, facts):
    change_bucket(bucket=open_to_all, by=alice, **facts)
    with pytest.raises(ValidationError, match="lets nobody change items any more"):
        take_part(secret=open_to_all.secret, by=bob)
    assert not Share.objects.exists()


def test_nor_by_one_s_own(open_to_all, alice):
    with pytest.raises(ValidationError, match="yours already"):
        take_part(secret=open_to_all.secret, by=alice)


def test_nor_where_it_is_full(open_to_all, bob, charlie, monkeypatch):
    monkeypatch.setattr(bucket_module, "MOST_SHARES", 1)
    take_part(secret=open_to_all.secret, by=bob)
    with pytest.raises(ValidationError, match="at most 1 people"):
        take_part(secret=open_to_all.secret, by=charlie)


@pytest.mark.parametrize(
    "end",
    [
        lambda bucket, by: change_bucket(bucket=bucket, by=by, link_role="viewer"),
        lambda bucket, by: change_bucket(bucket=bucket, by=by, visibility="private"),
        lambda bucket, by: renew_secret(bucket=bucket, by=by),
    ],
)
def test_with_the_link_it_ends_for_those_who_came_by_it(open_to_all, alice, bob, charlie, own_bob, own_charlie, end):
    accept_invitation(invitation=invite(bucket=open_to_all, by=alice, email=charlie.email, role="editor"), by=charlie)
    take_part(secret=open_to_all.secret, by=bob)
    change_role(share=open_to_all.shares.get(user=bob), by=alice, role="viewer")
    ask_for(item=ItemFactory(bucket=open_to_all), by=bob)
    end(open_to_all, alice)
    assert not Bucket.objects.visible_to(own_bob).exists()
    assert Bucket.objects.editable_by(own_charlie).exists(), "who was invited stays"
    assert not Ask.objects.exists()
    assert str(Change.objects.first()) == "Alice ended sharing with Bob"


def test_other_changes_leave_them(open_to_all, alice, bob):
    take_part(secret=open_to_all.secret, by=bob)
    change_bucket(bucket=open_to_all, by=alice, name="Attic")
    assert Share.objects.filter(user=bob).exists()


def test_who_was_invited_as_a_viewer_stays_one(open_to_all, bob, own_bob):
    Share.objects.create(bucket=open_to_all, user=bob)
    take_part(secret=open_to_all.secret, by=bob)
    assert role_in(open_to_all, own_bob) == "viewer"


def test_who_is_invited_besides_stays_when_the_link_goes(open_to_all, alice, bob, own_bob):
    take_part(secret=open_to_all.secret, by=bob)
    accept_invitation(invitation=invite(bucket=open_to_all, by=alice, email=bob.email, role="viewer"), by=bob)
    renew_secret(bucket=open_to_all, by=alice)
    assert role_in(open_to_all, own_bob) == "viewer"


def test_a_role_of_the_link_that_is_none(bucket, alice):
    with pytest.raises(ValidationError):
        change_bucket(bucket=bucket, by=alice, link_role="owner")
    with pytest.raises(IntegrityError), transaction.atomic():
        Bucket.objects.update(link_role="owner")
