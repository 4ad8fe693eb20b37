"""What accounts add to /api/."""

from django.urls import path

from apps.accounts.api import Me, UserList

urlpatterns = [
    path("users/", UserList.as_view()),
    path("users/me/", Me.as_view()),
    path("users", UserList.as_view(), name="users"),
    path("users/me", Me.as_view(), name="me"),
]
