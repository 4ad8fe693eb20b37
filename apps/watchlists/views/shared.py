"""A list for whoever has its link, signed in or not. The address is the key: nothing may carry it further."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from apps.watchlists.models import Watchlist
from apps.watchlists.views.lists import contents


@login_not_required
@require_safe
def page(request: HttpRequest, secret: str) -> HttpResponse:
    watchlist = get_object_or_404(Watchlist.objects.with_secret(secret).select_related("profile"))
    response = render(request, "watchlists/shared.html", contents(request, watchlist))
    return sealed(response)


def sealed(response: HttpResponse) -> HttpResponse:
    """Neither found by search engines, nor told to the sites that its links lead to, nor kept by a cache."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response
