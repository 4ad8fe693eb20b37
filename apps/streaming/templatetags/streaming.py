"""What can be watched of a film, on its page; and videos as pages show them."""

from django import template
from django.template import Context

from apps.catalog.models import Movie
from apps.streaming.models import Video

register = template.Library()
SHOWN_OF_A_FILM = 3


@register.simple_tag(takes_context=True)
def film_videos(context: Context, movie: Movie) -> list[Video]:
    """Those that one may watch, one's own first. Visitors have none, and nothing is asked for them."""
    request = context.get("request")
    profile = getattr(request, "profile", None)
    if profile is None:
        return []
    videos = Video.objects.visible_to(profile).playable().filter(movie=movie).order_by("-created_at", "pk")
    found = list(videos.only("title", "owner_id")[:SHOWN_OF_A_FILM])
    return sorted(found, key=lambda video: video.owner_id != profile.account_id)


@register.filter
def as_clock(seconds: float) -> str:
    """2:05, or 1:57:00 from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def as_wait(seconds: int | None) -> str:
    """A time to wait, as one says it."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "less than a minute left"
    minutes = -(-seconds // 60)
    return f"about {minutes} minute{'' if minutes == 1 else 's'} left"
