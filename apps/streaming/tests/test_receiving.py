"""A video comes in, or is refused with the reason and leaves nothing behind."""

import shutil
from collections import namedtuple
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_tasks_db.models import DBTaskResult

from apps.streaming.actions.receiving import receive_video
from apps.streaming.models import Video
from apps.streaming.models.video import videos_folder
from apps.streaming.tests.factories import VideoFactory

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def receive(own_alice, drawn):
    def received(content: bytes | None = None, **fields) -> Video:
        content = (drawn / "usual").read_bytes() if content is None else content
        return receive_video(**{"by": own_alice, "file": BytesIO(content), "title": "Alien", **fields})

    return received


def nothing_is_kept() -> bool:
    folder = videos_folder()
    return not Video.objects.exists() and not (folder.exists() and any(folder.iterdir()))


def test_it_is_kept_with_its_facts_and_waits_in_the_queue_of_videos(receive, drawn, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        video = receive()
    assert (video.state, video.width, video.height, video.visibility) == ("waiting", 320, 240, "private")
    assert video.original.read_bytes() == (drawn / "usual").read_bytes()
    assert video.bytes == (drawn / "usual").stat().st_size
    queued = DBTaskResult.objects.get()
    assert (queued.queue_name, queued.args_kwargs["args"]) == ("video", [str(video.pk)])


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"words", "not-video"), (b"#EXTM3U\nfile:///etc/passwd\n", "elsewhere")]
)
def test_what_is_no_video_leaves_nothing(receive, content, code):
    with pytest.raises(ValidationError) as refused:
        receive(content)
    assert refused.value.code == code
    assert nothing_is_kept()


@pytest.mark.parametrize("title", ["", " ", "x" * 121, "a\0b"])
def test_a_title_that_breaks_the_rules_leaves_nothing(receive, title):
    with pytest.raises(ValidationError):
        receive(title=title)
    assert nothing_is_kept()


def test_a_child_brings_none(receive, ann):
    with pytest.raises(PermissionDenied):
        receive(by=ann)
    assert nothing_is_kept()


def test_a_file_may_be_so_large(receive, settings):
    settings.VIDEO_MOST_BYTES = 1_000
    with pytest.raises(ValidationError, match="file is too large"):
        receive()
    assert nothing_is_kept()


def test_each_member_has_so_much_room(receive, settings, alice, bob, drawn):
    settings.VIDEO_QUOTA_BYTES = 1_000_000_000
    VideoFactory(owner=bob, bytes=1_000_000_000)
    receive()
    VideoFactory(owner=alice, bytes=1_000_000_000 - 2 * (drawn / "usual").stat().st_size)
    receive()
    with pytest.raises(ValidationError, match="no room for it: 0"):
        receive()
    assert len(list(videos_folder().iterdir())) == 2


def test_a_disk_that_is_nearly_full_takes_none(receive, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10**12, 10**12, 200_000_000))
    with pytest.raises(ValidationError, match="no room on the disk"):
        receive()
    assert nothing_is_kept()


def test_a_site_without_ffmpeg_takes_none(receive, settings, tmp_path):
    settings.FFMPEG_PATH = str(tmp_path / "none")
    with pytest.raises(ValidationError, match="ffmpeg is missing"):
        receive()
    assert nothing_is_kept()
