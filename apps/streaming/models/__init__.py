"""Videos that members brought, and the sizes in which each can be watched."""

from apps.streaming.models.video import MOST_ATTEMPTS, Rendition, Superseded, Video, VideoQuerySet

__all__ = ["MOST_ATTEMPTS", "Rendition", "Superseded", "Video", "VideoQuerySet"]
