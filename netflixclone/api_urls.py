"""/api/: what each app offers, its schema and its documentation. Each address also answers with a slash at its end."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from netflixclone.api_views import Nothing, Root

app_name = "api"

schema = SpectacularAPIView.as_view()
docs = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api/docs.html")

urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("schema/", schema),
    path("docs/", docs),
    path("schema", schema, name="schema"),
    path("docs", docs, name="docs"),
    path("", include("apps.accounts.api_urls")),
    path("", include("apps.catalog.api_urls")),
    path("", include("apps.diary.api_urls")),
    path("", include("apps.groups.api_urls")),
    path("", include("apps.moviebucket.api_urls")),
    path("", include("apps.watchlists.api_urls")),
    path("", include("apps.transfers.api_urls")),
    path("", include("apps.transfers.export_api_urls")),
    path("", include("apps.statistics.api_urls")),
    re_path(r"^[\s\S]*\Z", Nothing.as_view()),  # a line break included
]
