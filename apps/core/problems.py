"""Errors of the API as RFC 9457 problem details (application/problem+json)."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.http import Http404, HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.core.errors import ContentTooLarge

CONTENT_TYPE = "application/problem+json"
BODYLESS = {"GET", "HEAD", "DELETE", "OPTIONS"}


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """What REST framework calls for an exception of a view. None (so a 500) for what nobody foresaw."""
    error = _as_api_error(exc)
    if error is None:
        return None
    set_rollback()
    request = context.get("request")
    method = request.method if request is not None else "GET"
    response = Response(_problem_of(error, method), status=error.status_code, headers=_headers_of(error))
    renderer = getattr(request, "accepted_renderer", None)
    if renderer is None or renderer.format != "api":  # in a browser it is a page
        response.content_type = CONTENT_TYPE
    return response


def problem_response(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """A problem for what fails outside a view of the API: error views use it for addresses under /api/."""
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse(problem, status=status, content_type=CONTENT_TYPE)


def _as_api_error(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound("There is nothing at this address, or nothing that you may see.")
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, ValidationError):
        return exceptions.ValidationError(_details(exc))
    if isinstance(exc, RequestDataTooBig):
        return ContentTooLarge()
    if isinstance(exc, (SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent)):
        return exceptions.ParseError("The request is not one that this site accepts.")
    if isinstance(exc, (MultiPartParserError, UnreadablePostError)):
        return exceptions.ParseError("The body of the request cannot be read.")
    return None


def _details(error: ValidationError) -> Any:
    """What a model says, each with its code; `message_dict` and `messages` lose it."""
    if hasattr(error, "error_dict"):
        return {name: _coded(errors) for name, errors in error.error_dict.items()}
    return _coded(error.error_list)


def _coded(errors: list[ValidationError]) -> list[exceptions.ErrorDetail]:
    return [exceptions.ErrorDetail(text, error.code or "invalid") for error in errors for text in error.messages]


def _problem_of(error: exceptions.APIException, method: str | None) -> dict[str, Any]:
    status = HTTPStatus(error.status_code)
    problem: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": int(status)}
    if isinstance(error, exceptions.ValidationError):
        problem["detail"] = "What was sent has mistakes; `errors` names each."
        problem["code"] = "invalid"
        problem["errors"] = list(_field_errors(error.detail, in_query=method in BODYLESS))
    else:
        problem["detail"] = str(error.detail)
        problem["code"] = getattr(error.detail, "code", error.default_code)
    return problem | getattr(error, "members", {})


def _headers_of(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    return headers


def _field_errors(detail: Any, *, in_query: bool, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """One entry for each mistake: `parameter` names one of the query, `pointer` (RFC 6901) one of the body."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            inner = path if key in ("non_field_errors", "__all__") else (*path, str(key))
            yield from _field_errors(value, in_query=in_query, path=inner)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            inner = (*path, str(index)) if isinstance(value, (Mapping, list)) else path
            yield from _field_errors(value, in_query=in_query, path=inner)
    else:
        where = {"parameter": ".".join(path)} if in_query else {"pointer": _pointer(path)}
        yield {**where, "detail": str(detail), "code": getattr(detail, "code", None) or "invalid"}


def _pointer(path: tuple[str, ...]) -> str:
    return "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)
