"""What a request names, as far as its profile may watch or change it. Nothing else here decides that.

To a child all of /studio/ is closed already (apps/accounts/children.py)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.streaming.models import Rendition, Video


def visible(request: HttpRequest, pk: uuid.UUID) -> Video:
    """A video that one may watch; 404 for any other."""
    videos = Video.objects.visible_to(request.profile).select_related("movie")  # type: ignore[attr-defined]
    return get_object_or_404(videos, pk=pk)


def editable(request: HttpRequest, pk: uuid.UUID) -> Video:
    """A video of one's household; whoever may only watch it is refused."""
    video = visible(request, pk)
    profile = request.profile  # type: ignore[attr-defined]
    if profile.for_child or video.owner_id != profile.account_id:
        raise PermissionDenied
    return video


def size_of(request: HttpRequest, pk: uuid.UUID, rung: int) -> Rendition:
    """A size of a video that one may watch; 404 for any other. Its video is loaded."""
    videos = Video.objects.visible_to(request.profile).order_by()  # type: ignore[attr-defined]
    sizes = Rendition.objects.filter(video=pk, video__in=videos).select_related("video")
    return get_object_or_404(sizes, rung=rung)
