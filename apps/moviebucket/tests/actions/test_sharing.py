"""Asking people to a bucket, letting them in, taking them off."""

import pytest
from django.core.exceptions import ValidationError

from apps.moviebucket.actions import accept_invitation, change_role, drop_invitation, end_share, invite
from apps.moviebucket.models import Change, Invitation, Share
from apps.moviebucket.models import bucket as bucket_module

pytestmark = pytest.mark.django_db


def told():
    return [str(change) for change in Change.objects.order_by("pk")]


def test_whoever_has_the_address_is_let_in(bucket, alice, bob, own_bob, own_charlie):
    invitation = invite(bucket=bucket, by=alice, email=" Bob@Example.org", role="editor")
    assert Invitation.objects.for_profile(own_bob).get() == invitation
    assert not Invitation.objects.for_profile(own_charlie).exists()
    share = accept_invitation(invitation=invitation, by=bob)
    assert (share.bucket, share.user, share.role) == (bucket, bob, "editor")
    assert not Invitation.objects.exists()
    assert told() == ["Alice shared the bucket with Bob, who may change items"]


def test_an_address_that_nobody_has_is_answered_the_same(bucket, alice):
    assert invite(bucket=bucket, by=alice, email="nobody@example.org", role="viewer").pk


def test_a_second_invitation_is_the_first_with_another_role(bucket, alice):
    first = invite(bucket=bucket, by=alice, email="bob@example.org", role="viewer")
    second = invite(bucket=bucket, by=alice, email="BOB@example.org", role="editor")
    assert (second.pk, second.role) == (first.pk, "editor")


def test_who_is_in_already_gets_the_role_of_the_invitation(viewed, alice, bob):
    accept_invitation(invitation=invite(bucket=viewed, by=alice, email=bob.email, role="editor"), by=bob)
    assert viewed.shares.get().role == "editor"


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("alice@example.org", "viewer"),
        ("bob", "viewer"),
        ("", "viewer"),
        ("a\0@example.org", "viewer"),
        ("b@x.org", "owner"),
    ],
)
def test_what_is_no_invitation(bucket, alice, email, role):
    with pytest.raises(ValidationError):
        invite(bucket=bucket, by=alice, email=email, role=role)
    assert not Invitation.objects.exists()


def test_a_bucket_is_shared_with_so_many(viewed, alice, monkeypatch):
    monkeypatch.setattr(bucket_module, "MOST_SHARES", 1)
    with pytest.raises(ValidationError, match="at most 1 people"):
        invite(bucket=viewed, by=alice, email="dora@example.org", role="viewer")


def test_a_child_is_asked_to_nothing(bucket, alice, ann, bob):
    Invitation.objects.create(bucket=bucket, email=alice.email)
    assert not Invitation.objects.for_profile(ann).exists()


def test_declined_or_taken_back(bucket, alice):
    drop_invitation(invitation=invite(bucket=bucket, by=alice, email="bob@example.org", role="viewer"), by=alice)
    assert not Invitation.objects.exists()


def test_a_role_is_changed_and_told(viewed, alice):
    change_role(share=viewed.shares.get(), by=alice, role="editor")
    change_role(share=viewed.shares.get(), by=alice, role="editor")
    assert told() == ["Alice shared the bucket with Bob, who may change items"]
    with pytest.raises(ValidationError):
        change_role(share=viewed.shares.get(), by=alice, role="owner")


def test_who_is_taken_off_is_off_and_told(viewed, alice):
    end_share(share=viewed.shares.get(), by=alice)
    assert not Share.objects.exists()
    assert told() == ["Alice ended sharing with Bob"]
