"""What pages ask about accounts."""

from allauth.account.adapter import get_adapter
from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def may_sign_up(context: Context) -> bool:
    """Whether a visitor may make an account by themselves."""
    request = context["request"]
    return bool(get_adapter(request).is_open_for_signup(request))
