"""A video ends as ready or as failed with its reason, whatever happens on the way."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from apps.streaming.actions import changing, transcoding
from apps.streaming.actions.sweeping import sweep
from apps.streaming.binaries import binaries
from apps.streaming.encoding import SEGMENT
from apps.streaming.ffmpeg import FfmpegFailed, TookTooLong, WasKilled, probe
from apps.streaming.models import Video
from apps.streaming.reasons import Reason
from apps.streaming.tests import clips
from apps.streaming.tests.factories import VideoFactory, stored, with_size
from apps.streaming.tests.test_ffmpeg import is_gone, program, wait_until

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=1)


@pytest.fixture(scope="session")
def two_sizes(tmp_path_factory):
    """Of 480 lines and 9 seconds: two sizes of three segments."""
    return clips.draw(tmp_path_factory.mktemp("clips") / "a", size="854x480", rate=5, seconds=9)


def transcoded(video: Video) -> Video:
    transcoding.transcode(video.pk)
    video.refresh_from_db()
    return video


def told(path, *what) -> dict:
    return json.loads(probe(["-of", "json", *what, "-i", f"file:{path}"], folder=path.parent, limits=clips.LIMITS))


def test_each_size_is_segments_and_the_smallest_a_file_too(alice, two_sizes):
    video = transcoded(stored(alice, two_sizes))
    assert (video.state, video.reason, video.percent, video.attempts) == ("ready", "", 100, 1)
    small, large = video.renditions.all()
    assert (small.rung, small.width, small.height, small.has_sound, small.is_whole) == (360, 640, 360, True, True)
    assert (large.rung, large.width, large.height, large.has_sound, large.is_whole) == (480, 854, 480, False, True)
    assert small.codecs.startswith("avc1.6400") and small.codecs.endswith(",mp4a.40.2")
    files = {path.name for path in video.folder_of(1).iterdir()}
    assert {"360.m3u8", "360-init.mp4", "360-00002.m4s", "360-sound.m3u8", "360-sound-00002.m4s", "480.m3u8"} <= files
    assert "480-sound.m3u8" not in files
    on_disk = sum(path.stat().st_size for path in video.folder.rglob("*") if path.is_file())
    assert video.bytes == on_disk


def test_segments_of_all_sizes_begin_together_with_a_whole_picture(alice, two_sizes):
    video = transcoded(stored(alice, two_sizes))
    folder = video.folder_of(1)
    for name in ("360", "480"):
        for number in range(3):
            part = folder / "part.mp4"
            part.write_bytes(
                (folder / f"{name}-init.mp4").read_bytes() + (folder / f"{name}-{number:05}.m4s").read_bytes()
            )
            first = told(part, "-show_packets", "-select_streams", "v:0")["packets"][0]
            assert (float(first["pts_time"]), first["flags"][0]) == (pytest.approx(number * SEGMENT, abs=0.02), "K")
    whole = told(folder / "360.mp4", "-show_streams")["streams"]
    assert [(one["codec_name"], one.get("profile"), one.get("channels")) for one in whole] == [
        ("h264", "High", None),
        ("aac", "LC", 2),
    ]


@pytest.mark.parametrize(
    ("size", "sizes"),
    [("320x240", [(320, 240)]), ("640x360", [(640, 360)]), ("355x201", [(354, 200)]), ("360x640", [(360, 640)])],
)
def test_nothing_is_made_larger_and_no_side_is_odd(alice, tmp_path, size, sizes):
    lossless = ("-c:v", "mpeg4", "-f", "matroska")
    clip = clips.draw(tmp_path / "a", *lossless, size=size, rate=5, seconds=1.2, sound=False)
    video = transcoded(stored(alice, clip))
    assert [(one.width, one.height) for one in video.renditions.all()] == sizes


def test_what_a_phone_turned_is_upright(alice, drawn):
    video = transcoded(stored(alice, drawn / "turned"))
    whole = told(video.folder_of(1) / "240.mp4", "-show_streams")["streams"][0]
    assert (whole["width"], whole["height"], "side_data_list" in whole) == (240, 320, False)


def test_a_silent_film(alice, tmp_path):
    video = transcoded(stored(alice, clips.draw(tmp_path / "a", sound=False, seconds=1.5)))
    assert (video.state, video.renditions.get().has_sound) == ("ready", False)
    assert "mp4a" not in video.renditions.get().codecs


def test_it_can_be_watched_after_the_first_size(alice, two_sizes, monkeypatch):
    video, seen = stored(alice, two_sizes), []
    encode = transcoding.encode

    def noting(source, facts, stage, *rest):
        there = Video.objects.playable().filter(pk=video.pk).exists()
        seen.append(([rung.name for rung in stage], there, Video.objects.get(pk=video.pk).state))
        encode(source, facts, stage, *rest)

    monkeypatch.setattr(transcoding, "encode", noting)
    transcoded(video)
    assert seen == [([360], False, "transcoding"), ([480], True, "transcoding")]


def failing_at(monkeypatch, error, rung=None):
    encode = transcoding.encode

    def fail(source, facts, stage, *rest):
        if rung in (None, stage[0].name):
            raise error
        encode(source, facts, stage, *rest)

    monkeypatch.setattr(transcoding, "encode", fail)


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (FfmpegFailed("Invalid data found"), "failed", Reason.DAMAGED),
        (FfmpegFailed("Error: Cannot allocate memory"), "failed", Reason.TOO_DEMANDING),
        (FfmpegFailed("av_interleaved_write_frame(): No space left on device"), "waiting", Reason.DISK_FULL),
        (TookTooLong("long"), "failed", Reason.TOO_DEMANDING),
        (WasKilled("killed"), "waiting", Reason.KILLED),
        (OSError(28, "No space left on device"), "waiting", Reason.DISK_FULL),
        (OSError(5, "Input/output error"), "waiting", Reason.KILLED),
    ],
)
def test_what_fails_says_why_and_leaves_no_files(alice, drawn, monkeypatch, error, state, reason):
    failing_at(monkeypatch, error)
    video = transcoded(stored(alice, drawn / "usual"))
    assert (video.state, video.reason) == (state, reason)
    assert [path.name for path in video.folder.iterdir()] == ["original"]


def test_a_disk_that_stays_full_is_the_end_of_it_after_three_times(alice, drawn, monkeypatch):
    failing_at(monkeypatch, OSError(28, "No space left on device"))
    video = stored(alice, drawn / "usual")
    for _ in range(5):
        transcoded(video)
    assert (video.state, video.reason, video.attempts) == ("failed", Reason.DISK_FULL, 3)
    assert "no room on the disk" in video.why


def test_what_there_is_can_be_watched_and_the_rest_is_made_later(alice, two_sizes, monkeypatch, own_alice):
    with monkeypatch.context() as patched:
        failing_at(patched, FfmpegFailed("Invalid data"), rung=480)
        video = transcoded(stored(alice, two_sizes))
    assert (video.state, video.reason) == ("ready", Reason.DAMAGED)
    assert [one.rung for one in video.renditions.all()] == [360]
    changing.retry(video=video, by=own_alice)
    video = transcoded(video)
    assert (video.state, video.reason) == ("ready", "")
    assert [(one.rung, one.attempt) for one in video.renditions.all()] == [(360, 1), (480, 2)]


def test_a_file_that_was_damaged_since(alice, drawn):
    video = stored(alice, drawn / "usual")
    video.original.write_bytes(video.original.read_bytes()[:5_000])
    assert transcoded(video).state == "failed"
    assert video.reason == Reason.DAMAGED


def test_a_site_without_ffmpeg_says_so(alice, drawn, settings, tmp_path):
    settings.FFMPEG_PATH = str(tmp_path / "none")
    video = transcoded(stored(alice, drawn / "usual"))
    assert (video.state, video.reason) == ("waiting", Reason.NO_FFMPEG)


def test_a_disk_that_is_full_as_ffmpeg_says_it(alice, drawn, settings, tmp_path):
    there = binaries()
    settings.FFMPEG_PATH = program(tmp_path, "echo 'Error writing trailer: No space left on device' >&2; exit 228")
    (tmp_path / "ffprobe").unlink()
    (tmp_path / "ffprobe").symlink_to(there.ffprobe)
    video = transcoded(stored(alice, drawn / "usual"))
    assert (video.state, video.reason) == ("waiting", Reason.DISK_FULL)


def test_stopping_it_ends_the_work(alice, own_alice, drawn, monkeypatch):
    video = stored(alice, drawn / "usual")
    encode = transcoding.encode

    def stopped_meanwhile(*arguments):
        changing.cancel(video=video, by=own_alice)
        encode(*arguments)

    monkeypatch.setattr(transcoding, "encode", stopped_meanwhile)
    transcoded(video)
    assert (video.state, video.reason) == ("failed", Reason.STOPPED)
    assert [path.name for path in video.folder.iterdir()] == ["original"]


@pytest.mark.django_db(transaction=True)
def test_deleting_it_meanwhile_leaves_nothing(alice, own_alice, drawn, monkeypatch):
    video = stored(alice, drawn / "usual")
    encode = transcoding.encode

    def deleted_meanwhile(source, *rest):
        kept = source.with_name("elsewhere")
        shutil.copyfile(source, kept)
        encode(kept, *rest)
        changing.delete_video(video=video, by=own_alice)

    monkeypatch.setattr(transcoding, "encode", deleted_meanwhile)
    transcoding.transcode(video.pk)
    assert not video.folder.exists()
    assert not Video.objects.exists()


def test_the_sweep_begins_again_what_a_killed_worker_left(alice, two_sizes):
    video = stored(alice, two_sizes)
    claimed = Video.objects.claim(video.pk)
    claimed.folder_of(1).mkdir()
    (claimed.folder_of(1) / "360.mp4").write_bytes(b"half")
    assert sweep() == []
    assert claimed.folder_of(1).exists()
    Video.objects.update(heartbeat_at=timezone.now() - LONG_AGO)
    assert sweep() == [str(video.pk)]
    assert not claimed.folder_of(1).exists()
    assert transcoded(video).state == "ready"


def test_the_sweep_gives_up_after_three_times(alice, drawn):
    video = stored(alice, drawn / "usual", state="transcoding", attempts=3, heartbeat_at=timezone.now() - LONG_AGO)
    assert sweep() == []
    video.refresh_from_db()
    assert (video.state, video.reason) == ("failed", Reason.KILLED)


def test_the_sweep_takes_folders_whose_video_is_gone_and_no_others(alice, settings, tmp_path):
    kept = VideoFactory(owner=alice)
    with_size(kept)
    gone, young = VideoFactory.build(owner=alice), VideoFactory.build(owner=alice)
    for video in (gone, young):
        video.folder.mkdir(parents=True)
    os.utime(gone.folder, (0, 0))
    (gone.folder.parent / "notes").mkdir()
    sweep()
    assert [kept.folder_of(1).exists(), gone.folder.exists(), young.folder.exists()] == [True, False, True]
    assert (gone.folder.parent / "notes").exists()


def test_it_is_tried_a_bounded_number_of_times(alice, own_alice):
    video = VideoFactory(owner=alice, state="failed", reason=Reason.DAMAGED, attempts=3)
    for attempts in (3, 6, 9):
        Video.objects.update(state="failed", reason=Reason.DAMAGED, attempts=attempts)
        changing.retry(video=video, by=own_alice)
    Video.objects.update(state="failed", reason=Reason.DAMAGED, attempts=12)
    with pytest.raises(ValidationError, match="nothing of it to try again"):
        changing.retry(video=video, by=own_alice)


WORKER = "import django; django.setup()\nfrom apps.streaming.actions.transcoding import transcode\ntranscode({pk!r})"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", [0.0, 1.0])
def test_a_worker_killed_for_real_is_made_good(alice, tmp_path, settings, moment, transactional_db):
    """Killed before its first size, or after it: ffmpeg goes with it, and the next worker brings it to its end."""
    clip = clips.draw(tmp_path / "a", size="854x480", rate=25, seconds=20)
    video = stored(alice, clip)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "netflixclone.settings",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DEBUG": "on",
        "DATABASE_URL": lent_database(tmp_path),
    }
    code = WORKER.format(pk=str(video.pk))
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=project.BASE_DIR)
    try:
        assert wait_until(lambda: video.folder_of(1).exists(), 30)
        time.sleep(moment)
        assert worker.poll() is None
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    finally:
        worker.kill()
    assert wait_until(lambda: not ffmpegs_in(video))
    take_database_back(tmp_path)
    assert Video.objects.get(pk=video.pk).attempts == 1
    Video.objects.update(heartbeat_at=timezone.now() - LONG_AGO)
    assert sweep() == [str(video.pk)]
    assert transcoded(video).state == "ready"
    assert [one.rung for one in video.renditions.all()] == [360, 480]


def lent_database(folder) -> str:
    """The address by which another process has the database. SQLite's is in memory here, and gets a copy on disk."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy")) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{folder / 'copy'}"
    of = connection.settings_dict
    who = f"{of['USER']}:{of['PASSWORD']}" if of["PASSWORD"] else of["USER"]
    socket = f"/{of['HOST']}" if of["HOST"].startswith("/") else ""  # a folder
    return f"postgres://{who}@{'' if socket else of['HOST']}:{of['PORT'] or 5432}{socket}/{of['NAME']}"


def take_database_back(folder) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy")) as copy:
            copy.backup(connection.connection)


def ffmpegs_in(video: Video) -> list[int]:
    """The processes that name its folder."""
    found = []
    for command in (path / "cmdline" for path in Path("/proc").glob("[0-9]*")):
        try:
            if video.pk.hex.encode() in command.read_bytes() and not is_gone(int(command.parent.name)):
                found.append(int(command.parent.name))
        except OSError:
            continue
    return found
