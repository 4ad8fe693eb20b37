import pytest

from apps.accounts.models import User
from apps.groups.actions import create_group
from apps.groups.models import Group
from apps.moviebucket.actions import share_with_group
from apps.moviebucket.models import Bucket, Share
from apps.moviebucket.tests.factories import BucketFactory


@pytest.fixture
def bucket(alice: User) -> Bucket:
    """A private bucket of Alice's."""
    return BucketFactory(owner=alice, name="Living room")


@pytest.fixture
def viewed(bucket: Bucket, bob: User) -> Bucket:
    """The same, and Bob may look at it."""
    Share.objects.create(bucket=bucket, user=bob, role="viewer")
    return bucket


@pytest.fixture
def edited(bucket: Bucket, bob: User) -> Bucket:
    """The same, and Bob may change what is in it."""
    Share.objects.create(bucket=bucket, user=bob, role="editor")
    return bucket


@pytest.fixture
def club(alice: User, bob: User) -> Group:
    """A group that Alice manages and Bob is in."""
    group = create_group(by=alice, name="Film club")
    group.memberships.create(user=bob)
    return group


@pytest.fixture
def grouped(bucket: Bucket, alice: User, club: Group) -> Bucket:
    """The bucket, and whoever is in the group may look at it."""
    share_with_group(bucket=bucket, by=alice, group=club, role="viewer")
    return bucket


@pytest.fixture
def values() -> dict[str, object]:
    """What an item needs, right."""
    return {"title": "Alien", "format": "VHS", "length": 117, "release_year": 1979, "rating": 5}
