import pytest
from django.conf import settings

from apps.accounts.models import Profile, User
from apps.catalog.models import AgeRating


@pytest.fixture
def profile(alice: User) -> Profile:
    """Alice's own."""
    return alice.profiles.get(place=1)


@pytest.fixture
def stranger(charlie: User) -> Profile:
    return charlie.profiles.get(place=1)


@pytest.fixture
def make_child():
    """`make_child(alice)`: a profile of the household that sees films up to PG, and none without an age rating."""

    def child_of(user: User) -> Profile:
        rating, _ = AgeRating.objects.get_or_create(
            country=settings.HOME_COUNTRY, name="Up to ten", defaults={"minimum_age": 10}
        )
        return Profile.objects.create(account=user, place=2, name="Dot", for_child=True, highest_rating=rating)

    return child_of
