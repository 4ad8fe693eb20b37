"""What requests and answers have to do with accounts."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.socialaccount.models import SocialApp
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found
from requests import RequestException

from apps.accounts.children import is_closed
from apps.accounts.viewers import must_choose, viewer_of
from apps.core.problems import problem_response

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


class AppsMiddleware:
    """Below /_allauth/: makes way for the log-in of an app, which is no session of a browser.

    django-allauth puts another session into the request there and asks anew who that is. The middleware of the log has
    by then put an answer in the way that never changes, so this one stands after it.
    """

    BELOW = "/_allauth/"
    UNREADABLE = (RecursionError, UnicodeEncodeError)  # nested too deeply; half of a surrogate pair

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(self.BELOW):
            request.user = SimpleLazyObject(lambda: get_user(request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What django-allauth cannot read is the app's fault (400), not the site's (500)."""
        if request.path_info.startswith(self.BELOW) and isinstance(exception, self.UNREADABLE):
            return problem_response(request, 400, "The body of the request cannot be read.")
        return None


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
