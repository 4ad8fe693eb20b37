"""/statistics/, and /review/ for whoever has a link."""

from django.urls import path

from apps.statistics.views import review, statistics

urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<int:year>/", statistics.statistics, name="statistics_year"),
    path("statistics/<int:year>/review/", review.review, name="review"),
    path("statistics/<int:year>/review/share/", review.share, name="share_review"),
    path("statistics/<int:year>/review/share/remove/", review.stop_sharing, name="stop_sharing_review"),
    path("review/<str:secret>/", review.shared, name="shared_review"),
]
