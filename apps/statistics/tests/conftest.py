import pytest

from apps.accounts.models import Profile, User
from apps.catalog.models import AgeRating, ReleaseDate
from apps.watchlists.models import Watchlist


@pytest.fixture
def kid(alice: User) -> Profile:
    """A child of Alice's household, who may see films from 8 on and younger."""
    rating = AgeRating.objects.get_or_create(country="US", name="PG", defaults={"minimum_age": 8, "order": 2})[0]
    made = Profile.objects.create(account=alice, place=2, name="Kim", for_child=True, highest_rating=rating)
    return Profile.objects.as_viewers().get(pk=made.pk)


@pytest.fixture
def as_kid(as_user, alice, kid):
    """A browser of the household in which the child watches."""
    client = as_user(alice)
    client.post(f"/profiles/{kid.pk}/watch/")
    return client


@pytest.fixture
def watchlist(own_alice: Profile) -> Watchlist:
    return Watchlist.objects.main_of(own_alice)


def comes_out(movie, on, *, country="US", kind=ReleaseDate.Kind.THEATRICAL, note=""):
    return ReleaseDate.objects.create(movie=movie, date=on, country=country, kind=kind, note=note)
