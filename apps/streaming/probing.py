"""What a file is, by what is in it and never by its name: a video with its facts, or Refused with the reason.

ffprobe decides, of a few containers and codecs. The first bytes only tell a person what it is instead.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.streaming.ffmpeg import FfmpegFailed, Limits, probe
from apps.streaming.reasons import Reason

CONTAINERS = "mov,matroska,avi,mpegts,mpeg,ogg"  # ffmpeg's names of them; that of WebM is Matroska's
CODECS = frozenset(
    "h264 hevc vp8 vp9 av1 mpeg4 mpeg2video mpeg1video prores dnxhd theora mjpeg".split()  # noqa: SIM905
)
LIMITS = Limits(wall=60, cpu=60, file=1, memory=2 * 1024**3)
SHORTEST = 1.0  # seconds
LARGEST_SIDE = 8192  # pixels
FASTEST, USUAL_RATE = 60, Fraction(25)  # pictures a second
TAIL = 10  # seconds before its end in which a film still has pictures, or the last quarter of a short one
MOST_PACKETS = 3_000  # that are looked at there, and in what leads up to it from the last whole picture
TEXT_HEAD = 4096
INTERLACED = ("tt", "bb", "tb", "bt")
_ELSEWHERE = (
    b"#EXTM3U", b"ffconcat", b"v=0", b"<MPD", b"<?xml", b"[playlist]",
    b"<ASX", b"<asx", b"<smil", b"[InternetShortcut]",
)  # fmt: skip
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"<svg")
_DOCUMENTS = (
    b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"{\\rtf",
    b"<!DOC", b"<html",
)  # fmt: skip
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_VIDEOS = (b"\x1a\x45\xdf\xa3", b"OggS", b"\0\0\x01\xba", b"G@", b"RIFF")


class Refused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Facts:
    """`width` and `height` as it is shown: upright, with square pixels. `duration` in seconds."""

    duration: float
    width: int
    height: int
    rate: Fraction
    has_sound: bool
    is_interlaced: bool
    picture: int  # the number of its stream


def look_at(path: Path) -> Facts:
    """Refused where it is no video that this site takes."""
    with path.open("rb") as opened:
        head = opened.read(TEXT_HEAD)
    if not head:
        raise Refused(Reason.EMPTY)
    told = _ask(path, head, ["-show_format", "-show_streams"])
    streams = told.get("streams", [])
    pictures = [one for one in streams if one.get("codec_type") == "video" and not _is_cover(one)]
    sounds = [one for one in streams if one.get("codec_type") == "audio"]
    if not pictures:
        raise Refused(Reason.SOUND_ONLY if sounds else Reason.NOT_VIDEO)
    facts = _facts(pictures[0], told.get("format", {}), has_sound=bool(sounds))
    _check_ends(path, head, facts)
    return facts


def _facts(picture: Mapping[str, Any], container: Mapping[str, Any], *, has_sound: bool) -> Facts:
    if picture.get("codec_name") not in CODECS:
        raise Refused(Reason.UNKNOWN_CODEC)
    width, height = picture.get("width", 0), picture.get("height", 0)
    duration = _seconds(container.get("duration")) or _seconds(picture.get("duration"))
    if not width or not height:
        raise Refused(Reason.DAMAGED)
    if max(width, height) > LARGEST_SIDE:
        raise Refused(Reason.TOO_LARGE_A_PICTURE)
    if duration < SHORTEST:
        raise Refused(Reason.TOO_SHORT)
    if duration > settings.VIDEO_MOST_SECONDS:
        raise Refused(Reason.TOO_LONG)
    shown = max(1, round(width * _fraction(picture.get("sample_aspect_ratio", "").replace(":", "/"), Fraction(1))))
    if _is_turned(picture):
        shown, height = height, shown
    rate = _fraction(picture.get("avg_frame_rate", ""), USUAL_RATE)
    return Facts(
        duration=duration,
        width=shown,
        height=height,
        rate=rate if rate <= FASTEST else USUAL_RATE,
        has_sound=has_sound,
        is_interlaced=picture.get("field_order") in INTERLACED,
        picture=picture.get("index", 0),
    )


def _check_ends(path: Path, head: bytes, facts: Facts) -> None:
    """There is more than one picture, and there are pictures at the end too."""
    tail = max(facts.duration * 0.75, facts.duration - TAIL)
    intervals = f"%+#3,{tail:.3f}%+#{MOST_PACKETS}"
    told = _ask(
        path, head, ["-select_streams", "v:0", "-read_intervals", intervals, "-show_entries", "packet=pts_time"]
    )
    times = [_seconds(packet.get("pts_time")) for packet in told.get("packets", [])]
    if len(set(times)) < 2:
        raise Refused(Reason.TOO_SHORT)
    if max(times) < tail and len(times) < MOST_PACKETS:
        raise Refused(Reason.DAMAGED)


def _ask(path: Path, head: bytes, what: list[str]) -> dict[str, Any]:
    arguments = ["-format_whitelist", CONTAINERS, "-of", "json", *what, "-i", f"file:{path}"]
    try:
        told = json.loads(probe(arguments, folder=path.parent, limits=LIMITS))
    except (FfmpegFailed, ValueError):
        raise Refused(_kind_of(head)) from None
    return told if isinstance(told, dict) else {}


def _kind_of(head: bytes) -> Reason:
    """What it is instead of a video that can be read."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS:
        return Reason.PICTURE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Reason.PICTURE
    for starts, reason in ((_PICTURES, Reason.PICTURE), (_DOCUMENTS, Reason.DOCUMENT), (_ELSEWHERE, Reason.ELSEWHERE)):
        if text.startswith(starts) or head.startswith(starts):
            return reason
    is_video = head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide") or head.startswith(_VIDEOS)
    return Reason.DAMAGED if is_video else Reason.NOT_VIDEO


def _is_cover(stream: Mapping[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _is_turned(stream: Mapping[str, Any]) -> bool:
    """By a quarter, to one side or the other."""
    turns = [side.get("rotation", 0) for side in stream.get("side_data_list", [])]
    return any(round(turn) % 180 == 90 for turn in turns)


def _seconds(text: Any) -> float:
    """0 where it is unknown."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _fraction(text: str, otherwise: Fraction) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return otherwise
    return found if found > 0 else otherwise
