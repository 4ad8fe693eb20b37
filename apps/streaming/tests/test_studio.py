"""/studio/: who gets at it, what it says, and what is done by its forms."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.catalog import search
from apps.catalog.tests.factories import MovieFactory
from apps.streaming.models import Video
from apps.streaming.reasons import Reason
from apps.streaming.tests.factories import VideoFactory, with_size

pytestmark = pytest.mark.django_db


@pytest.fixture
def video(alice):
    return VideoFactory(owner=alice, title="Holidays")


@pytest.fixture
def shared(video):
    video.visibility = "members"
    video.save()
    with_size(video)
    return video


def sent(content: bytes, name: str = "My holidays.mp4", **fields) -> dict:
    return {"file": SimpleUploadedFile(name, content), "visibility": "private", **fields}


LIST_PAGES = ["/studio/", "/studio/upload/"]
OWN_PAGES = ["", "progress/", "film/", "delete/"]


@pytest.mark.parametrize("part", LIST_PAGES)
def test_the_studio_is_for_members_who_are_grown_up(as_user, as_profile, alice, ann, part):
    assert as_user(None).get(part)["Location"].startswith("/accounts/login/")
    assert as_user(alice).get(part).status_code == 200
    assert as_profile(ann).get(part).status_code == 403


@pytest.mark.parametrize("part", OWN_PAGES)
def test_a_private_video_is_found_by_its_household_alone(
    as_user, as_profile, alice, bob, ann, curator, administrator, video, part
):
    address = f"/studio/{video.pk}/{part}"
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    assert as_user(alice).get(address, headers={"HX-Request": "true"}).status_code == 200
    for other in (bob, curator, administrator):
        assert as_user(other).get(address).status_code == 404
    assert as_profile(ann).get(address).status_code == 403  # as all of the studio


@pytest.mark.parametrize("part", OWN_PAGES)
def test_who_may_watch_it_may_not_change_it(as_user, as_profile, bob, ann, shared, part):
    assert as_user(bob).get(f"/studio/{shared.pk}/{part}").status_code == 403
    shared.movie = MovieFactory(minimum_age=0)
    shared.save()
    assert as_profile(ann).get(f"/studio/{shared.pk}/{part}").status_code == 403


@pytest.mark.parametrize("action", ["", "film/", "retry/", "cancel/", "delete/"])
def test_nor_by_a_form(as_user, bob, charlie, shared, action):
    before = Video.objects.values().get()
    data = {"title": "Mine", "visibility": "private"}
    assert as_user(bob).post(f"/studio/{shared.pk}/{action}", data).status_code == 403
    Video.objects.update(visibility="private")
    assert as_user(charlie).post(f"/studio/{shared.pk}/{action}", data).status_code == 404
    assert as_user(None).post(f"/studio/{shared.pk}/{action}", data)["Location"].startswith("/accounts/login/")
    assert Video.objects.values().get() == before | {"visibility": "private"}


@pytest.mark.parametrize("action", ["retry/", "cancel/"])
def test_a_look_does_nothing(as_user, alice, video, action):
    assert as_user(alice).get(f"/studio/{video.pk}/{action}").status_code == 405


def test_without_videos_it_says_what_to_do(as_user, alice, bob):
    VideoFactory(owner=bob, title="Bob's")
    page = as_user(alice).get("/studio/").content.decode()
    assert "No video yet" in page
    assert "Bob&#x27;s" not in page


def test_it_says_how_each_is(as_user, alice, settings):
    settings.VIDEO_QUOTA_BYTES = 4_000
    VideoFactory(owner=alice, title="<b>One", state="transcoding", percent=40)
    VideoFactory(owner=alice, title="Two", state="failed", reason=Reason.DAMAGED)
    page = as_user(alice).get("/studio/").content.decode()
    assert "&lt;b&gt;One" in page and "Being made ready, 40 %" in page
    assert "Copy it anew" in page
    assert re.search(r"2.0.KB of 3.9.KB used", page)


def test_queries_stay_the_same_as_videos_grow(as_user, alice, django_assert_max_num_queries, django_assert_num_queries):
    client = as_user(alice)
    VideoFactory(owner=alice, movie=MovieFactory())
    with django_assert_max_num_queries(8) as first:
        client.get("/studio/")
    for _ in range(5):
        with_size(VideoFactory(owner=alice, movie=MovieFactory()))
    with django_assert_num_queries(len(first)):
        client.get("/studio/")


@pytest.mark.parametrize("part", ["0", "x", "99999999999999999999"])
def test_a_page_that_is_none(as_user, alice, part):
    assert as_user(alice).get(f"/studio/?page={part}").status_code == 404


# --- the upload ---


def test_a_video_is_brought_and_called_as_its_file(as_user, alice, drawn):
    response = as_user(alice).post("/studio/upload/", sent((drawn / "usual").read_bytes()))
    video = Video.objects.get()
    assert response["Location"] == f"/studio/{video.pk}/"
    assert (video.title, video.owner, video.state) == ("My holidays", alice, "waiting")


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (b"#EXTM3U\n", "points to other files"), (b"%PDF-1.4", "a document")]
)
def test_what_is_no_video_is_refused_in_words(as_user, alice, content, words):
    response = as_user(alice).post("/studio/upload/", sent(content, title="Alien"))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Video.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"file": "words"}, {"visibility": "world"}, {"title": "x" * 121}])
def test_a_form_that_is_not_whole(as_user, alice, drawn, fields):
    data = sent((drawn / "usual").read_bytes()) | fields if fields else {}
    assert as_user(alice).post("/studio/upload/", data).status_code == 422
    assert not Video.objects.exists()


def test_a_file_that_is_too_large_is_not_read(as_user, alice, settings):
    settings.VIDEO_MOST_BYTES = 10
    response = as_user(alice).post("/studio/upload/", sent(b"x" * 200_000))
    assert (response.status_code, response["Connection"]) == (413, "close")
    assert "too large" in response.content.decode()


# --- one video ---


def test_title_and_viewers_are_changed(as_user, alice, video):
    response = as_user(alice).post(f"/studio/{video.pk}/", {"title": "  At  sea ", "visibility": "members"})
    assert response.status_code == 302
    video.refresh_from_db()
    assert (video.title, video.visibility) == ("At sea", "members")


@pytest.mark.parametrize(
    "data", [{"title": "", "visibility": "private"}, {"title": "a", "visibility": "x"}, {"title": "a\0"}]
)
def test_what_breaks_the_rules_changes_nothing(as_user, alice, video, data):
    assert as_user(alice).post(f"/studio/{video.pk}/", data).status_code == 422
    assert Video.objects.get().title == "Holidays"


def test_its_film_is_searched_chosen_and_taken_off(as_user, alice, video):
    client, film = as_user(alice), MovieFactory(title="Stalker")
    search.index_movies([film.pk])
    assert "Stalker" in client.get(f"/studio/{video.pk}/film/?q=stalker").content.decode()
    assert "Nothing here is called" in client.get(f"/studio/{video.pk}/film/?q=zzzz\0").content.decode()
    client.post(f"/studio/{video.pk}/film/", {"movie": film.pk})
    assert Video.objects.get().movie == film
    client.post(f"/studio/{video.pk}/film/", {"movie": ""})
    assert Video.objects.get().movie is None


@pytest.mark.parametrize("movie", ["0", "x", "9" * 30])
def test_a_film_that_is_none(as_user, alice, video, movie):
    assert as_user(alice).post(f"/studio/{video.pk}/film/", {"movie": movie}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "waiting", "attempts": 0}, "Waiting for its turn"),
        ({"state": "waiting", "reason": Reason.DISK_FULL}, "another one follows"),
        ({"state": "transcoding", "percent": 7}, "7 %"),
        ({"state": "ready"}, "Ready"),
        ({"state": "ready", "reason": Reason.STOPPED}, "Larger sizes are missing: You stopped it."),
        ({"state": "failed", "reason": Reason.KILLED}, "never came to its end"),
    ],
)
def test_the_page_says_how_it_is_and_asks_again_while_it_is_worked_at(as_user, alice, video, fields, words):
    Video.objects.update(**fields)
    client = as_user(alice)
    for page in (
        client.get(f"/studio/{video.pk}/"),
        client.get(f"/studio/{video.pk}/progress/", headers={"HX-Request": "1"}),
    ):
        text = page.content.decode()
        assert words in text
        assert ('hx-trigger="load delay:2s"' in text) == (fields["state"] in Video.UNDER_WAY)
    assert client.get(f"/studio/{video.pk}/progress/")["Location"] == f"/studio/{video.pk}/"


def test_it_is_stopped_tried_again_and_deleted(as_user, alice, video, django_capture_on_commit_callbacks):
    client = as_user(alice)
    Video.objects.update(state="transcoding")
    client.post(f"/studio/{video.pk}/cancel/")
    assert Video.objects.values_list("state", "reason").get() == ("failed", "stopped")
    client.post(f"/studio/{video.pk}/retry/")
    assert Video.objects.values_list("state", "reason").get() == ("waiting", "")
    with_size(video)
    assert video.folder.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/studio/{video.pk}/delete/")["Location"] == "/studio/"
    assert not Video.objects.exists()
    assert not video.folder.exists()


@pytest.mark.parametrize("action", ["retry", "cancel"])
def test_what_cannot_be_done_is_said(as_user, alice, video, action):
    response = as_user(alice).post(f"/studio/{video.pk}/{action}/", follow=True)
    assert (
        "nothing of it to try again" in response.content.decode() or "not being worked at" in response.content.decode()
    )
    assert Video.objects.get().state == "ready"
