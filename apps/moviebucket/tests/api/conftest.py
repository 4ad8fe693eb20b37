import pytest

from apps.moviebucket.tests.factories import ItemFactory

JSON = "application/json"


@pytest.fixture
def send():
    """`send(client, "post", address, body, **headers)`: a body as JSON."""

    def sent(client, method, address, body=None, **headers):
        body = {} if body is None else body
        return getattr(client, method)(address, body, content_type=JSON, headers=headers)

    return sent


@pytest.fixture
def base(bucket):
    return f"/api/buckets/{bucket.pk}"


@pytest.fixture
def item(bucket):
    return ItemFactory(bucket=bucket, title="Alien", format_id="VHS")
