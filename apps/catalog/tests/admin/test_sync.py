"""What was asked of TMDB, and what is stale."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.catalog.models import MergedMovie, SyncRun
from apps.catalog.tests.factories import MovieFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/catalog/syncrun/"


@pytest.fixture
def runs():
    now = timezone.now()
    SyncRun.objects.create(name="changes", state="done", done=12, finished_at=now)
    return SyncRun.objects.create(
        name="popular", state="failed", failed=3, errors="one\nTMDB answers 503", finished_at=now
    )


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 302), ("alice", 302), ("moderator", 403), ("curator", 200), ("administrator", 200)]
)
def test_who_may_come_in(persona, expected, as_user, runs, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get(LIST).status_code == expected
    assert client.get(f"{LIST}{runs.pk}/change/").status_code == expected


@pytest.mark.parametrize("persona", ["curator", "administrator"])
def test_nobody_writes_here(persona, as_user, runs, request):
    client = as_user(request.getfixturevalue(persona))
    assert client.get(LIST + "add/").status_code == 403
    assert client.post(f"{LIST}{runs.pk}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"{LIST}{runs.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_last_run_and_its_errors(as_user, curator, runs):
    page = as_user(curator).get(LIST).content.decode()
    assert "Last finished: changes" in page
    assert "TMDB answers 503" in page
    assert "no TMDB key" in page


def test_what_is_stale_with_the_films_behind_each_figure(as_user, curator):
    now = timezone.now()
    for number, fields in enumerate(
        [
            {},
            {},
            {"fetched_at": now},
            {"fetched_at": now - timedelta(days=160)},
            {"fetched_at": now - timedelta(days=200)},
            {"fetched_at": now, "tmdb_gone_at": now},
        ]
    ):
        MovieFactory(source="tmdb", tmdb_id=number + 1, **fields)
    MovieFactory()
    client = as_user(curator)
    figures = client.get(LIST).context["figures"]
    assert [figure.count for figure in figures] == [2, 2, 1, 1]
    for figure in figures:
        assert client.get(figure.url).context["cl"].result_count == figure.count


def test_an_empty_site(as_user, curator):
    SyncRun.objects.create(name="starter", state="done", finished_at=timezone.now())
    assert "No synchronisation has finished yet" in as_user(curator).get(LIST).content.decode()


def test_where_merged_films_lead(as_user, administrator):
    MergedMovie.objects.create(old_id=77, tmdb_id=348, movie=MovieFactory(title="Alien"))
    client = as_user(administrator)
    assert "Alien" in client.get("/admin/catalog/mergedmovie/").content.decode()
    assert client.get("/admin/catalog/mergedmovie/add/").status_code == 403
