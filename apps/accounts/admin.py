"""Who signs in, and in which roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from apps.accounts import actions
from apps.accounts.models import Invitation, User
from apps.accounts.roles import ADMINISTRATORS, MEMBERS, ROLES


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


def _roles_to_give() -> list[tuple[str, str]]:
    """Every group but that of all; one that a site has made itself is a role as well."""
    names = Group.objects.exclude(name=MEMBERS).order_by("name").values_list("name", flat=True)
    return [(name, f"{name}. {ROLES.get(name, '')}") for name in names]


class UserForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        choices=_roles_to_give,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each lets into the administration. Without any somebody is a member.",
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "roles" in self.fields:  # who may only look has no fields
            self.fields["roles"].initial = self.instance.role_names

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        """So that the model's rule about the last administrator judges what is being asked for."""
        given = super().clean() or self.cleaned_data
        if "roles" in given:
            self.instance.is_superuser = ADMINISTRATORS in given["roles"]
            self.instance.is_staff = bool(given["roles"])
        return given


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = "role", "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(MEMBERS, "Members only"), *((name, name) for name, _ in _roles_to_give())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        role = self.value()
        if role == MEMBERS:
            return queryset.filter(is_superuser=False).exclude(groups__in=Group.objects.exclude(name=MEMBERS))
        if role == ADMINISTRATORS:
            return queryset.filter(is_superuser=True)
        return queryset.filter(groups__name=role) if role else queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    list_display = ["email", "name", "roles", "is_active", "removal_at", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "removal_at"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        ("Roles", {"fields": ["roles", "is_active"]}),
        ("Dates", {"fields": [("last_login", "date_joined", "removal_at")]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    def get_urls(self) -> list[URLPattern]:
        roles = path("roles/", self.admin_site.admin_view(self.roles_view), name="accounts_roles")
        return [roles, *super().get_urls()]

    def roles_view(self, request: HttpRequest) -> HttpResponse:
        """What each role may do, as the database has it, and how many have it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        groups = Group.objects.annotate(people=Count("user", filter=Q(user__is_active=True))).order_by("name")
        roles = [
            {"group": group, "words": ROLES.get(group.name, ""), "may": _permissions(group)}
            for group in groups.prefetch_related("permissions__content_type")
        ]
        context = {**self.admin_site.each_context(request), "title": "Roles", "roles": roles, "opts": self.opts}
        return TemplateResponse(request, "admin/accounts/roles.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        if obj is not None:
            kwargs["fields"] = self.form.Meta.fields  # `roles` is the form's own
        return super().get_form(request, obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        with _refusals():
            super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            actions.trust_address(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "roles" in form.changed_data:
            with _refusals():
                actions.set_roles(user=form.instance, roles=form.cleaned_data["roles"], by=request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj) and _may_touch(request, obj)
        return allowed and not (obj and obj.is_last_administrator())

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        with _refusals():
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        with _refusals():
            super().delete_queryset(request, queryset)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Names the administrators as what keeps the others from going, when all of them were chosen."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        left = User.objects.administrators().exclude(pk__in=[user.pk for user in objs])
        if request.user.is_superuser and not left.exists():
            lacking = set()  # it is no permission of the asker's that is missing
            protected = [*protected, *(f"Administrator: {user}" for user in objs if user.is_superuser)]
        return deleted, counts, lacking, protected

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(user.role_names)


@contextmanager
def _refusals() -> Iterator[None]:
    """A rule that no form could see, such as that somebody else went meanwhile, is a 403 and takes everything back."""
    try:
        yield
    except ValidationError as refusal:
        raise PermissionDenied(" ".join(refusal.messages)) from refusal


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    """Who may change people may not take an administrator's account over."""
    return request.user.is_superuser or not (user and user.is_superuser)


def _permissions(group: Group) -> list[str]:
    return sorted(f"{one.content_type.app_label}: {one.name.lower()}" for one in group.permissions.all())


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Read here, and withdrawn; made on the site's own page, which shows the link."""

    list_display = ["__str__", "made_by", "state", "uses", "allowed", "created_at", "expires_at"]
    list_select_related = ["made_by"]
    search_fields = ["note", "made_by__email"]
    date_hierarchy = "created_at"
    actions = ("withdraw",)
    readonly_fields = [field.name for field in Invitation._meta.fields if field.name != "token_hash"]
    exclude = ["token_hash"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Withdraw the chosen invitations", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        for invitation in queryset:
            actions.revoke_invitation(invitation=invitation, by=request.user)
        messages.success(request, "Withdrawn.")
