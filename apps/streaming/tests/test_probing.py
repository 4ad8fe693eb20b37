"""What a file is, is in it: the name is never asked."""

from pathlib import Path

import pytest

from apps.streaming.probing import Refused, look_at
from apps.streaming.reasons import Reason
from apps.streaming.tests.clips import QUICKLY, draw

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
TEN_BITS = ("-pix_fmt", "yuv420p10le")
FAST_START = (*X264, "-movflags", "+faststart", "-f", "mp4")


def reason_of(path: Path) -> Reason:
    with pytest.raises(Refused) as refused:
        look_at(path)
    return refused.value.reason


def test_a_video_and_its_facts(drawn):
    facts = look_at(drawn / "usual")
    assert (facts.width, facts.height, facts.rate, facts.has_sound) == (320, 240, 10, True)
    assert facts.duration == pytest.approx(3, abs=0.2)


def test_what_a_phone_turned_is_upright(drawn):
    facts = look_at(drawn / "turned")
    assert (facts.width, facts.height) == (240, 320)


def test_pixels_that_are_not_square_are_counted_as_shown(tmp_path):
    path = draw(tmp_path / "wide", *X264, "-vf", "setsar=2", "-f", "mp4", sound=False)
    assert (look_at(path).width, look_at(path).has_sound) == (640, False)


@pytest.mark.parametrize(
    "options",
    [
        ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus", "-f", "webm"),
        (*X264, "-c:a", "aac", "-f", "matroska"),
        ("-c:v", "mpeg4", "-c:a", "mp3", "-f", "avi"),
        ("-c:v", "mpeg2video", "-r", "25", "-f", "mpegts"),
        (
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            "log-level=none",
            "-pix_fmt",
            "yuv420p10le",
            "-f",
            "mp4",
        ),
    ],
    ids=["webm", "mkv", "avi", "ts", "hevc"],
)
def test_containers_and_codecs_that_are_taken(tmp_path, options):
    assert look_at(draw(tmp_path / "playlist.m3u8", *options, seconds=2)).height == 240


HEADS = {
    b"": Reason.EMPTY,
    b"just words": Reason.NOT_VIDEO,
    b"\0" * 5000: Reason.NOT_VIDEO,
    b"#EXTM3U\n#EXTINF:10.0,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n": Reason.ELSEWHERE,
    b"\xef\xbb\xbf#EXTM3U\nhttp://example.org/a.ts\n": Reason.ELSEWHERE,
    b"ffconcat version 1.0\nfile /etc/passwd\n": Reason.ELSEWHERE,
    b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nt=0 0\nm=video 5000 RTP/AVP 96\n": Reason.ELSEWHERE,
    b'<?xml version="1.0"?><MPD><BaseURL>http://example.org/</BaseURL></MPD>': Reason.ELSEWHERE,
    b"\x89PNG\r\n\x1a\n" + b"\0" * 64: Reason.PICTURE,
    b"\xff\xd8\xff\xe0" + b"\0" * 64: Reason.PICTURE,
    b"GIF89a" + b"\0" * 64: Reason.PICTURE,
    b"\0\0\0\x18ftypheic" + b"\0" * 64: Reason.PICTURE,
    b"<svg xmlns='http://www.w3.org/2000/svg'/>": Reason.PICTURE,
    b"%PDF-1.7\n": Reason.DOCUMENT,
    b"PK\x03\x04" + b"\0" * 64: Reason.DOCUMENT,
    b"\0\0\0\x18ftypmp42" + b"\0" * 64: Reason.DAMAGED,
    b"\x1a\x45\xdf\xa3" + b"\0" * 64: Reason.DAMAGED,
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), HEADS.items(), ids=[f"{head[:12]!r}" for head in HEADS])
def test_what_is_no_video_is_refused_by_what_it_is(tmp_path, content, reason):
    path = tmp_path / "film.mp4"  # a name that makes ffmpeg look for an MP4 file
    path.write_bytes(content)
    assert reason_of(path) == reason
    path.rename(tmp_path / "original")
    assert reason_of(tmp_path / "original") == reason


def test_sound_alone(drawn):
    assert reason_of(drawn / "sound") == Reason.SOUND_ONLY


def test_a_cover_makes_no_film_of_a_song(drawn, tmp_path):
    cover = draw(tmp_path / "cover.jpg", "-frames:v", "1", "-c:v", "mjpeg", "-f", "image2", sound=False)
    song = draw(
        tmp_path / "song", "-i", f"file:{cover}", "-map", "1:a", "-map", "2:v", "-c:v", "copy", "-c:a", "aac",
        "-disposition:v:0", "attached_pic", "-f", "mp4",
    )  # fmt: skip
    assert reason_of(song) == Reason.SOUND_ONLY


@pytest.mark.parametrize("options", [("-frames:v", "1"), ("-t", "0.5")])
def test_too_short(tmp_path, options):
    assert reason_of(draw(tmp_path / "a", *QUICKLY[:-2], *options, "-f", "mp4", sound=False)) == Reason.TOO_SHORT


def test_one_picture_with_a_long_tone(tmp_path):
    path = draw(tmp_path / "a", "-frames:v", "1", *QUICKLY)
    assert reason_of(path) == Reason.TOO_SHORT


def test_too_long(drawn, settings):
    settings.VIDEO_MOST_SECONDS = 2
    assert reason_of(drawn / "usual") == Reason.TOO_LONG


def test_a_codec_that_is_not_among_those_read(tmp_path):
    path = draw(tmp_path / "a", "-c:v", "ffv1", "-f", "matroska", sound=False)
    assert reason_of(path) == Reason.UNKNOWN_CODEC


@pytest.mark.parametrize("seconds", [4, 40])
@pytest.mark.parametrize("options", [FAST_START, (*X264, "-f", "matroska"), (*X264, "-g", "1000", *FAST_START)])
def test_half_a_file(tmp_path, seconds, options):
    whole = draw(tmp_path / "whole", *options, seconds=seconds, rate=5, sound=False)
    assert look_at(whole).duration == pytest.approx(seconds, abs=0.3)
    half = tmp_path / "half"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert reason_of(half) == Reason.DAMAGED


def test_what_is_something_else_besides_is_a_video(drawn, tmp_path):
    """It is coded anew, and the file itself is given to nobody."""
    path = tmp_path / "polyglot"
    path.write_bytes((drawn / "usual").read_bytes() + b"<script>alert(1)</script>PK\x05\x06" + b"\0" * 18)
    assert look_at(path).width == 320
