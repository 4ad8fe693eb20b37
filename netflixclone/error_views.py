"""What fails outside every view: a page in the site's look, and under /api/ a problem that a program can read."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from apps.core.problems import problem_response

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return problem_response(request, HTTPStatus.BAD_REQUEST, "This request cannot be understood.")
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        text = "Something went wrong here. It has been written down; trying again later may help."
        return problem_response(request, HTTPStatus.INTERNAL_SERVER_ERROR, text)
    return defaults.server_error(request)
