"""The drawn faces of profiles: templates/avatars/, SVG of 100 x 100 in the inks of the drawn posters (tokens.css)."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from apps.accounts.models import Profile


@cache
def draw_avatar(name: str) -> SafeString:
    """The drawing of one of `Profile.Avatar`; an unknown one is a reel."""
    known = name if name in Profile.Avatar.values else Profile.Avatar.REEL
    return mark_safe(render_to_string(f"avatars/{known}.svg").replace("\n", ""))  # noqa: S308
