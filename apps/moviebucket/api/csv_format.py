"""CSV in the API, by `Accept` and `Content-Type: text/csv`."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.mediatypes import media_type_matches

from apps.core.errors import ContentTooLarge
from apps.core.tables import Part

MOST_BYTES = 5_000_000


class CsvParser(BaseParser):
    """Hands the table on unread, as a Part."""

    media_type = "text/csv"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Part:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise ContentTooLarge(f"Send at most {MOST_BYTES // 1_000_000} MB; the page for imports takes more.")
        return Part("what was sent", lambda: BytesIO(body))


def is_table(request: Request) -> bool:
    return media_type_matches(CsvParser.media_type, request.content_type or "")


def table_in(request: Request) -> Part:
    """An empty body is not even shown to the parser."""
    return request.data if isinstance(request.data, Part) else Part("what was sent", BytesIO)


class CsvRenderer(JSONRenderer):
    """Stands for the table, which the view streams; what comes here is a problem, and that is JSON."""

    media_type = "text/csv"
    format = "csv"
