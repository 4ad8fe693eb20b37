"""A video is made ready: the smallest size first, which can be watched at once, then the others in one go.

Each attempt works in a folder of its own, and a size counts from when its row is there. So a worker may be killed at
any moment, or be taken for dead and go on: nothing half-made is found, nobody writes over what another has made.
"""

import errno
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import transaction

from apps.streaming.binaries import FfmpegMissing
from apps.streaming.encoding import Made, encode, package
from apps.streaming.ffmpeg import FfmpegFailed, TookTooLong, WasKilled
from apps.streaming.ladder import Rung, ladder, wholes
from apps.streaming.models import Rendition, Superseded, Video
from apps.streaming.probing import Facts, Refused, look_at
from apps.streaming.reasons import Reason

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_BEATS = 1.0
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# What ffmpeg says, what it means, and whether another attempt may end better.
COMPLAINTS = (
    ("No space left on device", Reason.DISK_FULL, True),
    ("Disk quota exceeded", Reason.DISK_FULL, True),
    ("Cannot allocate memory", Reason.TOO_DEMANDING, False),
)


def transcode(pk: uuid.UUID | str) -> None:
    """Makes what is missing, if nobody else is at it. It ends as ready or failed, or waits for another attempt."""
    video = Video.objects.claim(pk)
    if video is None:
        return
    try:
        _end(video, *_attempt(video))
    except Superseded:
        logger.info("%s is worked at elsewhere, or was stopped.", video.pk)
    finally:
        _tidy(video)


def _attempt(video: Video) -> tuple[Reason | None, bool]:
    """What went wrong, and whether to try again."""
    try:
        _make(video)
    except Refused as refused:
        return refused.reason, False
    except FfmpegMissing:
        logger.exception("There is no ffmpeg for %s.", video.pk)
        return Reason.NO_FFMPEG, True
    except WasKilled:
        return Reason.KILLED, True
    except TookTooLong:
        return Reason.TOO_DEMANDING, False
    except FfmpegFailed as failed:
        logger.warning("ffmpeg failed at %s: %s", video.pk, failed)
        found = (told for told in COMPLAINTS if told[0] in str(failed))
        _, reason, again = next(found, ("", Reason.DAMAGED, False))
        return reason, again
    except OSError as error:
        logger.exception("%s could not be written.", video.pk)
        return Reason.DISK_FULL if error.errno in NO_ROOM else Reason.KILLED, True
    return None, False


def _end(video: Video, reason: Reason | None, again: bool) -> None:
    if reason and again:
        give_up_or_wait(video, reason)
    elif reason:
        give_up(video, reason)
    else:
        video.finish()


def give_up_or_wait(video: Video, reason: Reason) -> None:
    """After an attempt that came to nothing: another one, or the end of it. Superseded."""
    if video.attempts < video.attempts_allowed:
        video.wait_again(reason)
    else:
        give_up(video, reason)


def give_up(video: Video, reason: Reason) -> None:
    """What there is of it can be watched; without anything it has failed. Superseded."""
    if video.renditions.exists():
        video.finish(reason)
    else:
        video.fail(reason)


def _make(video: Video) -> None:
    facts = look_at(video.original)
    rungs = ladder(facts)
    there = set(video.renditions.values_list("rung", flat=True))
    missing = [rung for rung in rungs if rung.name not in there]
    folder = video.folder_of(video.attempts)
    folder.mkdir(exist_ok=True)
    beats = _Beats(video, sum(rung.pixels for rung in missing))
    first = [rung for rung in missing if rung is rungs[0]]
    for stage in (first, [rung for rung in missing if rung not in first]):
        if stage:
            _make_stage(video, facts, rungs, stage, folder, beats.of(stage))


def _make_stage(
    video: Video, facts: Facts, rungs: list[Rung], stage: Sequence[Rung], folder: Path, tell: Callable[[float], None]
) -> None:
    whole = wholes(rungs)
    encode(video.original, facts, stage, whole, tell, folder)
    for rung in stage:
        # The sound is that of the smallest size for all.
        has_sound = facts.has_sound and rung is rungs[0]
        made = package(folder, rung, has_sound=has_sound, is_whole=rung.name in whole)
        _publish(video, made, has_sound=has_sound)


@transaction.atomic
def _publish(video: Video, made: Made, *, has_sound: bool) -> None:
    video.grow(made.bytes)
    video.renditions.create(
        rung=made.rung.name,
        width=made.rung.width,
        height=made.rung.height,
        attempt=video.attempts,
        bitrate=made.bitrate,
        codecs=made.codecs,
        has_sound=has_sound,
        is_whole=made.is_whole,
        bytes=made.bytes,
    )


def _tidy(video: Video) -> None:
    """Takes away what this attempt made and nothing refers to; of a video that was deleted meanwhile, all."""
    if not Video.objects.filter(pk=video.pk).exists():
        video.drop_files()
    elif not Rendition.objects.filter(video=video.pk, attempt=video.attempts).exists():
        shutil.rmtree(video.folder_of(video.attempts), ignore_errors=True)


class _Beats:
    """Writes down how far the video is, once a second at the most. A larger picture is more work."""

    def __init__(self, video: Video, pixels: int) -> None:
        self.video, self.pixels, self.before, self.last = video, max(1, pixels), 0, 0.0

    def of(self, stage: Sequence[Rung]) -> Callable[[float], None]:
        before, share = self.before, sum(rung.pixels for rung in stage)
        self.before += share

        def tell(done: float) -> None:
            if time.monotonic() - self.last >= SECONDS_BETWEEN_BEATS:
                self.video.beat(min(99, int(100 * (before + share * done) / self.pixels)))
                self.last = time.monotonic()

        return tell
