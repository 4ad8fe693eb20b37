"""/calendar/: release dates, and the feed of them."""

from django.urls import path

from apps.statistics.views import calendar, feed

urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("<int:year>/<int:month>/", calendar.month, name="calendar_month"),
    path("feed/", feed.feed, name="calendar_feed"),
    path("feed/renew/", feed.renew, name="calendar_feed_renew"),
    path("feed/remove/", feed.remove, name="calendar_feed_remove"),
    path("feed/<str:secret>.ics", feed.events, name="calendar_events"),
]
