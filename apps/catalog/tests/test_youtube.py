import pytest
from django.core.cache import cache

from apps.catalog import youtube
from apps.catalog.models import Movie, Trailer
from apps.catalog.tests.factories import MovieFactory
from apps.core.tests import service
from apps.core.tests.service import Answer, Service

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

KEY = "youtube-key-nobody-may-read"


@pytest.fixture
def tube(settings):
    cache.clear()
    with service.running() as running:
        settings.YOUTUBE_API_URL, settings.YOUTUBE_API_KEY = running.url, KEY
        yield running
    cache.clear()


@pytest.fixture
def movie(db) -> Movie:
    return MovieFactory(title="The Long Walk Home", year=1999)


def found(*titles: str) -> Answer:
    items = [
        {"id": {"videoId": f"video{n:06}"}, "snippet": {"title": title, "publishedAt": "2015-05-19T16:31:23Z"}}
        for n, title in enumerate(titles)
    ]
    return Answer({"items": items})


def test_the_first_that_is_the_films_trailer_is_kept(tube: Service, movie):
    tube.says(
        found(
            "Home: a walk",
            "The Long Walk Home REACTION trailer",
            "The Long Walk Home (1999) Official Trailer &amp; more",
        )
    )

    trailer = youtube.find_trailer(movie)

    assert (trailer.key, trailer.site, trailer.kind, trailer.name) == (
        "video000002",
        "YouTube",
        "Trailer",
        "The Long Walk Home (1999) Official Trailer & more",
    )
    assert trailer.published_at is not None
    (asked,) = tube.asked
    assert asked.path == "/search"
    assert "The Long Walk Home 1999" in asked.query["q"]


def test_the_key_is_in_a_header_and_not_in_the_url(tube: Service, movie, caplog):
    caplog.set_level("DEBUG")
    tube.says(found())
    youtube.find_trailer(movie)

    assert tube.asked[0].headers["X-Goog-Api-Key"] == KEY
    assert KEY not in str(tube.asked[0].query) and KEY not in caplog.text


def test_it_is_asked_once_and_the_answer_kept_even_when_it_is_none(tube: Service, movie):
    tube.says(found("Something else"))

    assert youtube.find_trailer(movie) is None
    movie.refresh_from_db()
    assert movie.trailer_asked_at is not None
    youtube.find_trailer(movie)
    assert len(tube.asked) == 1


def test_a_film_with_a_trailer_is_not_asked_for(tube: Service, movie):
    Trailer.objects.create(movie=movie, site="YouTube", key="abc", kind="Trailer")
    youtube.find_trailer(movie)

    assert tube.asked == []


def test_no_key_nothing_asked(tube: Service, settings, movie):
    settings.YOUTUBE_API_KEY = ""
    youtube.find_trailer(movie)

    assert tube.asked == []


def test_locked_trailers_stay(tube: Service, movie):
    movie.curated_fields = ["trailers"]
    youtube.find_trailer(movie)

    assert tube.asked == []


@pytest.mark.parametrize("status", [403, 429])
def test_a_used_up_quota_stops_all_asking_for_hours_and_forgets_no_film(tube: Service, movie, status):
    tube.says(Answer({"error": {"errors": [{"reason": "quotaExceeded"}]}}, status))
    youtube.find_trailer(movie)
    youtube.find_trailer(MovieFactory())

    movie.refresh_from_db()
    assert movie.trailer_asked_at is None
    assert len(tube.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"", 500),
        Answer(drop=True),
        Answer(b"<html>"),
        Answer(b"[" * 100_000),
    ],
    ids=["500", "drop", "HTML", "deep"],
)
def test_without_a_definite_answer_it_is_asked_again(tube: Service, movie, answer):
    tube.says(answer, found("The Long Walk Home trailer"))

    assert youtube.find_trailer(movie) is None
    assert youtube.find_trailer(movie) is not None


@pytest.mark.parametrize(
    "items",
    [
        None,
        "x",
        [None, 7, {}],
        [{"id": "x", "snippet": None}],
        [{"id": {"videoId": "bad key!"}, "snippet": {"title": "The Long Walk Home trailer"}}],
        [{"id": {"videoId": 7}, "snippet": {"title": "The Long Walk Home trailer"}}],
        [{"id": {"videoId": "video000001"}, "snippet": {"title": None}}],
    ],
)
def test_odd_items_are_passed_over(tube: Service, movie, items):
    tube.says(Answer({"items": items}))

    assert youtube.find_trailer(movie) is None
    assert movie.trailer_asked_at is not None


@pytest.mark.parametrize(
    ("film", "title", "is_one"),
    [
        ("Alien", "ALIEN - Official Trailer", True),
        ("Alien", "Aliens - Official Trailer", False),
        ("Alien", "Alien ending explained", False),
        ("Alien", "Alien fan trailer", False),
        ("Amélie", "Amelie (2001) trailer", True),
        ("Review", "Review - official trailer", True),
        ("千と千尋の神隠し", "千と千尋の神隠し trailer", True),
    ],
)
def test_whose_trailer_a_video_is(tube: Service, film, title, is_one):
    tube.says(found(title))

    assert (youtube.find_trailer(MovieFactory(title=film)) is not None) is is_one
