"""The names are those of django-allauth, which will take these addresses over."""

from django.urls import path

from apps.accounts.views import LoginView, LogoutView

urlpatterns = [
    path("login/", LoginView.as_view(), name="account_login"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
]
