"""What requests and answers have to do with accounts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from apps.accounts.viewers import viewer_of

BELOW = "/accounts/"


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
