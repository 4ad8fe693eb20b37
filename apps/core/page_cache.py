"""Keeps whole pages for visitors, who all see the same. Signed-in people never get a kept page, nor leave one."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from apps.core.caching import CACHE_ERRORS

SECONDS = 60
VERSION_KEY = "page-cache-version"
# Query strings are the visitor's to choose: a longer address is made afresh rather than kept.
LONGEST_ADDRESS = 400

View = TypeVar("View", bound=Callable[..., HttpResponse])


class KeptPage(NamedTuple):
    plain: bytes
    packed: bytes
    etag: str
    content_type: str


def cached_for_visitors(view: View) -> View:
    """Answers a visitor's GET from the cache for a minute, compressed and with an ETag.

    Only a plain 200 is kept, and nothing that sets a cookie: a CSRF token or a message is one person's own. A view
    whose page will be another in a moment says no-store.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _is_visitors_page(request):
            return view(request, *args, **kwargs)
        key = _key_of(request)
        page = _get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if not _may_be_kept(response):
                return response
            page = _keep(key, response)
        return _answer(request, page)

    return answer  # type: ignore[return-value]


def forget_pages() -> None:
    """No page kept until now is shown again. For changes that a curator wants to see at once."""
    try:
        cache.set(VERSION_KEY, (cache.get(VERSION_KEY) or 0) + 1, None)
    except CACHE_ERRORS:
        return  # what cannot be read is not shown either


def _is_visitors_page(request: HttpRequest) -> bool:
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    is_fragment = "HX-Request" in request.headers
    return request.method in ("GET", "HEAD") and not signed_in and not is_fragment


def _may_be_kept(response: HttpResponse) -> bool:
    is_passing = "no-store" in response.get("Cache-Control", "")
    return response.status_code == 200 and not response.cookies and not response.streaming and not is_passing


def _key_of(request: HttpRequest) -> str | None:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        version = cache.get(VERSION_KEY) or 0
    except CACHE_ERRORS:
        return None
    return f"page:{version}:{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()}"


def _get(key: str | None) -> KeptPage | None:
    if key is None:
        return None
    try:
        kept: tuple[bytes, bytes, str, str] | None = cache.get(key)
    except CACHE_ERRORS:
        return None
    return KeptPage(*kept) if kept else None


def _keep(key: str | None, response: HttpResponse) -> KeptPage:
    # No timestamp in the compressed form, so that the same page has the same bytes.
    packed = gzip.compress(response.content, compresslevel=6, mtime=0)
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    page = KeptPage(response.content, packed, etag, response["Content-Type"])
    if key is not None:
        try:
            cache.set(key, tuple(page), SECONDS)
        except CACHE_ERRORS:
            return page
    return page


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    response: HttpResponse
    if page.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.packed, content_type=page.content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.plain, content_type=page.content_type)
    response["ETag"] = page.etag
    # The browser asks again each time, so that nobody sees a visitor's page after signing in.
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding", "HX-Request"])
    return response
