"""What the API answers with beside REST framework's own exceptions. Apart from problems.py: parsers need it first."""

from http import HTTPStatus

from rest_framework import exceptions


class Conflict(exceptions.APIException):
    status_code = HTTPStatus.CONFLICT
    default_detail = "This cannot be done in the present state of things."
    default_code = "conflict"


class ContentTooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body of the request is too large."
    default_code = "content_too_large"
