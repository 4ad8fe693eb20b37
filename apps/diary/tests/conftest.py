import pytest

from apps.accounts.models import Profile, User


@pytest.fixture
def profile(alice: User) -> Profile:
    """Alice's own."""
    return alice.profiles.get(place=1)


@pytest.fixture
def stranger(charlie: User) -> Profile:
    return charlie.profiles.get(place=1)
