"""The API against its own schema: generated requests, good and bad, as a visitor, a member and a curator.

Nothing may answer with a 500, with a status or a body that the schema does not know, or take what it calls wrong.
Runs for some minutes: `make test-all`, or `make test-api`.
"""

import json

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory

pytestmark = [pytest.mark.api, pytest.mark.django_db]

METHODS = ("get", "post", "put", "patch", "delete")
GENERATED = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def operations_of(schema):
    return [
        (path, method, item[method]) for path, item in schema["paths"].items() for method in METHODS if method in item
    ]


def addresses():
    return [(path, method) for path, method, _ in operations_of(SchemaGenerator().get_schema(public=True))]


def with_genres_that_there_are(case):
    """The schema cannot know which genres a site has, and a film of none of them is rightly refused."""
    if case.query.get("genre"):
        case.query["genre"] = ["horror"]
    if isinstance(case.body, dict) and case.body.get("genres"):
        case.body["genres"] = ["horror"]


def schema_for(persona):
    """The schema as it is served. Who has a session always sends it: no log-in is then made up or left out."""
    served = json.loads(Client().get("/api/schema?format=json").content)
    if persona is not None:
        for _, _, operation in operations_of(served):
            operation.pop("security", None)
    schema = schemathesis.openapi.from_dict(served)
    schema.app = WSGIHandler()
    return schema


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
@pytest.mark.parametrize(("path", "method"), addresses())
def test_it_keeps_to_its_schema(path, method, persona, mode, some_films, request):
    cookies = session_cookie(persona and request.getfixturevalue(persona))

    schema = schema_for(persona)

    @GENERATED
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def generated_request(case):
        if mode is GenerationMode.POSITIVE:
            with_genres_that_there_are(case)
        case.call_and_validate(cookies=cookies)

    try:
        generated_request()
    except Unsatisfiable:
        pytest.skip("It takes nothing that could be wrong.")
