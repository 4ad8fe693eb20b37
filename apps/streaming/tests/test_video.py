"""Who sees which video, and what the database holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Profile
from apps.catalog.tests.factories import MovieFactory
from apps.streaming.models import Superseded, Video
from apps.streaming.models.video import DEAD_AFTER, LOST_AFTER
from apps.streaming.tests.factories import VideoFactory, with_size

pytestmark = pytest.mark.django_db


def seen(*viewers):
    return [Video.objects.visible_to(viewer).exists() for viewer in viewers]


def test_a_private_video_is_the_household_s(alice, own_alice, own_bob):
    with_size(VideoFactory(owner=alice))
    second = Profile.objects.create(account=alice, place=2, name="Dora")
    assert seen(own_alice, second, own_bob, None) == [True, True, False, False]


def test_a_shared_one_is_for_members_once_there_is_something_to_watch(alice, own_alice, own_bob):
    video = VideoFactory(owner=alice, visibility="members", state="transcoding")
    assert seen(own_alice, own_bob, None) == [True, False, False]
    with_size(video)
    assert seen(own_alice, own_bob, None) == [True, True, False]
    alice.is_active = False
    alice.save()
    assert seen(own_bob) == [False]


@pytest.mark.parametrize(
    ("age", "unrated", "sees"), [(13, False, False), (7, False, True), (None, False, False), (None, True, True)]
)
def test_a_child_sees_what_suits_it(alice, ann, age, unrated, sees):
    ann.shows_unrated = unrated
    with_size(VideoFactory(owner=alice, movie=MovieFactory(minimum_age=age)))
    assert seen(ann) == [sees]


@pytest.mark.parametrize("unrated", [False, True])
def test_a_video_without_a_film_is_unrated(bob, ann, unrated):
    ann.shows_unrated = unrated
    with_size(VideoFactory(owner=bob, visibility="members"))
    assert seen(ann) == [unrated]


def test_the_household_s_grown_ups_change_it(alice, own_alice, own_bob, ann):
    VideoFactory(owner=alice, visibility="members")
    found = [Video.objects.editable_by(viewer).exists() for viewer in (own_alice, own_bob, ann, None)]
    assert found == [True, False, False, False]


def test_playable_is_what_has_a_size(alice):
    video = VideoFactory(owner=alice, state="transcoding")
    assert not Video.objects.playable().exists()
    with_size(video)
    assert Video.objects.playable().exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": ""}, "title"),
        ({"title": " Alien"}, "title"),
        ({"state": "gone"}, "state_known"),
        ({"visibility": "world"}, "visibility_known"),
        ({"state": "failed", "reason": ""}, "failed_says_why"),
        ({"ready_at": None}, "ready_says_when"),
        ({"percent": 101}, "percent"),
        ({"attempts": 4}, "attempts"),
        ({"attempts_allowed": 13}, "attempts"),
    ],
)
def test_the_database_refuses(alice, fields, name):
    with pytest.raises(IntegrityError, match=f"streaming_video_{name}"), transaction.atomic():
        VideoFactory(owner=alice, **fields)


@pytest.mark.parametrize("title", ["", "   ", "x" * 121, "a\0b"])
def test_the_model_refuses_the_same(alice, title):
    with pytest.raises(ValidationError):
        Video(owner=alice, title=title, duration=1, width=2, height=2, bytes=1).full_clean()


def test_a_size_is_there_once(alice):
    video = VideoFactory(owner=alice)
    with_size(video)
    with pytest.raises(IntegrityError, match="streaming_rendition_once|UNIQUE"), transaction.atomic():
        with_size(video)


def test_one_worker_gets_it(alice):
    video = VideoFactory(owner=alice, state="waiting", attempts=0)
    first = Video.objects.claim(video.pk)
    assert first and first.attempts == 1
    assert Video.objects.claim(video.pk) is None
    Video.objects.update(heartbeat_at=timezone.now() - DEAD_AFTER * 2)
    second = Video.objects.claim(video.pk)
    assert second and second.attempts == 2
    with pytest.raises(Superseded):
        first.beat(10)
    second.beat(10)
    with pytest.raises(Superseded):
        first.finish()


def test_nobody_gets_it_more_often_than_allowed(alice):
    video = VideoFactory(owner=alice, state="waiting", attempts=3)
    assert Video.objects.claim(video.pk) is None


@pytest.mark.parametrize(
    ("state", "attempts", "silent", "is_abandoned"),
    [
        ("transcoding", 1, DEAD_AFTER * 2, True),
        ("transcoding", 1, timedelta(), False),
        ("waiting", 1, DEAD_AFTER * 2, True),
        ("waiting", 0, DEAD_AFTER * 2, False),
        ("waiting", 0, LOST_AFTER * 2, True),
        ("ready", 1, LOST_AFTER * 2, False),
    ],
)
def test_which_are_abandoned(alice, state, attempts, silent, is_abandoned):
    VideoFactory(owner=alice, state=state, attempts=attempts, heartbeat_at=timezone.now() - silent)
    assert Video.objects.abandoned().exists() == is_abandoned


def test_the_time_left_is_that_of_the_pace(alice):
    began = timezone.now() - timedelta(seconds=30)
    video = VideoFactory(owner=alice, state="transcoding", percent=25, began_at=began)
    assert video.seconds_left == pytest.approx(90, abs=2)
    assert VideoFactory(owner=alice).seconds_left is None
