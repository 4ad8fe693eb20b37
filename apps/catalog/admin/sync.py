"""What was asked of TMDB, how it went, and what is stale."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.catalog.admin.base import LargeTableAdmin
from apps.catalog.admin.filters import KEPT_AT_MOST, by_freshness
from apps.catalog.models import MergedMovie, Movie, SyncRun
from apps.catalog.tmdb.stale import STALE_AFTER
from apps.core.paging import cached_count


class Figure(NamedTuple):
    label: str
    count: int
    url: str


@admin.register(SyncRun)
class SyncRunAdmin(LargeTableAdmin):
    list_display = ["name", "state", "started_at", "finished_at", "done", "failed", "last_error"]
    list_filter = ["state"]
    ordering = ["-started_at", "-pk"]
    change_list_template = "admin/catalog/syncrun/change_list.html"

    @admin.display(description="last error")
    def last_error(self, run: SyncRun) -> str:
        lines = run.errors.strip().splitlines()
        return lines[-1][:160] if lines else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SyncRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SyncRun | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from_tmdb = SyncRun.objects.exclude(name="starter")
        done = from_tmdb.filter(state=SyncRun.State.DONE, finished_at__isnull=False).first()
        failed = SyncRun.objects.exclude(errors="").order_by("-started_at", "-pk").first()
        context = {"figures": _figures(), "last_done": done, "last_failed": failed, "has_key": settings.TMDB_ENABLED}
        return super().changelist_view(request, context | (extra_context or {}))


def _figures() -> list[Figure]:
    films = reverse("admin:catalog_movie_changelist")
    labels = {
        "list": "Details never fetched",
        "stale": f"Older than {STALE_AFTER.days} days",
        "overdue": f"Older than the {KEPT_AT_MOST.days} days that TMDB allows",
        "gone": "Gone from TMDB",
    }
    return [
        Figure(label, cached_count(by_freshness(Movie.objects.all(), state)), f"{films}?state={state}")
        for state, label in labels.items()
    ]


@admin.register(MergedMovie)
class MergedMovieAdmin(LargeTableAdmin):
    """Which addresses lead to which films. Deleting one frees the TMDB id for a film of its own."""

    list_display = ["old_id", "movie", "tmdb_id", "merged_at"]
    list_select_related = ["movie"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MergedMovie | None = None) -> bool:
        return False
