from collections.abc import Iterator

import pytest
from django.core.cache import cache

from apps.catalog.tmdb import client as client_module
from apps.catalog.tmdb.client import TmdbClient
from apps.core.rates import RateLimiter
from apps.core.tests import service
from apps.core.tests.service import Service

TOKEN = "t0ken-nobody-may-read"


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses between tries are noted instead of slept, and no test waits for another's calls."""
    pauses: list[float] = []
    original = TmdbClient.__init__

    def init(self: TmdbClient, *args: object, **options: object) -> None:
        original(self, *args, **({"sleep": pauses.append} | options))  # type: ignore[arg-type]

    monkeypatch.setattr(TmdbClient, "__init__", init)
    monkeypatch.setattr(client_module, "limiter", RateLimiter(10_000))
    return pauses


@pytest.fixture
def tmdb(settings) -> Iterator[Service]:
    """A TMDB of this test's own, that the settings point at."""
    with service.running() as running:
        settings.TMDB_API_URL = f"{running.url}/3"
        settings.TMDB_IMAGE_URL = f"{running.url}/t/p"
        settings.TMDB_API_TOKEN, settings.TMDB_API_KEY, settings.TMDB_ENABLED = TOKEN, "", True
        yield running
