"""Many items in one request, as a list or as a table: all or nothing, or a report with `partial=1`."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.core.tables import NotImportable
from apps.moviebucket import actions, tables
from apps.moviebucket.actions import Fault, Report
from apps.moviebucket.actions.many import Row
from apps.moviebucket.api.csv_format import table_in
from apps.moviebucket.models import Bucket

# A table of more rows takes longer than a request should: there is a page for it, which shows how far it is.
MOST_ROWS = 5_000
PARTIAL = OpenApiParameter(
    "partial", {"type": "string", "enum": ["0", "1"]}, description="1: take in the rows that are right."
)
Said = Callable[[Fault], dict[str, Any]]


class Faulty(exceptions.APIException):
    """Rows have faults and none was taken in. `errors` has each, up to a thousand."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid"

    def __init__(self, report: Report, said: Said) -> None:
        rows = "1 row has" if report.bad_rows == 1 else f"{report.bad_rows:,} rows have"
        super().__init__(f"{rows} mistakes, so nothing was taken in; `errors` names each.")
        self.members = {
            "rows": report.rows,
            "bad_rows": report.bad_rows,
            "errors": [said(fault) for fault in report.faults],
        }


def add_list(bucket: Bucket, by: User, rows: list[Row], *, partial: bool) -> Response:
    response = _added(bucket, by, rows, partial, _pointed)
    response.status_code = status.HTTP_200_OK if partial else status.HTTP_201_CREATED
    return response


def add_table(request: Request, bucket: Bucket, by: User, *, partial: bool) -> Response:
    """The body is a table; the answer to one is a report and a 200, whatever went in."""
    try:
        rows = tables.read_csv(table_in(request), MOST_ROWS)
        response = _added(bucket, by, rows, partial, rows.said)
    except NotImportable as error:
        raise ValidationError(str(error), code="not_importable") from None
    response.data["unknown_columns"] = rows.unknown
    return response


def _added(bucket: Bucket, by: User, rows: Any, partial: bool, said: Said) -> Response:
    try:
        report = actions.add_many(bucket=bucket, by=by, rows=rows, partial=partial)
    except actions.Refused as refused:
        raise Faulty(refused.report, said) from None
    whole = {
        "rows": report.rows,
        "added": report.added,
        "bad_rows": report.bad_rows,
        "faults": [said(fault) for fault in report.faults],
    }
    return Response(whole)


def _pointed(fault: Fault) -> dict[str, Any]:
    column = "" if fault.field == "__all__" else fault.field
    pointer = f"#/{fault.row - 1}" + (f"/{column}" if column else "")
    return {"row": fault.row, "pointer": pointer, "column": column, "code": fault.code, "detail": fault.sentence}


def is_partial(request: Request) -> bool:
    given = request.query_params.get("partial", "0")
    if given not in ("0", "1"):
        raise exceptions.ValidationError({"partial": ["Say 1, or nothing."]})
    return given == "1"
