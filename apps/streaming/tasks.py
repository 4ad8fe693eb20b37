"""What videos do in the background. The work has a queue of its own: nothing else waits for it."""

from apps.core.tasks import task
from apps.streaming.actions import transcoding
from apps.streaming.actions.sweeping import sweep

QUEUE = "video"


@task(queue_name=QUEUE)
def transcode_video(pk: str) -> None:
    transcoding.transcode(pk)


@task
def sweep_videos() -> None:
    for pk in sweep():
        transcode_video.enqueue(pk)
