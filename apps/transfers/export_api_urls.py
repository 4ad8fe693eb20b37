"""What exports add to /api/."""

from django.urls import path

from apps.transfers.api.exports import ExportDetail, ExportFile, ExportList

urlpatterns = [
    path("exports/", ExportList.as_view()),
    path("exports/<uuid:pk>/", ExportDetail.as_view()),
    path("exports/<uuid:pk>/file/", ExportFile.as_view()),
    path("exports", ExportList.as_view(), name="exports"),
    path("exports/<uuid:pk>", ExportDetail.as_view(), name="export"),
    path("exports/<uuid:pk>/file", ExportFile.as_view(), name="export-file"),
]
