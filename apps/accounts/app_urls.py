"""/_allauth/: how apps sign people in. All of it is django-allauth's, less what nobody here has: telephone numbers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from apps.core.problems import problem_response


@csrf_exempt
@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    return problem_response(request, 404, "There is nothing at this address.")


urlpatterns = [
    path("app/v1/account/phone", nothing),
    path("app/v1/auth/phone/verify", nothing),
    path("app/v1/auth/phone/verify/resend", nothing),
    path("", include("allauth.headless.urls")),
]
