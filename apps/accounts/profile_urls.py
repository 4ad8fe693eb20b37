"""Below /profiles/. What only a grown-up does lies below add/ and edit/: see children.py."""

from django.urls import path

from apps.accounts import profile_views as views

urlpatterns = [
    path("", views.profiles, name="profiles"),
    path("<int:pk>/watch/", views.watch, name="watch_as"),
    path("add/", views.add, name="add_profile"),
    path("edit/<int:pk>/", views.edit, name="edit_profile"),
    path("edit/<int:pk>/remove/", views.remove, name="remove_profile"),
]
