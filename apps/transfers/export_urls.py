"""/exports/."""

from django.urls import path

from apps.transfers.views import exports

urlpatterns = [
    path("", exports.exports, name="exports"),
    path("<uuid:pk>/", exports.export, name="export"),
    path("<uuid:pk>/progress/", exports.progress, name="export_progress"),
    path("<uuid:pk>/file/", exports.file, name="export_file"),
]
