"""What requests and answers have to do with accounts."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found
from requests import RequestException

from apps.accounts.viewers import viewer_of

BELOW = "/accounts/"
logger = logging.getLogger(__name__)


class NeverKeptMiddleware:
    """Nobody who comes after at the same browser goes back to a page with codes, sessions or addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(BELOW):
            add_never_cache_headers(response)
        return response


class ProfileMiddleware:
    """Sets `request.profile`: who watches, None for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.profile = viewer_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class LeaveByPageMiddleware:
    """The way to another site's log-in, and what is said when that site does not answer.

    The Content Security Policy (form-action) stops a form of ours that is answered by a redirect to elsewhere, at each
    site on the way. So the answer is a page that goes there by itself, and the policy stays as narrow as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to = response.get("Location", "")
        if request.method != "POST" or not to or not request.path_info.startswith(BELOW):
            return response
        if url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
            return response
        return render(request, "socialaccount/leaving.html", {"to": to, "host": urlsplit(to).hostname})

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestException) and request.path_info.startswith(BELOW):
            logger.warning("The other site's log-in does not answer: %s", exception)
            return render(request, "socialaccount/authentication_error.html", status=503)
        if isinstance(exception, SocialApp.DoesNotExist):
            return page_not_found(request, exception)
        return None
