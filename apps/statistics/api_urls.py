"""What statistics and the calendar add to /api/."""

from django.urls import path

from apps.statistics.api.calendar import CalendarView, FeedView
from apps.statistics.api.statistics import ReviewLinkView, StatisticsView

# The last of each is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [
    path("statistics/", StatisticsView.as_view()),
    path("statistics", StatisticsView.as_view(), name="statistics"),
    path("statistics/<int:year>/link/", ReviewLinkView.as_view()),
    path("statistics/<int:year>/link", ReviewLinkView.as_view(), name="review_link"),
    path("calendar/", CalendarView.as_view()),
    path("calendar", CalendarView.as_view(), name="calendar"),
    path("calendar/feed/", FeedView.as_view()),
    path("calendar/feed", FeedView.as_view(), name="calendar_feed"),
]
