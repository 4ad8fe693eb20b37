"""Making, describing and deleting buckets; who may see them."""

import pytest
from django.core.exceptions import ValidationError

from apps.moviebucket.actions import change_bucket, create_bucket, delete_bucket, end_share, renew_secret
from apps.moviebucket.models import Bucket, Item, Share, role_in
from apps.moviebucket.models import bucket as bucket_module
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


def test_a_bucket_is_private_at_first(alice, own_alice, own_bob):
    bucket = create_bucket(by=alice, name=" Attic ")
    assert (bucket.name, bucket.visibility) == ("Attic", "private")
    assert Bucket.objects.visible_to(own_alice).get() == bucket
    assert not Bucket.objects.visible_to(own_bob).exists()
    assert not Bucket.objects.visible_to(None).exists()


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 81}, {"name": "a\0"}, {"visibility": "members"}])
def test_a_bucket_that_breaks_a_rule_is_not_made(alice, wrong):
    with pytest.raises(ValidationError):
        create_bucket(by=alice, **({"name": "Attic"} | wrong))
    assert not Bucket.objects.exists()


def test_somebody_has_so_many_buckets(alice, bucket, monkeypatch):
    monkeypatch.setattr(bucket_module, "MOST_BUCKETS", 1)
    with pytest.raises(ValidationError, match="all that there is room for"):
        create_bucket(by=alice, name="Second")
    change_bucket(bucket=bucket, by=alice, name="Cellar")
    assert Bucket.objects.get().name == "Cellar"


def test_a_bucket_goes_with_all_that_is_in_it(alice, bucket):
    ItemFactory(bucket=bucket)
    delete_bucket(bucket=bucket, by=alice)
    assert not Item.objects.exists()


def test_a_link_opens_a_bucket_as_long_as_it_is_shared_so(alice, bucket):
    secret = bucket.secret
    assert not Bucket.objects.with_secret(secret).exists()
    change_bucket(bucket=bucket, by=alice, visibility="link")
    assert Bucket.objects.with_secret(secret).exists()
    renew_secret(bucket=Bucket.objects.get(), by=alice)
    assert not Bucket.objects.with_secret(secret).exists()
    assert Bucket.objects.with_secret(Bucket.objects.get().secret).exists()


def test_of_somebody_who_is_barred_nothing_is_shown(alice, own_bob, viewed):
    change_bucket(bucket=viewed, by=alice, visibility="link")
    assert Bucket.objects.visible_to(own_bob).exists()
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    assert not Bucket.objects.visible_to(own_bob).exists()
    assert not Bucket.objects.with_secret(viewed.secret).exists()


def test_who_is_what(alice, bob, own_alice, own_bob, own_charlie, ann, edited):
    who = (own_alice, own_bob, own_charlie, ann, None)
    assert [role_in(edited, profile) for profile in who] == ["owner", "editor", "", "viewer", ""]
    may_see = [Bucket.objects.visible_to(profile).exists() for profile in who]
    may_edit = [Bucket.objects.editable_by(profile).exists() for profile in who]
    assert may_see == [True, True, False, True, False]
    assert may_edit == [True, True, False, False, False]


def test_a_child_sees_nothing_that_others_share(bob, alice, ann):
    theirs = create_bucket(by=bob, name="Bob's")
    Share.objects.create(bucket=theirs, user=alice, role="editor")
    assert not Bucket.objects.visible_to(ann).exists()
    assert role_in(theirs, ann) == ""


def test_taken_off_is_gone_at_once(bob, own_bob, alice, viewed):
    ItemFactory(bucket=viewed)
    assert Item.objects.visible_to(own_bob).exists()
    end_share(share=viewed.shares.get(), by=alice)
    assert not Item.objects.visible_to(own_bob).exists()
