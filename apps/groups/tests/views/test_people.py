"""Joining and leaving by the pages."""

import pytest

from apps.groups.models import Group, Invitation, Membership

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def asked(group, alice):
    return group.invitations.create(invited_by=alice, email="dora@example.org")


def addresses(group, asked):
    base = group.get_absolute_url()
    other = group.memberships.get(role="manager").pk
    return [
        f"{base}invitations/",
        f"{base}invitations/{asked.pk}/remove/",
        f"{base}members/{other}/role/",
        f"{base}members/{other}/remove/",
    ]


def test_only_who_manages_it_lets_in_and_takes_off(as_user, as_profile, bob, charlie, administrator, ann, group, asked):
    for address in addresses(group, asked):
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert as_user(bob).post(address).status_code == 403
        assert as_user(charlie).post(address).status_code == 404
        assert as_user(administrator).post(address).status_code == 404
        assert as_profile(ann).post(address).status_code == 403
    assert (Membership.objects.count(), Invitation.objects.count()) == (2, 1)


def test_nothing_happens_by_a_link(as_user, alice, group, asked):
    for address in (*addresses(group, asked), f"{group.get_absolute_url()}leave/"):
        assert as_user(alice).get(address).status_code == 405


def test_an_invitation_is_for_whom_it_names(as_user, as_profile, alice, bob, charlie, ann, group, asked):
    for verb in ("accept", "decline"):
        address = f"/groups/invitations/{asked.pk}/{verb}/"
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert [as_user(who).post(address).status_code for who in (alice, bob, charlie)] == [404] * 3
        assert as_profile(ann).post(address).status_code == 403
    assert Invitation.objects.count() == 1


def test_from_the_invitation_into_the_group_and_out_again(as_user, alice, charlie, group):
    manager, guest, page = as_user(alice), as_user(charlie), group.get_absolute_url()
    said = manager.post(f"{page}invitations/", {"email": charlie.email, "role": "member"}, follow=True)
    assert "Invited." in text(said) and charlie.email in text(said)
    assert "Alice</b> invites you to the group “Film club”." in text(guest.get("/groups/"))
    assert guest.post(f"/groups/invitations/{Invitation.objects.get().pk}/accept/")["Location"] == page
    membership = group.memberships.get(user=charlie)
    said = manager.post(f"{page}members/{membership.pk}/role/", {"role": "manager"}, follow=True)
    assert "Charlie is a manager now." in text(said)
    assert guest.get(f"{page}edit/").status_code == 200
    said = manager.post(f"{page}members/{membership.pk}/remove/", follow=True)
    assert "Charlie is not in this group any more." in text(said)
    assert guest.get(page).status_code == 404


def test_an_address_that_nobody_has_is_answered_the_same(as_user, alice, bob, group):
    answers = [
        as_user(alice).post(f"{group.get_absolute_url()}invitations/", {"email": email, "role": "member"}, follow=True)
        for email in ("nobody@example.org", bob.email)
    ]
    assert all("Invited. Whoever signs in with this address" in text(answer) for answer in answers)


def test_a_member_leaves(as_user, bob, group):
    said = as_user(bob).post(f"{group.get_absolute_url()}leave/", follow=True)
    assert "You have left “Film club”" in text(said)
    assert as_user(bob).get(group.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("way", ["leave", "members/{pk}/remove", "members/{pk}/role"])
def test_the_last_manager_does_not(as_user, alice, group, way):
    page = group.get_absolute_url()
    assert "You alone manage this group" in text(as_user(alice).get(page))
    way = way.format(pk=group.memberships.get(user=alice).pk)
    said = as_user(alice).post(f"{page}{way}/", {"role": "member"}, follow=True)
    assert "Nobody else manages this group" in text(said)
    assert group.memberships.managers().count() == 1


def test_who_is_left_alone_leaves_and_the_group_goes(as_user, alice, bob, group):
    group.memberships.filter(user=bob).delete()
    assert "it goes with you" in text(as_user(alice).get(group.get_absolute_url()))
    as_user(alice).post(f"{group.get_absolute_url()}leave/")
    assert not Group.objects.exists()


def test_who_names_themselves_leaves(as_user, alice, bob, group):
    group.memberships.filter(user=bob).update(role="manager")
    own = group.memberships.get(user=alice)
    said = as_user(alice).post(f"{group.get_absolute_url()}members/{own.pk}/remove/", follow=True)
    assert "You have left" in text(said)


def test_declined_and_taken_back(as_user, alice, charlie, group, asked):
    as_user(alice).post(f"{group.get_absolute_url()}invitations/{asked.pk}/remove/")
    other = group.invitations.create(invited_by=alice, email=charlie.email)
    as_user(charlie).post(f"/groups/invitations/{other.pk}/decline/")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("alice@example.org", "member", "That is your own address."),
        ("no address", "member", "Enter a valid e"),
        ("", "member", "This field is required."),
        ("dora@example.org", "owner", "Select a valid choice."),
        ("a\0@example.org", "member", "Null characters are not allowed."),
    ],
)
def test_what_is_no_invitation_is_said_and_stays_in_the_form(as_user, alice, group, email, role, sentence):
    answer = as_user(alice).post(f"{group.get_absolute_url()}invitations/", {"email": email, "role": role})
    assert sentence in text(answer)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["owner", ""])
def test_a_role_that_is_none(as_user, alice, bob, group, role):
    membership = group.memberships.get(user=bob)
    address = f"{group.get_absolute_url()}members/{membership.pk}/role/"
    assert as_user(alice).post(address, {"role": role}).status_code == 302
    membership.refresh_from_db()
    assert membership.role == "member"
