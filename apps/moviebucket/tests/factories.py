"""Rows for tests."""

import factory
from factory.django import DjangoModelFactory

from apps.moviebucket.models import Bucket, Item


class BucketFactory(DjangoModelFactory):
    """Say whose: `BucketFactory(owner=...)`."""

    class Meta:
        model = Bucket

    name = factory.Sequence(lambda n: f"Bucket {n}")


class ItemFactory(DjangoModelFactory):
    """Say in which bucket: `ItemFactory(bucket=...)`."""

    class Meta:
        model = Item

    title = factory.Sequence(lambda n: f"Film {n}")
    format_id = "DVD"
    length = 117
    release_year = 1979
    rating = 4
