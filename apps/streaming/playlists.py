"""The playlist that names the sizes of a video (RFC 8216), written from its rows: what has no row is in none."""

from collections.abc import Sequence

from apps.streaming.encoding import AAC_LC, SOUND_KILOBITS
from apps.streaming.models import Rendition

SOUND = "-sound"


def master_playlist(sizes: Sequence[Rendition]) -> str:
    """ "" where there is nothing to play."""
    if not sizes:
        return ""
    sound = next((size for size in sizes if size.has_sound), None)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
            f'URI="{sound.rung}{SOUND}.m3u8"'
        )
    for size in sizes:
        lines += [_variant(size, is_silent=sound is None), f"{size.rung}.m3u8"]
    return "\n".join([*lines, ""])


def _variant(size: Rendition, *, is_silent: bool) -> str:
    """The sound is counted with the one that was made with it, and has to be added to the others."""
    bitrate, codecs = size.bitrate, size.codecs
    if not is_silent and not size.has_sound:
        bitrate, codecs = bitrate + SOUND_KILOBITS * 1_100, f"{codecs},{AAC_LC}"
    told = f'BANDWIDTH={bitrate},RESOLUTION={size.width}x{size.height},CODECS="{codecs}"'
    return f"#EXT-X-STREAM-INF:{told}" + ("" if is_silent else ',AUDIO="sound"')
