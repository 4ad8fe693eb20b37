"""A video comes in: looked at before anything of it is kept."""

import os
import shutil
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from apps.accounts.models import Profile, User
from apps.catalog.models import Movie
from apps.streaming import tasks
from apps.streaming.binaries import FfmpegMissing
from apps.streaming.models import Video
from apps.streaming.models.video import ORIGINAL, videos_folder
from apps.streaming.probing import Facts, Refused, look_at
from apps.streaming.reasons import Reason

ROOM = 3  # times its size is what a video takes with all that is made of it, at most
LEFT_FREE = 200_000_000  # bytes of the disk that the site itself needs


def receive_video(
    *, by: Profile, file: File | BinaryIO, title: str, movie: Movie | None = None, visibility: str = "private"
) -> Video:
    """Keeps the file and queues the work. ValidationError, with the reason as its code, where it is not taken."""
    if by.for_child:
        raise PermissionDenied("A child's profile brings no videos.")
    size = file.seek(0, os.SEEK_END)
    check_room(by.account, size)
    video = Video(owner=by.account, title=title, movie=movie, visibility=visibility, bytes=size)
    with ExitStack() as undone:
        undone.callback(video.drop_files)
        _write(video, file)
        facts = _looked_at(video)
        video.duration, video.width, video.height = facts.duration, facts.width, facts.height
        _keep(video)
        undone.pop_all()
    return video


@transaction.atomic
def _keep(video: Video) -> None:
    User.objects.select_for_update().get(pk=video.owner_id)  # two at once are counted one after the other
    check_quota(video.owner, video.bytes)
    video.full_clean(validate_unique=False)
    video.save(force_insert=True)
    transaction.on_commit(partial(tasks.transcode_video.enqueue, str(video.pk)))


def check_room(account: User, size: int) -> None:
    """ValidationError where there is no room for so many bytes, in words that say whose and how much."""
    if size > settings.VIDEO_MOST_BYTES:
        most = filesizeformat(settings.VIDEO_MOST_BYTES)
        raise ValidationError(f"This file is too large: here a video may have {most} at most.", code="too-large")
    check_quota(account, size)
    folder = videos_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size * ROOM + LEFT_FREE:
        raise ValidationError(Reason.DISK_FULL.label, code=Reason.DISK_FULL.value)


def check_quota(account: User, size: int) -> None:
    kept = Video.objects.of(account).bytes_kept()
    if kept + size > settings.VIDEO_QUOTA_BYTES:
        left = filesizeformat(max(0, settings.VIDEO_QUOTA_BYTES - kept))
        raise ValidationError(
            f"Your videos have no room for it: {left} are left. Delete one that you do not need.", code="quota"
        )


def _write(video: Video, file: File | BinaryIO) -> None:
    video.folder.mkdir(parents=True)
    file.seek(0)
    with (video.folder / ORIGINAL).open("xb") as kept:
        shutil.copyfileobj(file, kept, 1024 * 1024)


def _looked_at(video: Video) -> Facts:
    try:
        return look_at(Path(video.original))
    except Refused as refused:
        raise ValidationError(str(refused), code=refused.reason.value) from None
    except FfmpegMissing:
        raise ValidationError(Reason.NO_FFMPEG.label, code=Reason.NO_FFMPEG.value) from None
