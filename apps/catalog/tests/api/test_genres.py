"""/api/genres."""

import pytest

from apps.catalog.tests.factories import GenreFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("persona", [None, "alice", "curator", "moderator", "administrator"])
def test_everybody_may_read_and_nobody_writes_here(persona, as_user, request):
    western, animation = GenreFactory(name="Western"), GenreFactory(name="Animation")
    client = as_user(persona and request.getfixturevalue(persona))
    listed = client.get("/api/genres").json()
    assert (listed["count"], listed["results"][0]["slug"]) == (2, "animation")
    assert listed["results"][0]["id"] == animation.pk
    assert client.get(f"/api/genres/{western.pk}").json() == {"id": western.pk, "name": "Western", "slug": "western"}
    assert client.put(f"/api/genres/{western.pk}", {}, content_type="application/json").status_code == 405


def test_no_such_genre(client):
    assert client.get("/api/genres/12345").status_code == 404
    assert client.get("/api/genres/western").status_code == 404
    assert client.get("/api/genres?page=2").json()["detail"] == "There is only one page."
