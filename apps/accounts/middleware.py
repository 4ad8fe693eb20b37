"""What requests and answers have to do with accounts."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from apps.accounts.children import is_closed
from apps.accounts.viewers import must_choose, viewer_of
from apps.core.problems import problem_response

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
    """Sets `request.profile`: who watches, None for a visitor. Asks a household who that is, and stops children."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        profile = request.profile = viewer_of(request)  # type: ignore[attr-defined]
        if profile is None:
            return self.get_response(request)
        if profile.for_child and is_closed(request):
            return _closed(request)
        if must_choose(request):
            return redirect(f"{reverse('profiles')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def _closed(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem_response(request, 403, "This is not open to a child's profile.")
    return render(request, "accounts/closed.html", status=403)
