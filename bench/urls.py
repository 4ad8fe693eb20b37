"""The site's own URL conf and the yardstick: the least that a view can do, behind the same server and middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("bench/hello", hello), path("", include("netflixclone.urls"))]
