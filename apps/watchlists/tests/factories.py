"""Rows for tests."""

import factory
from factory.django import DjangoModelFactory

from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.models import Entry, Watchlist
from apps.watchlists.models.entry import GAP


class WatchlistFactory(DjangoModelFactory):
    """Say whose: `WatchlistFactory(profile=...)`."""

    class Meta:
        model = Watchlist

    name = factory.Sequence(lambda n: f"List {n}")


class EntryFactory(DjangoModelFactory):
    """Each new one stands below those before; say on which list."""

    class Meta:
        model = Entry

    movie = factory.SubFactory(MovieFactory)
    position = factory.Sequence(lambda n: n * GAP)
