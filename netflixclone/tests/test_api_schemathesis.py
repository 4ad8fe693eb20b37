"""The API against its own schema: generated requests, good and bad, as a visitor, a member and a curator.

Nothing may answer with a 500, with a status or a body that the schema does not know, or take what it calls wrong.
Runs for some minutes: `make test-all`, or `pytest -m schemathesis`.
"""

import pytest
import schemathesis
from django.core.cache import cache
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory
from netflixclone.wsgi import application

pytestmark = [pytest.mark.schemathesis, pytest.mark.django_db]

METHODS = ("get", "post", "put", "patch", "delete")
GENERATED = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def operations():
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return [(path, method) for path, item in paths.items() for method in METHODS if method in item]


@pytest.fixture
def api(db):
    return schemathesis.openapi.from_wsgi("/api/schema?format=json", application)


@pytest.fixture
def some_films(db):
    cache.clear()
    movies = [MovieFactory(genres=[GenreFactory(name="Horror")]) for _ in range(3)]
    CastFactory(movie=movies[0])


def session_cookie(user):
    if user is None:
        return {}
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("persona", [None, "alice", "curator"])
@pytest.mark.parametrize(("path", "method"), operations())
def test_it_keeps_to_its_schema(path, method, persona, mode, api, some_films, request):
    cookies = session_cookie(persona and request.getfixturevalue(persona))

    @GENERATED
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    def generated_request(case):
        case.call_and_validate(cookies=cookies)

    generated_request()
