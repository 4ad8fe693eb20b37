"""The account page and tokens; everything else below is django-allauth's."""

from django.urls import include, path

from apps.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("tokens/", include("apps.accounts.tokens.urls")),
    path("", include("allauth.urls")),
]
