"""What the pages of exports write."""

from django import template

register = template.Library()


@register.filter
def time_left(seconds: int | None) -> str:
    """A time to wait, as one says it: nobody needs the seconds of a long one."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "less than a minute left"
    minutes = -(-seconds // 60)
    return f"about {minutes} minutes left"
