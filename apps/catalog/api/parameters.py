"""How the schema describes the filters of films: the filter set itself knows neither forms of codes nor limits."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from apps.catalog.filters import LONGEST, decade_choices
from apps.catalog.models.movie import FIRST_YEAR, LAST_YEAR


def _number(name: str, description: str, least: int, most: int) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "number", "minimum": least, "maximum": most}, description=description)


def _text(name: str, description: str, **schema: Any) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "string", **schema}, description=description)


FILTERS = [
    OpenApiParameter(
        "genre",
        {"type": "array", "items": {"type": "string", "maxLength": 80, "examples": ["horror"]}},
        description="Slugs of genres, as /api/genres lists them; a film must be all of these.",
        style="form",
        explode=True,
    ),
    OpenApiParameter(
        "decade",
        {"type": "integer", "enum": [decade for decade, _ in decade_choices()]},
        description="The first year of a decade.",
    ),
    _number("year_from", "From this year.", FIRST_YEAR, LAST_YEAR),
    _number("year_to", "To this year.", FIRST_YEAR, LAST_YEAR),
    _text("language", "The original language, ISO 639-1.", pattern="^([a-z]{2,3})?$", examples=["ja"]),
    _text("country", "A producing country, ISO 3166-1.", pattern="^([A-Z]{2})?$", examples=["FR"]),
    _text("certification", "The age rating in the site's own country.", maxLength=30, examples=["PG"]),
    _number("runtime_min", "At least so many minutes.", 0, LONGEST),
    _number("runtime_max", "At most so many minutes.", 0, LONGEST),
    _number("rating_min", "Rated at least, of ten.", 0, 10),
]
