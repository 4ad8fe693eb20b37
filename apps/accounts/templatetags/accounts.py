"""What pages ask about accounts."""

import json

from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from ua_parser import parse

register = template.Library()

# JSON in a script element: what could end the element is written as JSON's own escapes.
_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def may_sign_up(context: Context) -> bool:
    """Whether this visitor may make an account by themselves."""
    request = context["request"]
    return bool(get_adapter(request).is_open_for_signup(request))


@register.simple_tag
def sign_up_is_by_invitation() -> bool:
    return bool(settings.SIGNUP == "invitation")


@register.simple_tag
def on_load(function: str, **ids: str) -> SafeString:
    """Tells django-allauth's script what to start, with the ids of the elements it works on: data, no inline script."""
    data = json.dumps({"ids": ids}).translate(_IN_SCRIPT)
    return format_html(
        '<script type="application/json" data-allauth-onload="allauth.{}">{}</script>',
        function,
        mark_safe(data),  # noqa: S308
    )


@register.filter
def browser_name(user_agent: str) -> str:
    """ "Firefox on Linux", "Mobile Safari on iPhone (iOS)"; what says nothing known is quoted, and short."""
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    device = found.device.family if found.device and found.device.family not in ("Other", "Mac") else ""
    if not browser:
        return f"“{user_agent[:60]}”" if user_agent else "A browser that does not say what it is"
    place = f"{device} ({system})" if device and system else device or system
    return f"{browser} on {place}" if place else browser


@register.filter
def log_in_name(account: SocialAccount) -> str:
    """ "Google", "Campus"; of a log-in that this site has taken away since, what it was called inside."""
    try:
        return str(account.get_provider().name)
    except SocialApp.DoesNotExist:
        return account.provider.title()


@register.filter
def log_in_owner(account: SocialAccount) -> str:
    """Who one is there."""
    try:
        return str(account.get_provider_account())
    except SocialApp.DoesNotExist:
        return account.uid
