from django.urls import path

from apps.diary.views import log, pages

urlpatterns = [
    path("", pages.diary, name="diary"),
    path("<int:year>/<int:month>/", pages.month, name="diary_month"),
    path("log/<int:movie>/", log.log, name="diary_log"),
    path("viewings/<int:pk>/", log.viewing, name="diary_viewing"),
    path("viewings/<int:pk>/remove/", log.remove, name="diary_remove"),
    path("viewings/<int:pk>/logged/", log.logged, name="diary_logged"),
    path("viewings/<int:pk>/lists/<int:entry>/remove/", log.take_off, name="diary_take_off"),
    path("restore/", log.restore, name="diary_restore"),
]
