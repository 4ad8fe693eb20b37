"""Groups for administrators, who help where something went wrong: who is in them and what was done, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from apps.core.admin import BriefDeletion
from apps.core.paging import QuickPaginator
from apps.groups import actions
from apps.groups.models import Event, Group, Membership


class ToRead(BriefDeletion, admin.ModelAdmin):
    """Nothing is added or changed here, and no column sorts."""

    paginator = QuickPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Inline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(Inline):
    model = Membership
    fields = ["user", "role", "since"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "group")


class EventInline(Inline):
    model = Event
    verbose_name_plural = "history"
    fields = ["at", "by", "kind", "about"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("by", "group")


@admin.register(Group)
class GroupAdmin(ToRead):
    list_display = ["name", "members", "managers", "created_at"]
    search_fields = ["name", "memberships__user__email"]
    ordering = ["-pk"]
    fields = ["name", "created_at"]
    inlines = [MembershipInline, EventInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        managers = Membership.objects.managers().select_related("user")
        managing = Prefetch("memberships", managers, to_attr="managing")
        return super().get_queryset(request).with_size().prefetch_related(managing)

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        actions.delete_group(group=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Group]) -> None:
        for group in queryset:
            self.delete_model(request, group)

    @admin.display(description="members")
    def members(self, group: Group) -> int:
        return group.size

    @admin.display(description="managed by")
    def managers(self, group: Group) -> str:
        return ", ".join(str(one.user) for one in group.managing)


@admin.register(Event)
class EventAdmin(ToRead):
    """The history of all groups, to read; also of those that are gone."""

    list_display = ["at", "by", "kind", "about", "group", "number"]
    list_filter = ["kind"]
    search_fields = ["about", "group__name", "by__email"]
    list_select_related = ["by", "group"]
    ordering = ["-pk"]
    fields = ["at", "by", "kind", "about", "group", "number"]

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False
