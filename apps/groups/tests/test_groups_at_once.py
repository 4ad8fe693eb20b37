"""Two who change a group at the same moment: it never loses its last manager, nor gets one member too many."""

from functools import partial

import pytest

from apps.core.tests.at_once import at_once
from apps.groups.actions import accept_invitation, change_role, create_group, end_membership, invite
from apps.groups.models import Group, Invitation, Membership
from apps.groups.models import group as group_module

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MEMBERSHIPS = "groups_membership"


@pytest.fixture
def two(group, bob, charlie):
    """The group with two managers and a member."""
    group.memberships.filter(user=bob).update(role="manager")
    group.memberships.create(user=charlie)
    return group


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


def own(group, user):
    return group.memberships.select_related("group").get(user=user)


@pytest.mark.parametrize("ways", [("leave", "leave"), ("leave", "step down"), ("step down", "step down")])
def test_of_two_managers_who_go_at_once_one_stays(two, alice, bob, ways):
    going = {
        "leave": lambda user: partial(end_membership, membership=own(two, user), by=user),
        "step down": lambda user: partial(change_role, membership=own(two, user), by=user, role="member"),
    }
    answers = at_once(*(going[way](user) for way, user in zip(ways, (alice, bob), strict=True)), table=MEMBERSHIPS)
    assert "ValidationError" in kinds(answers)
    assert two.memberships.managers().count() == 1


def test_the_last_place_in_a_group_is_taken_once(group, alice, charlie, administrator, monkeypatch):
    asked = [invite(group=group, by=alice, email=user.email) for user in (charlie, administrator)]
    monkeypatch.setattr(group_module, "MOST_MEMBERS", 3)
    joining = [
        partial(accept_invitation, invitation=one, by=user)
        for one, user in zip(asked, (charlie, administrator), strict=True)
    ]
    assert kinds(at_once(*joining, table=MEMBERSHIPS)) == ["Membership", "ValidationError"]
    assert Membership.objects.count() == 3


def test_the_last_place_for_a_group_is_taken_once(alice, monkeypatch):
    monkeypatch.setattr(group_module, "MOST_GROUPS", 1)
    making = [partial(create_group, by=alice, name=name) for name in ("Attic", "Cellar")]
    assert kinds(at_once(*making, table="groups_group")) == ["Group", "ValidationError"]
    assert Group.objects.count() == 1


def test_an_invitation_accepted_in_two_windows_lets_in_once(group, alice, charlie):
    invitation = invite(group=group, by=alice, email=charlie.email)
    accepting = [
        partial(accept_invitation, invitation=Invitation.objects.get(pk=invitation.pk), by=charlie) for _ in "12"
    ]
    assert kinds(at_once(*accepting, table=MEMBERSHIPS)) == ["Membership", "Membership"]
    assert Membership.objects.filter(user=charlie).count() == 1


def test_the_same_address_is_invited_once(group, alice):
    asking = [
        partial(invite, group=group, by=alice, email="dora@example.org", role=role) for role in ("member", "manager")
    ]
    assert kinds(at_once(*asking, table="groups_invitation")) == ["Invitation", "Invitation"]
    assert Invitation.objects.count() == 1


def test_the_last_place_for_a_group_is_taken_by_one_of_two_invitations(alice, charlie, monkeypatch):
    asked = [
        invite(group=create_group(by=alice, name=name), by=alice, email=charlie.email) for name in ("Attic", "Cellar")
    ]
    monkeypatch.setattr(group_module, "MOST_GROUPS", 1)
    joining = [partial(accept_invitation, invitation=one, by=charlie) for one in asked]
    assert kinds(at_once(*joining, table=MEMBERSHIPS)) == ["Membership", "ValidationError"]
    assert Membership.objects.filter(user=charlie).count() == 1
