"""Lists for administrators, who help where something went wrong: to look at and to delete, not to write in."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from apps.watchlists.models import Watchlist


@admin.register(Watchlist)
class WatchlistAdmin(admin.ModelAdmin):
    list_display = ["name", "profile", "account", "visibility", "films", "updated_at"]
    list_filter = ["visibility", "is_main"]
    search_fields = ["name", "profile__name", "profile__account__email"]
    ordering = ["-updated_at", "-pk"]
    fields = ["name", "profile", "description", "visibility", "is_main", "created_at", "updated_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Watchlist]:
        rows = super().get_queryset(request).select_related("profile__account")
        return rows.annotate(films_on_it=Count("entries"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Watchlist | None = None) -> bool:
        return False

    @admin.display(description="account")
    def account(self, watchlist: Watchlist) -> str:
        return watchlist.profile.account.email

    @admin.display(description="films", ordering="films_on_it")
    def films(self, watchlist: Watchlist) -> int:
        return watchlist.films_on_it  # type: ignore[attr-defined]
