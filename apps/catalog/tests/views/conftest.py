import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_kept_pages():
    """Each test begins with nothing in the cache: a page kept by another would hide what this one changed."""
    cache.clear()
