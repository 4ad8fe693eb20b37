"""What the household of a video does with it."""

import uuid
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.streaming import tasks
from apps.streaming.models import MOST_ATTEMPTS, Video
from apps.streaming.models.video import AT_ONCE
from apps.streaming.reasons import Reason

GONE = "This video is deleted."
NOTHING_TO_STOP = "It is not being worked at."
NOTHING_TO_RETRY = "There is nothing of it to try again."


@transaction.atomic
def change_video(*, video: Video, by: Profile, title: str, visibility: str) -> Video:
    current = _locked(video.pk, by)
    current.title, current.visibility = title, visibility
    current.full_clean(validate_unique=False)
    current.save(update_fields=["title", "visibility"])
    return current


@transaction.atomic
def name_film(*, video: Video, by: Profile, movie: Movie | None) -> Video:
    """Which film it is, by which a child may watch it or not; None where it is none."""
    current = _locked(video.pk, by)
    current.movie = movie
    current.save(update_fields=["movie"])
    return current


@transaction.atomic
def cancel(*, video: Video, by: Profile) -> Video:
    """The worker that is at it learns so within seconds. What there is of it can be watched."""
    current = _locked(video.pk, by)
    if not current.is_under_way:
        raise ValidationError(NOTHING_TO_STOP)
    if current.renditions.exists():
        current.finish(Reason.STOPPED)
    else:
        current.fail(Reason.STOPPED)
    return current


@transaction.atomic
def retry(*, video: Video, by: Profile) -> Video:
    current = _locked(video.pk, by)
    if not current.may_be_retried:
        raise ValidationError(NOTHING_TO_RETRY)
    allowed = min(MOST_ATTEMPTS, current.attempts + AT_ONCE)
    current.begin_again(allowed)
    transaction.on_commit(partial(tasks.transcode_video.enqueue, str(current.pk)))
    return current


@transaction.atomic
def delete_video(*, video: Video, by: Profile) -> None:
    """With every file. A worker that is at it ends within seconds, and takes away what it made since."""
    current = _locked(video.pk, by)
    transaction.on_commit(current.drop_files)
    Video.objects.filter(pk=current.pk).delete()


def _locked(pk: uuid.UUID, by: Profile) -> Video:
    """As it is now. ValidationError where somebody deleted it meanwhile."""
    video = Video.objects.select_for_update().filter(pk=pk).first()
    if video is None:
        raise ValidationError(GONE)
    if by.for_child or by.account_id != video.owner_id:
        raise PermissionDenied("This is somebody else's video.")
    return video
