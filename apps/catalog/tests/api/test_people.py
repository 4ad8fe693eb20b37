"""/api/people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog import search
from apps.catalog.models import Credit
from apps.catalog.tests.factories import CastFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def weaver():
    person = PersonFactory(name="Sigourney Weaver", popularity=20, also_known_as=["Susan Weaver"])
    CastFactory(person=person, movie=MovieFactory(title="Alien", year=1979), character="Ripley")
    CastFactory(person=person, movie=MovieFactory(title="Galaxy Quest", year=1999), character="Gwen DeMarco")
    search.index_people([person.pk])
    return person


def names(response):
    return [person["name"] for person in response.json()["results"]]


@pytest.mark.parametrize("persona", [None, "alice", "curator", "moderator", "administrator"])
def test_everybody_may_read_and_nobody_writes_here(persona, as_user, weaver, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert names(client.get("/api/people")) == ["Sigourney Weaver"]
    assert client.get(f"/api/people/{weaver.pk}").status_code == 200
    assert client.post("/api/people", {}, content_type="application/json").status_code == 405
    assert client.delete(f"/api/people/{weaver.pk}").status_code == 405


def test_a_person_with_the_newest_films_first(client, weaver):
    hidden = MovieFactory(adult=True, year=2001)
    CastFactory(person=weaver, movie=hidden)
    Credit.objects.create(person=weaver, movie=MovieFactory(title="Alien 3"), kind="crew", job="Producer")
    person = client.get(f"/api/people/{weaver.pk}").json()
    assert person["also_known_as"] == ["Susan Weaver"]
    assert [role["movie"]["title"] for role in person["credits"]["cast"]] == ["Galaxy Quest", "Alien"]
    assert [job["job"] for job in person["credits"]["crew"]] == ["Producer"]


def test_search_and_order(client, weaver):
    PersonFactory(name="Bolaji Badejo", popularity=30)
    assert names(client.get("/api/people")) == ["Bolaji Badejo", "Sigourney Weaver"]
    assert names(client.get("/api/people?ordering=name")) == ["Bolaji Badejo", "Sigourney Weaver"]
    assert names(client.get("/api/people?search=sigourny")) == ["Sigourney Weaver"]


@pytest.mark.parametrize("query", ["ordering=birthday", "search=%00", "page=abc", "page_size=1000"])
def test_bad_queries(client, query):
    response = client.get(f"/api/people?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_no_such_person(client):
    hidden = PersonFactory(adult=True)
    assert client.get(f"/api/people/{hidden.pk}").status_code == 404
    assert client.get("/api/people/999999999999999999").status_code == 404


@pytest.mark.parametrize("address", ["/api/people", "/api/people/{pk}"])
def test_more_data_needs_no_more_queries(client, weaver, address):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address.format(pk=weaver.pk))
        counts.append(len(queries))
        for _ in range(6):
            CastFactory(person=weaver)
            CastFactory()
    assert counts[0] == counts[1]
