"""Rows for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from apps.catalog.tests.factories import MovieFactory
from apps.diary.models import Viewing


class ViewingFactory(DjangoModelFactory):
    """Give it a `profile`."""

    class Meta:
        model = Viewing

    movie = factory.SubFactory(MovieFactory)
    watched_on = date(2025, 11, 3)
