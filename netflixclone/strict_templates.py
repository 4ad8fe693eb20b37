"""For tests: a template of ours that shows a variable which does not exist fails.

Django shows nothing there, so a misspelt name goes unnoticed. What a template allows to be absent it says itself: with
the filters `default` and `default_if_none`, or by asking `{% if %}`, neither of which fails here.
"""

import sys
from pathlib import Path

from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression
from django.template.defaultfilters import default, default_if_none, yesno

ALLOWING = {default, default_if_none, yesno}


class UnknownVariable(AssertionError):
    pass


class Strict(str):
    """The engine's `string_if_invalid`. `FilterExpression.resolve` asks whether it is true exactly when a variable is
    unknown and nothing in the tag allows that; its frame knows which one and where.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1).f_locals
        expression, context = frame.get("self"), frame.get("context")
        if isinstance(expression, FilterExpression) and isinstance(context, Context):
            name = _template_of(context)
            if _is_ours(name) and not any(function in ALLOWING for function, _ in expression.filters):
                raise UnknownVariable(f"{{{{ {expression.token} }}}} is unknown in {name}")
        return False


def _template_of(context: Context) -> str:
    template = context.render_context.template or context.template
    return getattr(getattr(template, "origin", None), "name", "") or ""


def _is_ours(name: str) -> bool:
    """The admin's templates, and ours that extend them, lean on unknown variables being empty."""
    path = Path(name)
    return path.is_relative_to(settings.BASE_DIR) and not {".venv", "site-packages", "admin"} & set(path.parts)
