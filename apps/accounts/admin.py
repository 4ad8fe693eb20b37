"""Who signs in, and in which roles."""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.accounts.actions import trust_address
from apps.accounts.models import User


@login_not_required
def sign_in_to_admin(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """The admin has no log-in page of its own: the site's counts the tries."""
    if admin.site.has_permission(request):
        return HttpResponseRedirect(reverse("admin:index"))
    if _lacks_second_factor(request):
        messages.warning(request, "The administration needs a second factor. Add one here, then come back.")
        return HttpResponseRedirect(reverse("mfa_index"))
    if request.user.is_authenticated:
        raise PermissionDenied
    back = request.GET.get("next") or reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def may_administer(request: HttpRequest) -> bool:
    return _is_staff(request) and not _lacks_second_factor(request)


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)


def _lacks_second_factor(request: HttpRequest) -> bool:
    return settings.STAFF_SECOND_FACTOR and _is_staff(request) and not is_mfa_enabled(request.user)


admin.site.has_permission = may_administer  # type: ignore[method-assign]
admin.site.login = sign_in_to_admin  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Notflix"
admin.site.index_title = "Administration"


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_staff", "is_superuser", "groups"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    list_display = ["email", "name", "roles", "is_staff", "is_active", "last_login"]
    list_filter = ["groups", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = ["groups"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        ("Roles", {"fields": ["groups", "is_staff", "is_superuser", "is_active"]}),
        ("Dates", {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            trust_address(obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_last_administrator())

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Names the administrators as what keeps the others from going, when all of them were chosen."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        left = User.objects.administrators().exclude(pk__in=[user.pk for user in objs])
        if not left.exists():
            lacking = set()  # it is no permission of the asker's that is missing
            protected = [*protected, *(f"Administrator: {user}" for user in objs if user.is_superuser)]
        return deleted, counts, lacking, protected

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        names = sorted(group.name for group in user.groups.all())
        return ", ".join(["Administrators", *names] if user.is_superuser else names)
