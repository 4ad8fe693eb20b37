import pytest

from apps.accounts.models import Profile, User
from apps.catalog.models import AgeRating
from apps.watchlists.models import Watchlist
from apps.watchlists.tests.factories import WatchlistFactory


def own(user: User) -> Profile:
    return Profile.objects.as_viewers().get(account=user, place=1)


@pytest.fixture
def ann(alice: User) -> Profile:
    """Alice as she watches: her account's own profile."""
    return own(alice)


@pytest.fixture
def ben(bob: User) -> Profile:
    return own(bob)


@pytest.fixture
def cat(charlie: User) -> Profile:
    return own(charlie)


@pytest.fixture
def kid(alice: User) -> Profile:
    """A child of Alice's household, who may see films for those under 10."""
    rating = AgeRating.objects.get_or_create(country="US", name="PG", defaults={"minimum_age": 8, "order": 2})[0]
    return Profile.objects.create(account=alice, place=2, name="Kim", for_child=True, highest_rating=rating)


@pytest.fixture
def watchlist(ann: Profile) -> Watchlist:
    """A private list of Alice's."""
    return WatchlistFactory(profile=ann, name="For rainy days")
