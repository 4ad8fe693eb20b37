"""Groups made, joined, left and deleted."""

import pytest
from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.groups.actions import (
    accept_invitation,
    change_role,
    create_group,
    delete_group,
    drop_invitation,
    end_membership,
    invite,
    rename_group,
)
from apps.groups.models import Event, Group, Invitation
from apps.groups.models import group as group_module

pytestmark = pytest.mark.django_db


def told():
    return [str(event) for event in Event.objects.order_by("pk")]


def roles(group):
    return dict(group.memberships.values_list("user__name", "role"))


def test_who_makes_it_manages_it(alice):
    group = create_group(by=alice, name=" Film club ")
    assert (group.name, roles(group)) == ("Film club", {"Alice": "manager"})
    assert told() == ["Alice made the group Film club"]


def test_it_is_renamed_and_deleted_and_the_log_stays(group, alice):
    rename_group(group=group, by=alice, name="Cinema")
    delete_group(group=group, by=alice)
    assert not Group.objects.exists()
    assert told()[1:] == ["Alice gave the group the name Cinema", "Alice deleted the group Cinema"]
    assert set(Event.objects.values_list("group", "number")) == {(None, group.pk)}
    with pytest.raises(ValidationError, match="not there any more"):
        rename_group(group=group, by=alice, name="Ghost")


def test_a_name_that_is_none_makes_none(alice):
    with pytest.raises(ValidationError, match="needs a name"):
        create_group(by=alice, name="  ")
    assert not Group.objects.exists()


def test_who_is_in_too_many_makes_none(group, alice, monkeypatch):
    monkeypatch.setattr(group_module, "MOST_GROUPS", 1)
    with pytest.raises(ValidationError, match="Leave one first"):
        create_group(by=alice, name="Second")


def test_whoever_has_the_address_joins(group, alice, charlie, of, ann, bob):
    invitation = invite(group=group, by=alice, email=" Charlie@Example.org", role="manager")
    assert Invitation.objects.for_profile(of(charlie)).get() == invitation
    assert not Invitation.objects.for_profile(of(bob)).exists()
    membership = accept_invitation(invitation=invitation, by=charlie)
    assert (membership.group, membership.role, Invitation.objects.count()) == (group, "manager", 0)
    assert told()[-1] == "Charlie joined as manager"


def test_a_child_is_asked_to_nothing(group, alice, ann, bob):
    invite(group=group, by=bob, email="dora@example.org")
    Invitation.objects.create(group=group, invited_by=bob, email=alice.email)
    assert not Invitation.objects.for_profile(ann).exists()


def test_of_somebody_who_is_barred_no_invitation_counts(group, alice, charlie, of):
    invite(group=group, by=alice, email=charlie.email)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not Invitation.objects.for_profile(of(charlie)).exists()


def test_a_second_invitation_is_the_first_with_another_role(group, alice):
    first = invite(group=group, by=alice, email="dora@example.org")
    second = invite(group=group, by=alice, email="DORA@example.org", role="manager")
    assert (second.pk, second.role) == (first.pk, "manager")


@pytest.mark.parametrize("email", ["alice@example.org", "bob", "", "a\0@example.org"])
def test_what_is_no_invitation(group, alice, email):
    with pytest.raises(ValidationError):
        invite(group=group, by=alice, email=email)
    assert not Invitation.objects.exists()


def test_nobody_loses_a_role_by_accepting(group, alice, bob):
    group.memberships.filter(user=bob).update(role="manager")
    accept_invitation(invitation=invite(group=group, by=bob, email=alice.email), by=alice)
    assert roles(group) == {"Alice": "manager", "Bob": "manager"}
    assert not Invitation.objects.exists()


def test_who_is_in_becomes_a_manager_by_an_invitation(group, alice, bob):
    accept_invitation(invitation=invite(group=group, by=alice, email=bob.email, role="manager"), by=bob)
    assert roles(group)["Bob"] == "manager"


def test_declined_or_taken_back(group, alice):
    drop_invitation(invitation=invite(group=group, by=alice, email="dora@example.org"), by=alice)
    assert not Invitation.objects.exists()


# --- roles and leaving -------------------------------------------------------------------------------


def test_a_role_is_changed_and_told(group, alice, bob):
    change_role(membership=group.memberships.get(user=bob), by=alice, role="manager")
    change_role(membership=group.memberships.get(user=bob), by=alice, role="manager")
    change_role(membership=group.memberships.get(user=alice), by=bob, role="member")
    assert roles(group) == {"Alice": "member", "Bob": "manager"}
    assert told()[1:] == ["Alice changed the role: Bob, manager", "Bob changed the role: Alice, member"]


def test_the_last_manager_stays_one_and_stays(group, alice):
    last = group.memberships.get(user=alice)
    with pytest.raises(ValidationError, match="Nobody else manages this group"):
        change_role(membership=last, by=alice, role="member")
    with pytest.raises(ValidationError, match="Nobody else manages this group"):
        end_membership(membership=last, by=alice)
    assert roles(group) == {"Alice": "manager", "Bob": "member"}


def test_a_manager_who_is_barred_does_not_count(group, alice, bob):
    group.memberships.filter(user=bob).update(role="manager")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        change_role(membership=group.memberships.get(user=alice), by=alice, role="member")


def test_members_leave_and_are_taken_off_and_it_is_told(group, alice, bob, charlie):
    group.memberships.create(user=charlie)
    end_membership(membership=group.memberships.get(user=bob), by=bob)
    end_membership(membership=group.memberships.get(user=charlie), by=alice)
    assert roles(group) == {"Alice": "manager"}
    assert told()[1:] == ["Bob left", "Alice took off Charlie"]


def test_with_the_last_member_the_group_goes(group, alice, bob):
    gone = group.memberships.get(user=bob)
    end_membership(membership=gone, by=bob)
    with pytest.raises(ValidationError, match="not in this group any more"):
        end_membership(membership=gone, by=bob)
    end_membership(membership=group.memberships.get(user=alice), by=alice)
    assert not Group.objects.exists()


@pytest.mark.parametrize("role", ["owner", ""])
def test_a_role_that_is_none(group, alice, bob, role):
    with pytest.raises(ValidationError):
        change_role(membership=group.memberships.get(user=bob), by=alice, role=role)
