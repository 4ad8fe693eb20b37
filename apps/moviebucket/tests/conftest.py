import pytest

from apps.accounts.models import User
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
def values() -> dict[str, object]:
    """What an item needs, right."""
    return {"title": "Alien", "format": "VHS", "length": 117, "release_year": 1979, "rating": 5}
