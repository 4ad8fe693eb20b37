"""What a killed worker left: work is begun again or given up, and files that nobody needs go."""

import shutil
import time
import uuid
from datetime import timedelta
from pathlib import Path

from apps.streaming.actions.transcoding import give_up_or_wait
from apps.streaming.models import Rendition, Superseded, Video
from apps.streaming.models.video import videos_folder
from apps.streaming.reasons import Reason

ORPHANS_KEPT = timedelta(hours=6)  # an upload has its folder before its row


def sweep() -> list[str]:
    """The videos whose work is to be queued again."""
    again = []
    for video in Video.objects.abandoned():
        try:
            give_up_or_wait(video, Reason(video.reason or Reason.KILLED))
        except Superseded:
            continue
        if video.state == Video.State.WAITING:
            again.append(str(video.pk))
    for folder in _folders(videos_folder()):
        _tidy(folder)
    return again


def _tidy(folder: Path) -> None:
    try:
        pk = uuid.UUID(folder.name)
    except ValueError:
        return
    video = Video.objects.filter(pk=pk).first()
    if video is None:
        if folder.stat().st_mtime < time.time() - ORPHANS_KEPT.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)
        return
    kept = {str(attempt) for attempt in Rendition.objects.filter(video=pk).values_list("attempt", flat=True)}
    if video.state == Video.State.TRANSCODING:
        kept.add(str(video.attempts))
    for found in _folders(folder):
        if found.name not in kept:
            shutil.rmtree(found, ignore_errors=True)


def _folders(path: Path) -> list[Path]:
    return [found for found in path.iterdir() if found.is_dir()] if path.is_dir() else []
