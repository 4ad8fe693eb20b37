"""What the API answers with beside REST framework's own exceptions. Apart from problems.py: parsers need it first."""

from http import HTTPStatus
from typing import Any

from rest_framework import exceptions


class Conflict(exceptions.APIException):
    status_code = HTTPStatus.CONFLICT
    default_detail = "This cannot be done in the present state of things."
    default_code = "conflict"


class ContentTooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body of the request is too large."
    default_code = "content_too_large"


class PreconditionFailed(exceptions.APIException):
    """`current` is what stands there now; the answer carries it, so that nobody has to ask again."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "It is not what `If-Match` says any more; `current` is what stands there."
    default_code = "precondition_failed"

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.members = {"current": current}
