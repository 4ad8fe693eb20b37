"""What load balancers and Prometheus ask."""

import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import path
from django_tasks_db.models import DBTaskResult

from netflixclone import health, tasks

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
pytestmark = pytest.mark.urls(__name__)
TOKEN = "a-token-of-more-than-twenty-characters"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_process_answers_without_asking_the_database(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_only_questions_are_taken(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_every_part_is_asked_and_leaves_nothing_behind(client, media):
    response = client.get("/readyz")
    assert response.status_code == 200, response.content
    assert response.json() == {
        "status": "ok",
        "parts": {
            "database": {"status": "ok"},
            "cache": {"status": "ok"},
            "storage": {"status": "ok"},
            "queue": {"status": "ok", "oldest_seconds": 0},
        },
    }
    assert [file for file in media.rglob("*") if file.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_cannot_be_written_is_down_and_only_the_log_says_why(client, media, settings, caplog):
    (media / "file").write_text("")
    settings.MEDIA_ROOT = media / "file"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "down"
    assert response.json()["parts"]["storage"] == {"status": "down"}
    assert response.json()["parts"]["database"] == {"status": "ok"}
    assert str(media) not in response.content.decode()
    assert "storage is down" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_forgets_is_down(client, media, monkeypatch):
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda *args, **kwargs: None)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["cache"] == {"status": "down"}


@pytest.mark.django_db(transaction=True)
def test_a_part_that_hangs_is_down_after_the_time_limit(client, media, monkeypatch):
    monkeypatch.setattr(health, "TIME_LIMIT", 0.3)
    monkeypatch.setitem(health.PARTS, "storage", lambda: time.sleep(3) or {})
    started = time.monotonic()
    response = client.get("/readyz")
    assert time.monotonic() - started < 2.5
    assert response.status_code == 503
    assert response.json()["parts"]["storage"] == {"status": "down"}


@pytest.mark.django_db(transaction=True)
def test_a_late_queue_is_told_and_the_site_stays(client, media, time_machine):
    time_machine.move_to("2026-11-20 12:00:00+00:00", tick=False)
    tasks.clear_leftovers.enqueue()
    time_machine.move_to("2026-11-20 12:20:00+00:00", tick=False)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["parts"]["queue"] == {"status": "late", "oldest_seconds": 1200}
    DBTaskResult.objects.all().delete()


def figures(settings, *, token: str = "", networks=(), header: str = "", remote: str = "203.0.113.9", **extra) -> int:
    settings.METRICS_TOKEN, settings.METRICS_ALLOWED_ADDRESSES = token, list(networks)
    if header:
        extra["HTTP_AUTHORIZATION"] = header
    response = Client().get("/metrics", REMOTE_ADDR=remote, **extra)
    if response.status_code == 200:
        assert b"python_info" in response.content
    return response.status_code


def test_figures_are_for_the_bearer_of_the_token(settings):
    assert figures(settings, token=TOKEN, header=f"Bearer {TOKEN}") == 200
    assert figures(settings, token=TOKEN, header=f"Bearer {TOKEN[:-1]}") == 404
    assert figures(settings, token=TOKEN, header=TOKEN) == 404
    assert figures(settings, token=TOKEN) == 404


def test_without_a_token_no_header_opens_them(settings):
    for header in ("", "Bearer", "Bearer ", "Basic Og=="):
        assert figures(settings, header=header) == 404


@pytest.mark.parametrize(
    ("remote", "status"), [("10.0.0.7", 200), ("10.0.1.7", 404), ("::1", 200), ("", 404), ("unix:", 404)]
)
def test_figures_are_for_allowed_addresses(settings, remote, status):
    assert figures(settings, networks=["10.0.0.0/24", "::1"], remote=remote) == status


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"])
def test_an_allowed_address_that_forwards_for_somebody_is_not_enough(settings, header):
    extra = {header: "10.0.0.7"}
    assert figures(settings, networks=["10.0.0.7"], remote="10.0.0.7", **extra) == 404


def test_members_are_no_exception(settings, as_user, administrator):
    settings.METRICS_ALLOWED_ADDRESSES = []
    assert as_user(administrator).get("/metrics").status_code == 404
