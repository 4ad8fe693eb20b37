"""The rules of a household, on the model, in the actions and behind their back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.actions import add_profile, change_profile, remove_profile
from apps.accounts.models import Profile, User
from netflixclone.testing import rating

pytestmark = pytest.mark.django_db


def messages_of(error):
    return " ".join(error.value.messages)


def test_whoever_is_new_has_a_profile_of_their_own():
    user = User.objects.create_user("ada@example.org", name="Ada Lovelace")
    [profile] = user.profiles.all()
    assert (profile.place, profile.name, profile.is_own, profile.highest_age) == (1, "Ada Lovelace", True, None)


@pytest.mark.parametrize(("name", "expected"), [("", "grace"), ("   ", "grace"), ("x" * 80, "x" * 40)])
def test_the_own_profile_has_a_name_that_fits(name, expected):
    assert User.objects.create_user("grace@example.org", name=name).profiles.get().name == expected


def test_a_further_profile_takes_the_first_free_place(alice):
    second = add_profile(by=alice, facts={"name": "Ben"})
    third = add_profile(by=alice, facts={"name": "Cleo"})
    remove_profile(profile=second, by=alice)
    assert add_profile(by=alice, facts={"name": "Dora"}).place == 2
    assert third.place == 3


def test_an_account_has_eight_profiles_at_most(alice):
    for number in range(7):
        add_profile(by=alice, facts={"name": f"Guest {number}"})
    with pytest.raises(ValidationError) as error:
        add_profile(by=alice, facts={"name": "One more"})
    assert "at most 8" in messages_of(error)


@pytest.mark.parametrize("name", ["alice", "ALICE", "  Alice "])
def test_a_name_is_used_once_in_a_household(alice, bob, name):
    with pytest.raises(ValidationError) as error:
        add_profile(by=alice, facts={"name": name})
    assert "has that name already" in messages_of(error)
    assert add_profile(by=bob, facts={"name": name}).name == "Alice" if name.strip() == "Alice" else True


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_is_needed_and_is_short(alice, name):
    with pytest.raises(ValidationError):
        add_profile(by=alice, facts={"name": name})


def test_a_child_needs_a_limit(alice):
    with pytest.raises(ValidationError) as error:
        add_profile(by=alice, facts={"name": "Ann", "for_child": True})
    assert "highest age rating" in messages_of(error)


def test_the_limit_says_an_age(alice):
    with pytest.raises(ValidationError) as error:
        add_profile(by=alice, facts={"name": "Ann", "for_child": True, "highest_rating": rating("NR")})
    assert "highest_rating" in error.value.message_dict


def test_the_own_profile_is_no_childs(alice):
    with pytest.raises(ValidationError) as error:
        facts = {"for_child": True, "highest_rating": rating("PG")}
        change_profile(profile=alice.profiles.get(), by=alice, facts=facts)
    assert "for its owner" in messages_of(error)


def test_a_child_that_grows_up_leaves_limit_and_pin_behind(alice, ann):
    change_profile(profile=ann, by=alice, facts={"pin": "1234", "shows_unrated": True})
    change_profile(profile=ann, by=alice, facts={"for_child": False})
    ann.refresh_from_db()
    assert (ann.highest_rating, ann.pin, ann.shows_unrated, ann.highest_age) == (None, "", False, None)


def test_a_childs_profile_is_shown_to_nobody(alice, ann):
    change_profile(profile=ann, by=alice, facts={"is_public": True})
    ann.refresh_from_db()
    assert not ann.is_public


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "١٢٣٤", " 1234"])
def test_a_pin_is_four_to_eight_digits(alice, ann, pin):
    with pytest.raises(ValidationError) as error:
        change_profile(profile=ann, by=alice, facts={"pin": pin})
    assert "4 to 8 digits" in messages_of(error)


def test_a_pin_is_kept_hashed(alice, ann):
    change_profile(profile=ann, by=alice, facts={"pin": "4711"})
    ann.refresh_from_db()
    assert "4711" not in ann.pin
    assert ann.knows_pin("4711")
    assert not ann.knows_pin("4712")


def test_the_own_profile_stays(alice):
    with pytest.raises(ValidationError) as error:
        remove_profile(profile=alice.profiles.get(), by=alice)
    assert "account's own" in messages_of(error)


def test_nobody_changes_the_household_of_others(alice, bob, ann, administrator):
    for stranger in (bob, administrator):
        with pytest.raises(PermissionDenied):
            change_profile(profile=ann, by=stranger, facts={"name": "Mine"})
        with pytest.raises(PermissionDenied):
            remove_profile(profile=ann, by=stranger)


BROKEN = {
    "ninth": {"place": 9},
    "none": {"place": 0},
    "taken place": {"place": 1},
    "no name": {"name": ""},
    "same name": {"name": "aLICE"},
    "child without limit": {"for_child": True},
    "grown-up with PIN": {"pin": "x"},
    "grown-up with unrated films": {"shows_unrated": True},
}


@pytest.mark.parametrize("facts", BROKEN.values(), ids=BROKEN)
def test_the_database_holds_it_too(alice, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.create(**{"account": alice, "place": 2, "name": "Ben"} | facts)


def test_the_database_knows_what_a_child_is(alice, ann):
    for change in ({"is_public": True}, {"highest_rating": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Profile.objects.filter(pk=ann.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.filter(account=alice, place=1).update(for_child=True, highest_rating=rating("PG"))


def test_members_see_their_own_and_the_public_ones(alice, bob, charlie, ann, administrator):
    change_profile(profile=bob.profiles.get(), by=bob, facts={"is_public": True})

    def seen_by(user):
        return {profile.name for profile in Profile.objects.visible_to(user)}

    assert seen_by(alice) == {"Alice", "Ann", "Bob"}
    assert seen_by(charlie) == {"Charlie", "Bob"}
    assert seen_by(administrator) >= {"Alice", "Ann", "Bob", "Charlie"}
    bob.is_active = False
    bob.save()
    assert seen_by(charlie) == {"Charlie"}
