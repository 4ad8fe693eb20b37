"""How profiles meet the eye."""

from django import template
from django.utils.safestring import SafeString

from apps.accounts.avatars import draw_avatar
from apps.accounts.models import Profile

register = template.Library()


@register.simple_tag
def avatar(profile: Profile) -> SafeString:
    """The drawn picture of a profile; say its name in text beside it."""
    return draw_avatar(profile.avatar)
