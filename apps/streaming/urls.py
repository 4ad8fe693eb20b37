"""/studio/ and /watch/."""

from django.urls import path

from apps.streaming.views import studio, watch

urlpatterns = [
    path("studio/", studio.studio, name="studio"),
    path("studio/upload/", studio.upload, name="studio_upload"),
    path("studio/<uuid:pk>/", studio.video, name="studio_video"),
    path("studio/<uuid:pk>/progress/", studio.progress, name="studio_progress"),
    path("studio/<uuid:pk>/film/", studio.film, name="studio_film"),
    path("studio/<uuid:pk>/retry/", studio.retry, name="studio_retry"),
    path("studio/<uuid:pk>/cancel/", studio.cancel, name="studio_cancel"),
    path("studio/<uuid:pk>/delete/", studio.delete, name="studio_delete"),
    path("watch/<uuid:pk>/", watch.watch, name="watch"),
    path("watch/<uuid:pk>/files/<str:name>", watch.file, name="watch_file"),
]
