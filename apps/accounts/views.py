"""Logging in and out."""

from typing import Any

from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from apps.accounts.attempts import PERIOD, Attempts
from apps.accounts.forms import LoginForm


class LoginView(views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.attempts = Attempts(request, request.POST.get("username", ""))
        if self.attempts.exhausted():
            return self._too_many()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        self.attempts.succeeded()
        return super().form_valid(form)

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        self.attempts.failed()
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def _too_many(self) -> HttpResponse:
        context = {"minutes": PERIOD // 60, "next": self.get_redirect_url()}
        response = self.response_class(
            request=self.request, template=["accounts/too_many_tries.html"], context=context, status=429
        )
        response["Retry-After"] = str(PERIOD)
        add_never_cache_headers(response)
        return response


class LogoutView(views.LogoutView):
    http_method_names = ["post", "options"]
