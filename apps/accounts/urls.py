"""The account page; everything else below is django-allauth's."""

from django.urls import include, path

from apps.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("", include("allauth.urls")),
]
