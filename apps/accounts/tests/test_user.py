"""Who signs in: by e-mail address, in any case, once."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_address_is_the_log_in_in_any_case():
    user = User.objects.create_user("Ada@Example.org", "a long enough secret")
    assert user.email == "ada@example.org"
    assert authenticate(username="ADA@example.ORG", password="a long enough secret") == user
    assert authenticate(username="ada@example.org", password="another") is None


def test_an_address_stands_once_in_any_case():
    User.objects.create_user("ada@example.org")
    with pytest.raises(ValidationError, match="this address already"):
        User.objects.create_user("ADA@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ADA@EXAMPLE.org").save()


@pytest.mark.parametrize("address", ["", "ada", "ada@", "a@b\0.org", "x" * 250 + "@example.org"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValidationError):
        User.objects.create_user(address)


def test_a_superuser_may_do_everything():
    user = User.objects.create_superuser("root@example.org", "a long enough secret")
    assert user.is_staff and user.is_superuser


@pytest.mark.parametrize("right", ["is_active", "is_staff", "is_superuser"])
def test_the_last_administrator_stays_one(right):
    root = User.objects.create_superuser("root@example.org")
    User.objects.create_superuser("gone@example.org", is_active=False)
    setattr(root, right, False)
    with pytest.raises(ValidationError, match="last administrator"):
        root.full_clean(exclude=["password"])
    with pytest.raises(ValidationError, match="last administrator"):
        root.delete()
    User.objects.create_superuser("other@example.org")
    root.full_clean(exclude=["password"])
    root.delete()


def test_who_is_no_administrator_may_go(alice):
    User.objects.create_superuser("root@example.org")
    alice.full_clean(exclude=["password"])
    alice.delete()


def test_a_user_is_called_by_name_or_address():
    assert str(User(email="ada@example.org", name="Ada")) == "Ada"
    assert str(User(email="ada@example.org")) == "ada@example.org"
    assert User(name="Ada").get_full_name() == User(name="Ada").get_short_name() == "Ada"


def test_curators_hold_the_catalogue_and_nothing_else(curator, moderator, alice):
    assert curator.has_perms(["catalog.add_movie", "catalog.change_movie", "catalog.delete_homerow"])
    assert not curator.has_perm("accounts.change_user")
    for other in (moderator, alice):
        assert not other.has_perm("catalog.change_movie")
    apps = Group.objects.get(name="Curators").permissions.values_list("content_type__app_label", flat=True)
    assert set(apps) == {"catalog"}
