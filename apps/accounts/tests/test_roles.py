"""Roles: what they are, who gives them, and that an administrator is always left."""

from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError

from apps.accounts.actions import set_roles
from apps.accounts.demo import make_demo_members, remove_demo_members
from apps.accounts.models import User
from apps.accounts.roles import ADMINISTRATORS, CURATORS, MEMBERS, MODERATORS, ROLES
from apps.core.tests.at_once import at_once

pytestmark = pytest.mark.django_db

RIGHTS = {"is_active": False, "is_staff": False, "is_superuser": False}


@pytest.fixture
def other(administrator):
    return User.objects.create_superuser("other@example.org")


def test_the_migration_made_a_group_of_each_role():
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    held = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert held[MEMBERS] == 0
    assert held[ADMINISTRATORS] > held[CURATORS] > 0


def test_everybody_is_a_member(alice, curator, administrator):
    members = Group.objects.get(name=MEMBERS)
    assert set(members.user_set.all()) == {alice, curator, administrator}
    assert (alice.role_names, curator.role_names, administrator.role_names) == ([], [CURATORS], [ADMINISTRATORS])


def test_what_the_group_of_members_is_allowed_all_are(alice):
    permission = Group.objects.get(name=ADMINISTRATORS).permissions.get(codename="add_invitation")
    Group.objects.get(name=MEMBERS).permissions.add(permission)
    assert alice.has_perm("accounts.add_invitation")


@pytest.mark.parametrize(
    ("roles", "is_staff", "is_superuser"),
    [
        ([], False, False),
        ([MEMBERS], False, False),
        ([CURATORS], True, False),
        ([MODERATORS, CURATORS], True, False),
        ([ADMINISTRATORS], True, True),
    ],
)
def test_an_administrator_gives_roles(alice, administrator, roles, is_staff, is_superuser):
    set_roles(user=alice, roles=roles, by=administrator)
    alice = User.objects.get(pk=alice.pk)
    assert (alice.is_staff, alice.is_superuser) == (is_staff, is_superuser)
    assert set(alice.role_names) == set(roles) - {MEMBERS}
    assert alice.groups.filter(name=MEMBERS).exists()
    set_roles(user=alice, roles=[], by=administrator)
    assert User.objects.get(pk=alice.pk).role_names == []


@pytest.mark.parametrize("role", [ADMINISTRATORS, CURATORS, MODERATORS, MEMBERS])
@pytest.mark.parametrize("persona", ["alice", "curator", "moderator"])
def test_nobody_else_does(persona, role, request, bob):
    by = request.getfixturevalue(persona)
    before = by.role_names
    for user in (by, bob):
        with pytest.raises(PermissionDenied):
            set_roles(user=user, roles=[role], by=by)
    assert (User.objects.get(pk=by.pk).role_names, User.objects.get(pk=bob.pk).role_names) == (before, [])


def test_who_may_change_people_makes_no_administrators_and_ends_none(moderator, alice, administrator, other):
    permission = Group.objects.get(name=ADMINISTRATORS).permissions.get(codename="change_user")
    moderator.user_permissions.add(permission)
    set_roles(user=alice, roles=[CURATORS], by=moderator)
    for user, roles in ((moderator, [ADMINISTRATORS]), (other, []), (other, [CURATORS])):
        with pytest.raises(PermissionDenied):
            set_roles(user=user, roles=roles, by=moderator)


# --- an administrator is always left ---


@pytest.mark.parametrize("right", RIGHTS)
def test_the_last_is_kept_by_save(administrator, right):
    setattr(administrator, right, False)
    for fields in (None, [right]):
        with pytest.raises(ValidationError, match="last administrator"):
            administrator.save(update_fields=fields)
    assert User.objects.administrators().get() == administrator


@pytest.mark.parametrize("change", [{name: value} for name, value in RIGHTS.items()])
def test_the_last_ones_are_kept_by_update(administrator, other, alice, change):
    with pytest.raises(ValidationError, match="last administrator"):
        User.objects.update(**change)
    with pytest.raises(ValidationError, match="last administrator"):
        User.objects.filter(is_superuser=True).update(**change)
    assert User.objects.administrators().count() == 2
    User.objects.filter(pk=other.pk).update(**change)
    assert User.objects.administrators().get() == administrator


def test_the_last_ones_are_kept_by_delete(administrator, other, alice):
    with pytest.raises(ValidationError, match="last administrator"):
        User.objects.all().delete()
    assert User.objects.count() == 3
    User.objects.exclude(pk=administrator.pk).delete()
    with pytest.raises(ValidationError, match="last administrator"):
        administrator.delete()
    assert administrator.pk and User.objects.get() == administrator


def test_the_last_ones_are_kept_by_bulk_update(administrator, other):
    administrator.is_staff = other.is_staff = False
    with pytest.raises(ValidationError, match="last administrator"):
        User.objects.bulk_update([administrator, other], ["is_staff"])


def test_the_last_one_keeps_the_role(administrator):
    with pytest.raises(ValidationError, match="last administrator"):
        set_roles(user=administrator, roles=[CURATORS], by=administrator)
    assert User.objects.administrators().exists()


def test_other_changes_of_the_last_one_are_no_matter(administrator):
    administrator.name = "Root"
    administrator.save()
    User.objects.update(name="Root again")
    administrator.save(update_fields=["last_login"])


def test_demo_members_go_all_the_same(settings):
    settings.DEBUG = True
    make_demo_members()
    assert remove_demo_members() == 6


def test_a_site_without_administrators_is_not_kept_from_anything(alice):
    User.objects.update(is_active=False)
    User.objects.all().delete()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["save", "update", "delete"])
def test_of_two_who_go_at_once_one_stays(way):
    """Each sees the other as still there; only the lock keeps the second from going as well."""
    users = [User.objects.create_superuser(f"{name}@example.org") for name in ("one", "two")]
    answers = at_once(*(partial(_go, user, way) for user in users), table="accounts_user")
    assert User.objects.administrators().count() == 1
    assert [type(answer) for answer in answers].count(ValidationError) == 1


def _go(user: User, way: str) -> None:
    if way == "delete":
        user.delete()
    elif way == "update":
        User.objects.filter(pk=user.pk).update(is_staff=False)
    else:
        user.is_staff = False
        user.save()
