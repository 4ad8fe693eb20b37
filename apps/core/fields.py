"""Fields of serializers."""

from typing import Any

from rest_framework import serializers

from apps.core.ids import LARGEST_ID

# What a text may be, as the schema says it. PostgreSQL cannot keep the NUL character. Blanks are taken off both ends,
# so what must not be empty has more than blanks; the characters written out are blank to Python, not to every dialect.
ANY_TEXT = r"^[^\u0000]*$"
MORE_THAN_BLANKS = r"^[^\u0000]*[^\s\u0000\u001c-\u001f\u0085][^\u0000]*$"


class TextField(serializers.CharField):
    """Text and nothing else: REST framework's own field makes text of numbers."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class IdField(serializers.IntegerField):
    """An id. REST framework's own field makes numbers of text and of 1.0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, (bool, str)):
            self.fail("invalid")
        return super().to_internal_value(data)
