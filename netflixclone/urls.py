from django.contrib import admin
from django.urls import include, path

from apps.catalog import sitemaps
from netflixclone import api_views, gallery, health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("apps.catalog.urls")),
    path("", include("apps.transfers.urls")),
    path("accounts/", include("apps.accounts.urls")),
    path("_allauth/", include("apps.accounts.app_urls")),
    path("buckets/", include("apps.moviebucket.urls")),
    path("diary/", include("apps.diary.urls")),
    path("api", api_views.Root.as_view()),
    path("api/", include("netflixclone.api_urls")),
    path("groups/", include("apps.groups.urls")),
    path("exports/", include("apps.transfers.export_urls")),
    path("calendar/", include("apps.statistics.calendar_urls")),
    path("profiles/", include("apps.accounts.profile_urls")),
    path("", include("apps.statistics.urls")),
    path("", include("apps.streaming.urls")),
    path("admin/", admin.site.urls),
    path("watchlists/", include("apps.watchlists.urls")),
    path("gallery/", gallery.gallery, name="gallery"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.piece, name="sitemap_piece"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]

handler400 = "netflixclone.error_views.bad_request"
handler500 = "netflixclone.error_views.server_error"
