"""Videos for tests: rows, with small files where something is to be fetched."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from apps.streaming.models import Rendition, Video


class VideoFactory(DjangoModelFactory):
    """One that is ready; without a size of it unless `with_size` is called."""

    class Meta:
        model = Video

    title = factory.Sequence(lambda n: f"Video {n}")
    state = Video.State.READY
    duration = 60.0
    width, height = 640, 360
    bytes = 1_000
    attempts = 1
    ready_at = factory.LazyFunction(timezone.now)


def with_size(video: Video, rung: int = 360, *, is_whole: bool = True) -> Rendition:
    """A size of it, with files whose content is their name."""
    folder = video.folder_of(1)
    folder.mkdir(parents=True, exist_ok=True)
    video.original.write_bytes(b"original")
    for end in (".m3u8", "-init.mp4", "-00000.m4s", "-sound.m3u8", "-sound-init.mp4", "-sound-00000.m4s", ".mp4"):
        name = f"{rung}{end}"
        (folder / name).write_text(name)
    return Rendition.objects.create(
        video=video, rung=rung, width=rung * 16 // 9 // 2 * 2, height=rung, attempt=1, bitrate=500_000,
        codecs="avc1.64001e,mp4a.40.2", has_sound=True, is_whole=is_whole, bytes=100,
    )  # fmt: skip


def stored(owner, clip, **fields) -> Video:
    """One that came in and waits; its original is a copy of `clip`."""
    facts = {"state": Video.State.WAITING, "attempts": 0, "ready_at": None, "bytes": clip.stat().st_size}
    video = VideoFactory(owner=owner, **(facts | fields))
    video.folder.mkdir(parents=True)
    video.original.write_bytes(clip.read_bytes())
    return video
