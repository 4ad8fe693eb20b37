"""What ffmpeg is asked for: one film into several sizes at once, then each size into segments without coding again.

Segments begin with a whole picture at the same times in every size, so a player changes between them anywhere.
"""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.streaming.ffmpeg import FfmpegFailed, Limits, convert, probe
from apps.streaming.ladder import Rung
from apps.streaming.probing import CONTAINERS, LIMITS, Facts

SEGMENT = 4  # seconds
SOUND_KILOBITS = 128
LEAST_DONE, SLACK = 0.8, 2.0  # of what it says that it lasts; and seconds that the last pictures may be behind
WITHOUT = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")  # where it was filmed is nobody's business
AVC_HIGH, AAC_LC = "avc1.6400", "mp4a.40.2"


@dataclass(frozen=True, slots=True)
class Made:
    """A size as it lies in the folder. `bitrate` is that of its busiest segment, in bits a second."""

    rung: Rung
    bitrate: int
    codecs: str
    is_whole: bool
    bytes: int


def encode(
    source: Path, facts: Facts, rungs: Sequence[Rung], with_sound: Collection[int], tell: Callable[[float], None],
    folder: Path,
) -> None:  # fmt: skip
    """One file for each rung, `<name>.mp4`, in `folder`. `tell` hears how much is done, from 0 to 1."""
    done = 0.0

    def hear(seconds: float) -> None:
        nonlocal done
        done = max(done, seconds / facts.duration)
        tell(min(1.0, done))

    arguments = ["-format_whitelist", CONTAINERS, "-i", f"file:{source}", "-filter_complex", _graph(facts, rungs)]
    for number, rung in enumerate(rungs):
        sound = _sound() if facts.has_sound and rung.name in with_sound else ["-an"]
        arguments += ["-map", f"[v{number}]", *sound, *_picture(facts, rung), *WITHOUT, *_mp4(rung)]
    convert(arguments, folder=folder, limits=_limits(facts), tell=hear)
    if done < LEAST_DONE - SLACK / facts.duration:
        raise FfmpegFailed("It ends long before its time.")


def package(folder: Path, rung: Rung, *, has_sound: bool, is_whole: bool) -> Made:
    """Segments and a playlist of what `encode` made; the sound apart, called `<name>-sound`."""
    whole = folder / f"{rung.name}.mp4"
    _segment(folder, whole, "0:v:0", str(rung.name))
    bitrate, codecs = _busiest(folder, str(rung.name)), f"{AVC_HIGH}{_level(whole):02x}"
    if has_sound:
        _segment(folder, whole, "0:a:0", f"{rung.name}-sound")
        bitrate, codecs = bitrate + _busiest(folder, f"{rung.name}-sound"), f"{codecs},{AAC_LC}"
    if not is_whole:
        whole.unlink()
    size = sum(path.stat().st_size for path in _files(folder, rung))
    return Made(rung, bitrate, codecs, is_whole, size)


def _files(folder: Path, rung: Rung) -> Iterator[Path]:
    for pattern in (f"{rung.name}.*", f"{rung.name}-*"):
        yield from folder.glob(pattern)


def _graph(facts: Facts, rungs: Sequence[Rung]) -> str:
    """Each picture is read, and made one of a steady rate, once for all sizes."""
    steps = (["bwdif=deint=interlaced"] if facts.is_interlaced else []) + [f"fps={facts.rate}"]
    parts = "".join(f"[s{number}]" for number in range(len(rungs)))
    sizes = [
        f"[s{number}]scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p[v{number}]"
        for number, rung in enumerate(rungs)
    ]
    return ";".join([f"[0:{facts.picture}]{','.join(steps)},split={len(rungs)}{parts}", *sizes])


def _picture(facts: Facts, rung: Rung) -> list[str]:
    most = f"{rung.kilobits}k"
    return [
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23",
        "-maxrate", most, "-bufsize", f"{rung.kilobits * 2}k",
        "-g", str(math.ceil(facts.rate * SEGMENT)), "-sc_threshold", "0", "-flags", "+cgop",
        "-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT})",
    ]  # fmt: skip


def _sound() -> list[str]:
    return ["-map", "0:a:0", "-c:a", "aac", "-b:a", f"{SOUND_KILOBITS}k", "-ac", "2", "-ar", "48000"]


def _mp4(rung: Rung) -> list[str]:
    return ["-f", "mp4", "-movflags", "+faststart", f"file:{rung.name}.mp4"]


def _segment(folder: Path, whole: Path, stream: str, name: str) -> None:
    arguments = [
        "-format_whitelist", "mov", "-i", f"file:{whole}", "-map", stream, "-c", "copy", *WITHOUT,
        "-f", "hls", "-hls_time", str(SEGMENT), "-hls_playlist_type", "vod", "-hls_list_size", "0",
        "-hls_flags", "independent_segments", "-hls_segment_type", "fmp4",
        "-avoid_negative_ts", "disabled",  # else the pictures would come some hundredths of a second after the sound
        "-hls_fmp4_init_filename", f"{name}-init.mp4", "-hls_segment_filename", f"{name}-%05d.m4s", f"{name}.m3u8",
    ]  # fmt: skip
    size = whole.stat().st_size
    convert(arguments, folder=folder, limits=Limits(wall=600, cpu=600, file=size * 2 + 1_000_000))


def _busiest(folder: Path, name: str) -> int:
    """Bits a second, of the segment that has the most."""
    lines = (folder / f"{name}.m3u8").read_text().splitlines()
    rates = [
        (folder / file).stat().st_size * 8 / max(0.1, float(line.removeprefix("#EXTINF:").rstrip(",")))
        for line, file in zip(lines, lines[1:], strict=False)
        if line.startswith("#EXTINF:")
    ]
    return math.ceil(max(rates))


def _level(whole: Path) -> int:
    """Ten times the level of H.264, which tells devices what they must be able to do."""
    arguments = ["-of", "csv=p=0", "-select_streams", "v:0", "-show_entries", "stream=level", "-i", f"file:{whole}"]
    return int(probe(arguments, folder=whole.parent, limits=LIMITS).strip().strip(","))


def _limits(facts: Facts) -> Limits:
    """A slow machine takes a few times as long as the film; 40 times is no work that ends."""
    wall = 600 + 40 * facts.duration
    return Limits(wall=wall, cpu=round(wall * 4), file=round(100_000_000 + facts.duration * 2_000_000))
