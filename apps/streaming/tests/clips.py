"""Clips drawn by ffmpeg: small, and made once."""

from pathlib import Path

from apps.streaming.ffmpeg import Limits, convert

LIMITS = Limits(wall=60, cpu=60, file=50_000_000)
PICTURE = "testsrc2=size={size}:rate={rate}:duration={seconds}"
SOUND = "sine=frequency=440:duration={seconds}"
AS_MP4 = ("-f", "mp4")
QUICKLY = (
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "25",
    "-c:a",
    "aac",
    "-b:a",
    "48k",
    *AS_MP4,
)


def draw(
    path: Path, *options: str, size: str = "320x240", rate: int = 10, seconds: float = 3, sound: bool = True
) -> Path:
    """A clip with a test picture, and a tone unless it is silent. `options` are for the file that comes out."""
    inputs = ["-f", "lavfi", "-i", PICTURE.format(size=size, rate=rate, seconds=seconds)]
    if sound:
        inputs += ["-f", "lavfi", "-i", SOUND.format(seconds=seconds)]
    convert([*inputs, *(options or QUICKLY), f"file:{path}"], folder=path.parent, limits=LIMITS)
    return path


def draw_sound(path: Path) -> Path:
    arguments = ["-f", "lavfi", "-i", SOUND.format(seconds=3), "-c:a", "aac", *AS_MP4, f"file:{path}"]
    convert(arguments, folder=path.parent, limits=LIMITS)
    return path


def turned(path: Path, source: Path) -> Path:
    """The same as a phone held upright writes it: a note beside the pictures says that they are to be turned."""
    arguments = ["-display_rotation", "90", "-i", f"file:{source}", "-c", "copy", *AS_MP4, f"file:{path}"]
    convert(arguments, folder=path.parent, limits=LIMITS)
    return path
