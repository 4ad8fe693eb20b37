"""The page of a person."""

import json
import re
from datetime import date

import pytest

from apps.catalog.models import Credit
from apps.catalog.tests.factories import CastFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db
EVIL = "</script><script>alert(1)</script>"


def worked(person, movie, job="Director", department="Directing"):
    return Credit.objects.create(movie=movie, person=person, kind="crew", job=job, department=department)


@pytest.fixture
def agnes():
    person = PersonFactory(
        name="Agnès Varda", biography="She filmed.", birthday=date(1928, 5, 30), deathday=date(2019, 3, 29),
        known_for_department="Directing", place_of_birth="Ixelles",
    )  # fmt: skip
    for title, year in (("La Pointe Courte", 1955), ("Cléo from 5 to 7", 1962), ("The Gleaners and I", 2000)):
        worked(person, MovieFactory(title=title, year=year))
    CastFactory(person=person, movie=MovieFactory(title="The Beaches", year=2008), character="Herself")
    return person


@pytest.mark.parametrize("persona", [None, "alice", "charlie", "moderator"])
def test_everybody_may_read(persona, as_user, request, agnes):
    user = request.getfixturevalue(persona) if persona else None
    response = as_user(user).get(agnes.get_absolute_url())
    assert response.status_code == 200
    assert "Edit this person" not in response.content.decode()


def test_what_the_page_tells(client, agnes):
    page = client.get(agnes.get_absolute_url()).content.decode()
    for words in ("Agnès Varda", "1928–2019", "Ixelles", "She filmed.", "Directing", "Cléo from 5 to 7"):
        assert words in page, words


def test_films_stand_by_role_and_the_newest_first(client, agnes):
    context = client.get(agnes.get_absolute_url()).context
    assert [(role.name, role.count) for role in context["roles"]] == [("Directing", 3), ("Acting", 1)]
    assert [part.year for part in context["page"]] == [2000, 1962, 1955]
    acting = client.get(agnes.get_absolute_url() + "?role=acting").context
    assert [(part.title, part.note) for part in acting["page"]] == [("The Beaches", "Herself")]


def test_announced_films_without_a_date_come_first(client, agnes):
    worked(agnes, MovieFactory(title="Announced", year=None))
    parts = list(client.get(agnes.get_absolute_url()).context["page"])
    assert [part.title for part in parts][:2] == ["Announced", "The Gleaners and I"]


def test_two_jobs_in_a_film_are_one_line(client, agnes):
    film = MovieFactory(title="Vagabond", year=1985)
    worked(agnes, film)
    worked(agnes, film, job="Co-Director")
    parts = [part for part in client.get(agnes.get_absolute_url()).context["page"] if part.title == "Vagabond"]
    assert [part.note for part in parts] == ["Director, Co-Director"]


@pytest.mark.parametrize(
    "query", ["role=nothing", "role=%00", "page=0", "page=99999999999", "page=abc", "role=" + "x" * 3000]
)
def test_a_mistyped_address_gives_the_nearest_page(client, agnes, query):
    assert client.get(f"{agnes.get_absolute_url()}?{query}").status_code == 200


def test_a_wrong_slug_leads_to_the_right_one(client, agnes):
    for path in (f"/people/{agnes.pk}/", f"/people/{agnes.pk}/varda/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, agnes.get_absolute_url())


@pytest.mark.parametrize("pk", ["0", "424242", "99999999999999999999999", "abc"])
def test_no_such_person(client, pk):
    assert client.get(f"/people/{pk}/x/").status_code == 404


def test_adult_people_and_adult_films_are_not_there(client, agnes):
    assert client.get(PersonFactory(adult=True).get_absolute_url()).status_code == 404
    worked(agnes, MovieFactory(title="Hidden", adult=True))
    assert "Hidden" not in client.get(agnes.get_absolute_url()).content.decode()


def test_a_person_without_films_is_still_a_page(client):
    assert "No films yet" in client.get(PersonFactory().get_absolute_url()).content.decode()


def test_everything_from_outside_is_escaped(client):
    person = PersonFactory(name=EVIL, biography=EVIL, place_of_birth=EVIL)
    CastFactory(person=person, movie=MovieFactory(title=EVIL), character=EVIL)
    page = client.get(person.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (data["@type"], data["name"]) == ("Person", EVIL)


def test_a_long_career_stays_in_budget(client, agnes, django_assert_max_num_queries, django_assert_num_queries):
    client.get(agnes.get_absolute_url())
    with django_assert_max_num_queries(6) as short:
        client.get(agnes.get_absolute_url() + "?1")
    for n in range(450):
        worked(agnes, MovieFactory(title=f"A Film with a Title of Middling Length {n}"))
    with django_assert_num_queries(len(short)):
        response = client.get(agnes.get_absolute_url() + "?2")
    assert len(response.content) <= 60_000
    assert len(response.context["page"]) == 100
    assert response.context["page"].paginator.count == 453
