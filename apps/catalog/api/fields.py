"""Fields that several resources share."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import Field

from apps.catalog.names import COUNTRY_CODES, LANGUAGE_CODES
from apps.catalog.pictures import picture_url
from apps.core.fields import TextField

# Nothing that a person writes of a film is longer; TMDB's longest overviews have about 1,000 characters.
LONGEST_TEXT = 10_000


@extend_schema_field(
    {"type": ["string", "null"], "format": "uri", "examples": ["https://image.tmdb.org/t/p/w500/a.jpg"]}
)
class PictureField(Field[Any, Any, Any, Any]):
    """The address of a picture in one of TMDB's sizes, null when there is none."""

    def __init__(self, *, size: str, **kwargs: Any) -> None:
        self.size = size
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: str) -> str | None:
        url = picture_url(value, self.size)
        request = self.context.get("request")
        return request.build_absolute_uri(url) if url and request else url or None


@extend_schema_field({"type": "string", "format": "uri", "examples": ["https://films.example.org/movies/1/alien/"]})
class PageField(Field[Any, Any, Any, Any]):
    """The address of the row's page for people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="get_absolute_url", **kwargs)

    def to_representation(self, value: str) -> str:
        request = self.context.get("request")
        return str(request.build_absolute_uri(value)) if request else value


@extend_schema_field({"type": "string", "enum": COUNTRY_CODES})
class CountryField(TextField):
    """An ISO 3166-1 code, or TMDB's for a country that no longer exists."""

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code not in COUNTRY_CODES:
            raise serializers.ValidationError("Give the ISO 3166-1 code of a country in capitals, such as GB or BR.")
        return code


@extend_schema_field({"type": "string", "enum": ["", *LANGUAGE_CODES]})
class LanguageField(TextField):
    """An ISO 639 code, or TMDB's `cn` and `xx`."""

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code and code not in LANGUAGE_CODES:
            raise serializers.ValidationError("Give the ISO 639-1 code of a language, such as en or pt.")
        return code
