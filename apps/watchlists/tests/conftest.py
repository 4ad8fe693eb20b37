import pytest

from apps.accounts.models import Profile
from apps.watchlists.models import Watchlist
from apps.watchlists.tests.factories import WatchlistFactory


@pytest.fixture
def watchlist(own_alice: Profile) -> Watchlist:
    """A private list of Alice's."""
    return WatchlistFactory(profile=own_alice, name="For rainy days")
