"""/buckets/<pk>/import/, /export/ and /print/."""

from django.urls import path

from apps.moviebucket.views import printing, tables

table_urlpatterns = [
    path("<int:pk>/export/", tables.export, name="bucket_export"),
    path("<int:pk>/print/", printing.print_items, name="bucket_print"),
    path("<int:pk>/import/", tables.import_items, name="bucket_import_new"),
    path("<int:pk>/import/<int:import_id>/", tables.detail, name="bucket_import"),
    path("<int:pk>/import/<int:import_id>/progress/", tables.progress, name="bucket_import_progress"),
    path("<int:pk>/import/<int:import_id>/commit/", tables.take_in, name="bucket_import_commit"),
    path("<int:pk>/import/<int:import_id>/forget/", tables.forget, name="bucket_import_forget"),
]
