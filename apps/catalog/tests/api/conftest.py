import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_cache():
    """The choices of the filters are kept for minutes, longer than a test's genres live."""
    cache.clear()
