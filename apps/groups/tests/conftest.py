import pytest

from apps.accounts.models import Profile, User
from apps.groups.actions import create_group
from apps.groups.models import Group


@pytest.fixture
def group(alice: User, bob: User) -> Group:
    """Alice manages it, and Bob is in it."""
    made = create_group(by=alice, name="Film club")
    made.memberships.create(user=bob)
    return made


@pytest.fixture
def of():
    """`of(alice)` is her account's own profile."""

    def own(user: User) -> Profile:
        return Profile.objects.as_viewers().get(account=user, place=1)

    return own


@pytest.fixture
def send():
    """`send(client, "post", address, body)`: a body as JSON."""

    def sent(client, method, address, body=None):
        return getattr(client, method)(address, body or {}, content_type="application/json")

    return sent
