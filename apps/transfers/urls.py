from django.urls import path

from apps.transfers.views import imports, preview

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.detail, name="import"),
    path("imports/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("imports/<int:pk>/columns/", imports.columns, name="import_columns"),
    path("imports/<int:pk>/profile/", imports.profile, name="import_profile"),
    path("imports/<int:pk>/commit/", imports.commit, name="import_commit"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/again/", imports.again, name="import_again"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:pk>/rows/<int:row_id>/", preview.row, name="import_row"),
    path("imports/<int:pk>/rows/<int:row_id>/leave-out/", preview.leave_out, name="import_leave_out"),
    path("imports/<int:pk>/rows/<int:row_id>/reopen/", preview.reopen, name="import_reopen"),
]
