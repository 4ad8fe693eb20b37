"""What always holds of groups and of who is in them: on the model, and in the database for who goes past it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.groups.models import Group, Invitation, Membership
from apps.groups.models import group as group_module

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "A group needs a name."), ("x" * 81, "at most 80"), ("a\0b", "Null characters")]
)
def test_a_name_that_is_none(name, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Group(name=name).full_clean()


@pytest.mark.parametrize("name", ["", " ", " Film club"])
def test_the_database_keeps_no_name_that_is_none(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.create(name=name)


def test_nobody_is_in_it_twice(group, bob):
    with pytest.raises(ValidationError, match="in this group already"):
        Membership(group=group, user=bob).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        group.memberships.create(user=bob)


@pytest.mark.parametrize("make", ["membership", "invitation"])
def test_a_role_that_is_none(group, alice, charlie, make):
    row = (
        Membership(group=group, user=charlie, role="owner")
        if make == "membership"
        else Invitation(group=group, invited_by=alice, email="eve@example.org", role="owner")
    )
    with pytest.raises(ValidationError, match="is not a valid choice"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_address_is_asked_once_whatever_its_case(group, alice):
    group.invitations.create(invited_by=alice, email="dora@example.org")
    with pytest.raises(ValidationError, match="invited already"):
        Invitation(group=group, invited_by=alice, email="DORA@example.org").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        group.invitations.create(invited_by=alice, email="DORA@example.org")


def test_a_group_has_room_for_so_many(group, alice, charlie, monkeypatch):
    monkeypatch.setattr(group_module, "MOST_MEMBERS", 2)
    for row in (Membership(group=group, user=charlie), Invitation(group=group, invited_by=alice, email="d@x.org")):
        with pytest.raises(ValidationError, match="Take somebody off first"):
            row.full_clean()


def test_somebody_is_in_so_many(group, bob, monkeypatch):
    monkeypatch.setattr(group_module, "MOST_GROUPS", 1)
    with pytest.raises(ValidationError, match="Leave one first"):
        Membership(group=Group.objects.create(name="Other"), user=bob).full_clean()


# --- who sees it, who manages it --------------------------------------------------------------------


def test_who_is_in_it_sees_it_and_who_manages_it_manages_it(group, alice, bob, charlie, administrator, ann, of):
    seen = [Group.objects.visible_to(of(user)).exists() for user in (alice, bob, charlie, administrator)]
    assert seen == [True, True, False, False]
    assert [Group.objects.managed_by(of(user)).exists() for user in (alice, bob, charlie)] == [True, False, False]
    for profile in (ann, None):
        assert not Group.objects.visible_to(profile).exists()
        assert not Group.objects.managed_by(profile).exists()


@pytest.mark.parametrize("how", ["barred", "gone"])
def test_where_nobody_is_left_who_manages_it_its_members_do(group, alice, bob, charlie, of, how):
    if how == "barred":
        User.objects.filter(pk=alice.pk).update(is_active=False)
    else:
        alice.delete()
    assert Group.objects.managed_by(of(bob)).get() == group
    assert not Group.objects.managed_by(of(charlie)).exists()
    group.memberships.create(user=charlie, role="manager")
    assert not Group.objects.managed_by(of(bob)).exists()


def test_who_is_barred_is_not_counted(group, bob, of, alice):
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert Group.objects.with_size().get().size == 1
    assert Group.objects.with_place_of(of(alice)).get().may_manage
