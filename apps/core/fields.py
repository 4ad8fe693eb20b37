"""Fields of serializers."""

from typing import Any

from rest_framework import serializers


class TextField(serializers.CharField):
    """Text and nothing else: REST framework's own field makes text of numbers."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
