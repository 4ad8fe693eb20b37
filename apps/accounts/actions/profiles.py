"""The people of a household: added, changed, removed, and who of them watches now."""

from typing import TypedDict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest

from apps.accounts.models import MOST_PROFILES, Profile, User
from apps.accounts.viewers import watch_as
from apps.core.visits import too_many

PIN_TRIES, PIN_SECONDS = 5, 15 * 60
PIN_LENGTHS = (4, 8)


class ProfileFacts(TypedDict, total=False):
    """What one may say of a profile. A fact that is left out stays as it is.

    `pin` is four to eight digits, "" to have none. A grown-up's profile keeps neither rating nor PIN.
    """

    name: str
    avatar: str
    language: str
    is_public: bool
    for_child: bool
    highest_rating: models.Model | None  # a catalog.AgeRating
    shows_unrated: bool
    pin: str


class TooManyTries(ValidationError):
    """The PIN was wrong too often; the message says when to try again."""


@transaction.atomic
def add_profile(*, by: User, facts: ProfileFacts) -> Profile:
    """A further profile of the account, in its first free place. ValidationError names what breaks a rule."""
    User.objects.select_for_update().get(pk=by.pk)
    taken = set(Profile.objects.of(by).values_list("place", flat=True))
    free = next((place for place in range(1, MOST_PROFILES + 1) if place not in taken), None)
    if free is None:
        raise ValidationError(f"An account has at most {MOST_PROFILES} profiles. Remove one to make another.")
    return _save(Profile(account=by, place=free), facts)


@transaction.atomic
def change_profile(*, profile: Profile, by: User, facts: ProfileFacts) -> Profile:
    _must_own(profile, by)
    return _save(profile, facts)


def remove_profile(*, profile: Profile, by: User) -> None:
    """Removes it with all that is its own: lists, diary, imports."""
    _must_own(profile, by)
    if profile.is_own:
        raise ValidationError("This profile is the account's own. It goes when the account goes.")
    profile.delete()


def watch(*, request: HttpRequest, profile: Profile, pin: str = "") -> None:
    """Who watches at this browser from now on. Out of a child's profile with a PIN it takes the PIN."""
    _must_own(profile, request.user)
    current: Profile | None = getattr(request, "profile", None)
    if current is not None and current != profile and current.for_child and current.pin:
        if too_many(request, f"pin-{current.pk}", allowed=PIN_TRIES, seconds=PIN_SECONDS):
            raise TooManyTries("That were too many tries. Wait a quarter of an hour, or sign out and in again.")
        if not current.knows_pin(pin):
            raise ValidationError({"pin": "That is not the PIN of this profile."})
    watch_as(request, profile)


def _must_own(profile: Profile, user: User | models.Model) -> None:
    if profile.account_id != user.pk:
        raise PermissionDenied("This profile belongs to another account.")


def _save(profile: Profile, facts: ProfileFacts) -> Profile:
    pin = facts.get("pin")
    for name in ("name", "avatar", "language", "is_public", "for_child", "highest_rating", "shows_unrated"):
        if name in facts:
            setattr(profile, name, facts[name])  # type: ignore[literal-required]
    profile.name = profile.name.strip()
    if pin is not None:
        _check_pin(pin)
        profile.set_pin(pin)
    if profile.for_child:
        profile.is_public = False
    else:
        profile.highest_rating, profile.shows_unrated, profile.pin = None, False, ""
    profile.full_clean()
    profile.save()
    return profile


def _check_pin(pin: str) -> None:
    shortest, longest = PIN_LENGTHS
    if pin and not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= longest):
        raise ValidationError({"pin": f"A PIN has {shortest} to {longest} digits."})
