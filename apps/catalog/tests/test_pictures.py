import os
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Franchise, Studio, WatchProvider
from apps.catalog.tests.factories import MovieFactory, PersonFactory
from apps.catalog.tmdb import pictures
from apps.core.tests import service
from apps.core.tests.service import Answer, Service

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 100


@pytest.fixture
def images(settings, tmp_path):
    cache.clear()
    settings.TMDB_IMAGE_PROXY, settings.MEDIA_ROOT = True, tmp_path
    with service.running() as running:
        settings.TMDB_IMAGE_URL = f"{running.url}/t/p"
        running.says(Answer(JPEG, headers={"Content-Type": "image/jpeg"}))
        yield running
    cache.clear()


@pytest.fixture
def movie(db):
    return MovieFactory(poster_path="/abcPoster.jpg", backdrop_path="/abcBack.jpg")


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_everybody_sees_a_held_films_poster(images: Service, movie, as_user, alice, curator):
    for user in (None, alice, curator):
        response = as_user(user).get("/pictures/w342/abcPoster.jpg")

        assert (response.status_code, response["Content-Type"], body_of(response)) == (200, "image/jpeg", JPEG)
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.has_header("Set-Cookie")


def test_it_is_fetched_once_and_kept(images: Service, movie, client, tmp_path):
    for _ in range(3):
        body_of(client.get("/pictures/w342/abcPoster.jpg"))

    assert [asked.path for asked in images.asked] == ["/t/p/w342/abcPoster.jpg"]
    assert files(tmp_path) == ["pictures/w342/ab/abcPoster.jpg"]


def test_a_kept_picture_needs_no_query_and_no_tmdb(images: Service, movie, client):
    body_of(client.get("/pictures/w342/abcPoster.jpg"))
    images.says(Answer(b"", 500))

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/pictures/w342/abcPoster.jpg")
    assert body_of(response) == JPEG
    assert len(queries) == 0


def test_pictures_of_everything_that_we_hold(images: Service, client):
    MovieFactory(backdrop_path="/back.jpg")
    PersonFactory(profile_path="/face.jpg")
    WatchProvider.objects.create(tmdb_id=8, name="Service", logo_path="/logo.jpg")
    Studio.objects.create(name="Studio", logo_path="/studio.jpg")
    Franchise.objects.create(name="Series", poster_path="/set.jpg", backdrop_path="/setback.jpg")

    for name in ("back", "face", "logo", "studio", "set", "setback"):
        response = client.get(f"/pictures/w185/{name}.jpg")
        assert (response.status_code, body_of(response)) == (200, JPEG), name


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/w342/nobodys.jpg",
        "/pictures/w343/abcPoster.jpg",
        "/pictures/W342/abcPoster.jpg",
        "/pictures/w342/abcPoster.gif",
        "/pictures/w342/abcPoster",
        "/pictures/w342/.jpg",
        "/pictures/w342/..%2f..%2fsettings.jpg",
        "/pictures/w342/%2e%2e.jpg",
        "/pictures/../w342/abcPoster.jpg",
        "/pictures/w342/abcPoster.jpg%00.png",
        "/pictures/w342/abcPoster.jpg%0a",
        "/pictures/w342/" + "a" * 500 + ".jpg",
        "/pictures/w342/é.jpg",
    ],
)
def test_nothing_else_is_fetched(images: Service, movie, client, tmp_path, path):
    response = client.get(path)

    assert response.status_code == 404
    assert images.asked == [] and files(tmp_path) == []


def test_a_drawing_that_could_run_is_not_passed_on(images: Service, client):
    Studio.objects.create(name="Studio", logo_path="/studio.svg")

    assert client.get("/pictures/w185/studio.svg").status_code == 404
    assert images.asked == []


def test_switched_off_there_is_nothing(images: Service, movie, client, settings):
    settings.TMDB_IMAGE_PROXY = False

    assert client.get("/pictures/w342/abcPoster.jpg").status_code == 404
    assert images.asked == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pictures_are_only_read(images: Service, movie, client, method):
    assert getattr(client, method)("/pictures/w342/abcPoster.jpg").status_code == 405


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(b"", 404), 404),
        (Answer(b"", 500), 502),
        (Answer(b"", 429), 502),
        (Answer(drop=True), 502),
        (Answer(JPEG, missing=100), 502),
        (Answer(b"<html>gotcha</html>", headers={"Content-Type": "image/jpeg"}), 404),
        (Answer(b"<svg onload='alert(1)'/>", headers={"Content-Type": "image/svg+xml"}), 404),
        (Answer(b""), 404),
        (Answer(JPEG * 10_000), 404),
        (Answer(b"", 302, {"Location": "http://169.254.169.254/latest"}), 404),
    ],
    ids=["404", "500", "429", "drop", "half", "HTML", "SVG", "empty", "too large", "redirect"],
)
def test_what_is_no_picture_is_not_kept_and_soon_asked_for_again(images, movie, client, tmp_path, answer, status):
    images.says(answer)
    response = client.get("/pictures/w342/abcPoster.jpg")

    assert (response.status_code, response["Cache-Control"]) == (status, "public, max-age=60")
    assert files(tmp_path) == []


def test_what_it_is_is_said_by_its_bytes(images: Service, movie, client):
    images.says(Answer(PNG, headers={"Content-Type": "text/html"}))

    response = client.get("/pictures/w342/abcPoster.jpg")
    assert (response["Content-Type"], body_of(response)) == ("image/png", PNG)


def test_while_tmdb_is_down_pages_full_of_pictures_do_not_wait(images: Service, movie, client):
    images.says(Answer(drop=True))
    for number in range(5):
        MovieFactory(poster_path=f"/p{number}.jpg")
    statuses = [client.get(f"/pictures/w342/p{number}.jpg").status_code for number in range(5)]

    assert statuses == [502] * 5
    assert len(images.asked) == 1


def test_old_pictures_are_dropped(images: Service, movie, client, tmp_path):
    body_of(client.get("/pictures/w342/abcPoster.jpg"))
    body_of(client.get("/pictures/w780/abcBack.jpg"))
    old = tmp_path / "pictures/w342/ab/abcPoster.jpg"
    os.utime(old, (0, time.time() - 151 * 86_400))

    assert pictures.drop_old() == 1
    assert files(tmp_path) == ["pictures/w780/ab/abcBack.jpg"]


def test_looking_a_path_up_uses_an_index_each_time():
    with connection.cursor() as cursor:
        for table, column in (
            ("catalog_movie", "poster_path"),
            ("catalog_movie", "backdrop_path"),
            ("catalog_person", "profile_path"),
        ):
            indexes = connection.introspection.get_constraints(cursor, table).values()
            assert any(index["index"] and index["columns"] == [column] for index in indexes), (table, column)
