"""The fields of an Item that have a rule. What somebody typed goes in as it is: the field reads it or refuses it.

So form, serializer, CSV and administration need no rule of their own: each hands the model the text or the number it
got. A field has one sentence for all that can be wrong with it, and codes that tell which: `required`, `invalid`,
`min_value`, `max_value`, `max_length`.
"""

import re
import unicodedata
from typing import Any

import regex
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, IntegerField, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan

from apps.moviebucket.barcodes import plain

_GRAPHEME = regex.compile(r"\X")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])", re.ASCII)
_BLANKS = re.compile(r"\s+")


def size_of(text: str) -> int:
    """How many characters a person counts in `text`: extended grapheme clusters (Unicode annex 29)."""
    return len(text) if text.isascii() else len(_GRAPHEME.findall(text))


def shortened(text: str, most: int) -> str:
    """`text` with at most `most` characters as people count them; an ellipsis says that there was more."""
    if size_of(text) <= most:
        return text
    return "".join(_GRAPHEME.findall(text)[: most - 1]).rstrip() + "…"


def tidied(text: str) -> str:
    """In normal form C, with single blanks between words and none around them."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fault_of(text: str, most: int, most_code_points: int) -> str:
    """The code of what keeps `text` from being 1 to `most` printable characters; "" where nothing does."""
    kinds = {unicodedata.category(character) for character in text}
    if not any(kind[0] not in "CZ" for kind in kinds):
        return "required" if kinds <= {"Zs", "Cf"} else "invalid"
    if kinds & {"Cc", "Cs"}:
        return "invalid"
    return "max_length" if len(text) > most_code_points or size_of(text) > most else ""


class Octets(Func):
    """How many bytes a text takes. SQLite has a function of that name from 3.43 only."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **extra)


def has_size(text: str, size: str, most: int) -> Q:
    """The column `text` is not empty and has as many characters as the column `size` says, 1 to `most`.

    Exact for ASCII; of other texts the database cannot count characters and holds what the model did.
    """
    return (
        Q(**{f"{size}__range": (1, most), text: Trim(text)})
        & ~Q(**{text: ""})
        & Q(**{f"{size}__lte": Length(text)})
        & (Q(**{size: Length(text)}) | Q(GreaterThan(Octets(text), Length(text))))
    )


class RangeField(models.SmallIntegerField):
    """A whole number from `least` to `most`; `sentence` is what is said of every other value."""

    def __init__(self, *args: Any, least: int, most: int, sentence: str, **kwargs: Any) -> None:
        self.least, self.most, self.sentence = least, most, sentence
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"least": self.least, "most": self.most, "sentence": self.sentence}

    @property
    def validators(self) -> list[Any]:  # type: ignore[override]
        """None: those of the database's own range would say the same a second time in other words."""
        return []

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "":
            return None
        number = self.read(value)
        if number is None:
            raise ValidationError(self.sentence, code="invalid")
        return number

    def read(self, value: Any) -> int | None:
        """The number that `value` stands for; None where it is none. True is no number, 3.0 is."""
        if isinstance(value, bool):
            return None
        if isinstance(value, int):
            return value
        if isinstance(value, float):
            return int(value) if value.is_integer() else None
        return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else None

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if value is None:
            raise ValidationError(self.sentence, code="required")
        if value < self.least:
            raise ValidationError(self.sentence, code="min_value")
        if value > self.most:
            raise ValidationError(self.sentence, code="max_value")

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        """A text: what it should be the model says."""
        return forms.CharField(
            label=kwargs.get("label", self.verbose_name.capitalize()),
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            help_text=self.help_text,
        )


class MinutesField(RangeField):
    """Minutes, which may be written as hours and minutes: 117 or 1:57."""

    def read(self, value: Any) -> int | None:
        clock = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        return int(clock[1]) * 60 + int(clock[2]) if clock else super().read(value)


class BarcodeField(models.CharField):
    """Digits alone; blanks and hyphens between them go."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return plain(value) if isinstance(value, str) else value


class TitleField(models.CharField):
    """1 to `most` printable characters as people count them, in normal form C, with single blanks between words."""

    def __init__(self, *args: Any, most: int, sentence: str, **kwargs: Any) -> None:
        self.most, self.sentence = most, sentence
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"most": self.most, "sentence": self.sentence}

    def to_python(self, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise ValidationError(self.sentence, code="invalid")
        return tidied(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if code := fault_of(value or "", self.most, self.max_length or 0):
            raise ValidationError(self.sentence, code=code)

    def run_validators(self, value: Any) -> None:
        """None beside the rule itself."""

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        return forms.CharField(
            label=kwargs.get("label", self.verbose_name.capitalize()),
            required=False,
            strip=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text=self.help_text,
        )
