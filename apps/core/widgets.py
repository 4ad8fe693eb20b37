"""A select and checkboxes written in Python: Django's own render a template for each option, which costs more than
everything else on a page with a hundred of them. The same HTML, for flat choices; groups of options are not for them.
"""

from collections.abc import Collection, Iterator
from html import escape  # Django's own, which calls this, also looks for lazy text at each call
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


class QuickSelect(forms.Select):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs) | {"name": name}
        options = "".join(
            f'<option value="{key}"{" selected" if chosen else ""}>{label}</option>'
            for key, label, chosen in _escaped(self.choices, self.format_value(value)[:1])
        )
        return mark_safe(f"<select{flatatt(given)}>{options}</select>")  # noqa: S308


class QuickCheckboxes(forms.CheckboxSelectMultiple):
    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        own_id = given.pop("id", "")
        lines = []
        for place, (key, label, chosen) in enumerate(_escaped(self.choices, self.format_value(value))):
            box_id = f"{own_id}_{place}" if own_id else ""
            box = given | {"type": "checkbox", "name": name, "value": mark_safe(key), "checked": chosen}  # noqa: S308
            box |= {"id": box_id} if box_id else {}
            opened = f'<label for="{conditional_escape(box_id)}">' if box_id else "<label>"
            lines.append(f"<div>{opened}<input{flatatt(box)}> {label}</label></div>")
        outer = {name: given[name] for name in ("class",) if name in given} | ({"id": own_id} if own_id else {})
        return mark_safe(f"<div{flatatt(outer)}>{''.join(lines)}</div>")  # noqa: S308


def _escaped(choices: Any, selected: Collection[str]) -> Iterator[tuple[str, str, bool]]:
    for key, label in choices:
        text = "" if key is None else str(key)
        yield escape(text), label if isinstance(label, SafeString) else escape(str(label)), text in selected
