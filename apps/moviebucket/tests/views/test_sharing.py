"""The pages of who sees a bucket: invited, let in, taken off, gone at the next click."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.moviebucket.models import Invitation, Share

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def addresses(bucket, share):
    invitation = Invitation.objects.create(bucket=bucket, email="dora@example.org")
    base = bucket.get_absolute_url()
    return [
        f"{base}invitations/",
        f"{base}invitations/{invitation.pk}/remove/",
        f"{base}people/{share.pk}/role/",
        f"{base}people/{share.pk}/remove/",
    ]


# --- who -----------------------------------------------------------------------------------------


def test_who_has_access_is_seen_by_those_who_have(as_user, as_profile, alice, bob, charlie, curator, ann, viewed):
    address = f"{viewed.get_absolute_url()}people/"
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    assert [as_user(who).get(address).status_code for who in (alice, bob, charlie, curator)] == [200, 200, 404, 404]
    assert as_profile(ann).get(address).status_code == 404


def test_only_the_owner_lets_in_and_takes_off(as_user, as_profile, bob, charlie, administrator, ann, edited):
    share = edited.shares.get()
    for address in addresses(edited, share):
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert as_user(bob).post(address).status_code == 403
        assert as_user(charlie).post(address).status_code == 404
        assert as_user(administrator).post(address).status_code == 404
        assert as_profile(ann).post(address).status_code == 403
    assert (Share.objects.count(), Invitation.objects.count()) == (1, 1)


def test_nothing_happens_by_a_link(as_user, alice, edited):
    client = as_user(alice)
    for address in addresses(edited, edited.shares.get()):
        assert client.get(address).status_code == 405


def test_an_invitation_is_for_whom_it_names(as_user, as_profile, alice, bob, charlie, ann, bucket):
    invitation = Invitation.objects.create(bucket=bucket, email=bob.email)
    for verb in ("accept", "decline"):
        address = f"/buckets/invitations/{invitation.pk}/{verb}/"
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert [as_user(who).post(address).status_code for who in (alice, charlie)] == [404, 404]
        assert as_profile(ann).post(address).status_code == 404
    assert Invitation.objects.count() == 1


# --- what ----------------------------------------------------------------------------------------


def test_from_the_invitation_to_the_bucket_and_out_again(as_user, alice, bob, bucket):
    owner, guest = as_user(alice), as_user(bob)
    page = f"{bucket.get_absolute_url()}people/"
    said = owner.post(f"{bucket.get_absolute_url()}invitations/", {"email": bob.email, "role": "editor"}, follow=True)
    assert "Invited." in text(said) and bob.email in text(said)
    waiting = text(guest.get("/buckets/"))
    assert "Alice</b> invites you to “Living room”. You may change items there." in waiting
    invitation = Invitation.objects.get()
    assert guest.post(f"/buckets/invitations/{invitation.pk}/accept/")["Location"] == bucket.get_absolute_url()
    assert "Bob</b> <small>may change items since" in text(owner.get(page))
    share = Share.objects.get()
    owner.post(f"{page}{share.pk}/role/", {"role": "viewer"})
    assert guest.get(f"{bucket.get_absolute_url()}items/new/").status_code == 403
    assert "Bob sees this bucket no more" in text(owner.post(f"{page}{share.pk}/remove/", follow=True))
    assert guest.get(bucket.get_absolute_url()).status_code == 404


def test_a_guest_leaves(as_user, alice, bob, viewed):
    assert "Leave this bucket" in text(as_user(bob).get(f"{viewed.get_absolute_url()}people/"))
    assert as_user(alice).post(f"{viewed.get_absolute_url()}leave/").status_code == 404
    said = as_user(bob).post(f"{viewed.get_absolute_url()}leave/", follow=True)
    assert "You have left “Living room”" in text(said)
    assert not Share.objects.exists()


def test_declined_and_taken_back(as_user, alice, bob, bucket):
    first = Invitation.objects.create(bucket=bucket, email=bob.email)
    as_user(bob).post(f"/buckets/invitations/{first.pk}/decline/")
    second = Invitation.objects.create(bucket=bucket, email="dora@example.org")
    as_user(alice).post(f"{bucket.get_absolute_url()}invitations/{second.pk}/remove/")
    assert not Invitation.objects.exists()


def test_nobody_s_address_is_shown_to_others(as_user, alice, bob, viewed):
    User.objects.filter(pk__in=(alice.pk, bob.pk)).update(name="")
    page = text(as_user(bob).get(f"{viewed.get_absolute_url()}people/"))
    assert "alice</b>" in page
    assert alice.email not in page


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("alice@example.org", "viewer", "That is your own address."),
        ("no address", "viewer", "Enter a valid e-mail address."),
        ("", "viewer", "This field is required."),
        ("bob@example.org", "owner", "Select a valid choice."),
        ("a\0@example.org", "viewer", "Null characters are not allowed."),
    ],
)
def test_what_is_no_invitation_is_said_and_stays_in_the_form(as_user, alice, bucket, email, role, sentence):
    answer = as_user(alice).post(f"{bucket.get_absolute_url()}invitations/", {"email": email, "role": role})
    assert sentence.lower().replace("e-mail", "email") in text(answer).lower().replace("e-mail", "email")
    assert not Invitation.objects.exists()


def test_a_role_that_is_none(as_user, alice, viewed):
    share = viewed.shares.get()
    as_user(alice).post(f"{viewed.get_absolute_url()}people/{share.pk}/role/", {"role": "owner"})
    share.refresh_from_db()
    assert share.role == "viewer"


@pytest.mark.parametrize("huge", [0, 10**30])
def test_ids_that_are_none(as_user, alice, viewed, huge):
    base = viewed.get_absolute_url()
    for address in (
        f"{base}people/{huge}/remove/",
        f"{base}invitations/{huge}/remove/",
        f"/buckets/invitations/{huge}/accept/",
    ):
        assert as_user(alice).post(address).status_code == 404


def test_queries_do_not_grow_with_the_people(as_user, alice, viewed):
    client, counts = as_user(alice), []
    for some in range(2):
        for number in range(5):
            user = User.objects.create_user(f"p{some}{number}@example.org")
            Share.objects.create(bucket=viewed, user=user)
            Invitation.objects.create(bucket=viewed, email=f"i{some}{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{viewed.get_absolute_url()}people/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
