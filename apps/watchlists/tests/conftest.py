import pytest

from apps.accounts.models import Profile, User
from apps.watchlists.models import Watchlist
from apps.watchlists.tests.factories import WatchlistFactory


def own(user: User) -> Profile:
    return Profile.objects.as_viewers().get(account=user, place=1)


@pytest.fixture
def own_alice(alice: User) -> Profile:
    """Alice as she watches: her account's own profile."""
    return own(alice)


@pytest.fixture
def own_bob(bob: User) -> Profile:
    return own(bob)


@pytest.fixture
def own_charlie(charlie: User) -> Profile:
    return own(charlie)


@pytest.fixture
def watchlist(own_alice: Profile) -> Watchlist:
    """A private list of Alice's."""
    return WatchlistFactory(profile=own_alice, name="For rainy days")
