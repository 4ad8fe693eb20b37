"""Buckets for administrators, who help where something went wrong; and the formats that an item may have.

An item is changed by the same action as everywhere, so that its rules, its version and the log hold here too.
"""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from apps.catalog.admin.base import LargeTableAdmin
from apps.catalog.names import sort_title_of
from apps.core.paging import QuickPaginator
from apps.moviebucket import actions
from apps.moviebucket.actions import EXTRAS, WRITABLE
from apps.moviebucket.actions.items import fill
from apps.moviebucket.forms import text_field
from apps.moviebucket.models import CONTRACT, Bucket, Change, Format, Item, Loan

MOST_SHOWN = 5_000
STALE = "Somebody changed this item meanwhile. What stands there now is on its page; nothing was written."


class MoviebucketAdmin(LargeTableAdmin):
    """Nothing is added here, and no column sorts: the indexes are those of a single bucket."""

    sortable_by = ()
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.refine(super().get_queryset(request))

    def get_paginator(self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any) -> Any:
        return QuickPaginator(queryset, per_page, *args, refine=self.refine, **kwargs)

    def refine(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What the rows of one page need."""
        return rows


@admin.register(Bucket)
class BucketAdmin(MoviebucketAdmin):
    list_display = ["name", "owner", "visibility", "items", "shared_with", "groups", "updated_at"]
    list_filter = ["visibility"]
    search_fields = ["name", "owner__name", "owner__email"]
    fields = ["name", "owner", "description", "visibility", "link_role", "created_at", "updated_at"]

    def has_change_permission(self, request: HttpRequest, obj: Bucket | None = None) -> bool:
        return False

    def refine(self, rows: QuerySet[Bucket]) -> QuerySet[Bucket]:
        of_bucket = Bucket.objects.filter(pk=OuterRef("pk")).order_by()
        return rows.select_related("owner").annotate(
            **{
                f"{name}_in_it": Coalesce(
                    Subquery(of_bucket.annotate(n=Count(name)).values("n"), output_field=IntegerField()), 0
                )
                for name in ("items", "shares", "group_shares")
            }
        )

    def delete_model(self, request: HttpRequest, obj: Bucket) -> None:
        actions.delete_bucket(bucket=obj, by=request.user)

    @admin.display(description="items")
    def items(self, bucket: Bucket) -> int:
        return bucket.items_in_it  # type: ignore[attr-defined]

    @admin.display(description="shared with")
    def shared_with(self, bucket: Bucket) -> int:
        return bucket.shares_in_it  # type: ignore[attr-defined]

    @admin.display(description="groups")
    def groups(self, bucket: Bucket) -> int:
        return bucket.group_shares_in_it  # type: ignore[attr-defined]


class ItemAdminForm(forms.ModelForm[Item]):
    """Texts, as on the site's own page; the model reads them and says what is wrong."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    link = forms.CharField(required=False)  # Django's own would ask which scheme it means

    class Meta:
        model = Item
        fields = [*WRITABLE, "movie"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WRITABLE:
            self.fields[name] = text_field(name)
        self.initial["seen_version"] = self.instance.version

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WRITABLE if name in self.cleaned_data}

    def clean_seen_version(self) -> int | None:
        """As it was when the form was shown."""
        version = self.cleaned_data["seen_version"]
        if version is not None and version != self.instance.version:
            raise ValidationError(STALE)
        return version

    def _post_clean(self) -> None:
        """Django's own would leave out what was left empty, and wants a row for the name of a format."""
        self.instance.movie = self.cleaned_data.get("movie")
        try:
            fill(self.instance, self.values).check_rules()
        except ValidationError as error:
            self.add_error(None, error)


@admin.register(Item)
class ItemAdmin(MoviebucketAdmin):
    form = ItemAdminForm
    list_display = ["title", "medium", "length", "release_year", "rating", "bucket", "owner"]
    list_filter = ["format", "rating", "condition"]
    search_fields = ["title"]  # shows the field; get_search_results knows how
    search_help_text = "Part of a title, a barcode, or the address of whose bucket it is"
    raw_id_fields = ["movie"]
    readonly_fields = ["bucket", "added_by", "added_at", "changed_at"]
    fieldsets = [
        (None, {"fields": [*CONTRACT, "movie", "bucket", "seen_version"]}),
        ("Besides", {"fields": EXTRAS}),
        ("When", {"fields": ["added_by", "added_at", "changed_at"]}),
    ]

    def refine(self, rows: QuerySet[Item]) -> QuerySet[Item]:
        return rows.select_related("bucket__owner")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        if "@" in term:
            return queryset.filter(bucket__owner__email__iexact=term), False
        return queryset.filter(Q(sort_title__contains=sort_title_of(term)) | Q(barcode=term)), False

    def save_model(self, request: HttpRequest, obj: Item, form: ItemAdminForm, change: bool) -> None:
        version, movie = form.cleaned_data["seen_version"], form.cleaned_data["movie"]
        try:
            actions.change_item(item=obj, by=request.user, values=form.values, movie=movie, version=version)
        except actions.Stale:
            self.message_user(request, STALE, messages.ERROR)

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """What is lent stays until it is back."""
        return super().has_delete_permission(request, obj) and not (obj and obj.loans.out().exists())

    def delete_model(self, request: HttpRequest, obj: Item) -> None:
        actions.remove_item(item=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for item in queryset.select_related("bucket"):
            try:
                self.delete_model(request, item)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)

    @admin.display(description="format")
    def medium(self, item: Item) -> str:
        return item.format_id

    @admin.display(description="owner")
    def owner(self, item: Item) -> str:
        return item.bucket.owner.email


@admin.register(Format)
class FormatAdmin(admin.ModelAdmin):
    """The name is the key: it is given once. The first three stay, and so does what items have."""

    list_display = ["name", "place"]
    actions = None  # the delete button of one format knows what stays

    def get_readonly_fields(self, request: HttpRequest, obj: Format | None = None) -> list[str]:
        return ["name"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Format | None = None) -> bool:
        stays = obj is not None and (obj.stays or obj.items.exists())
        return not stays and super().has_delete_permission(request, obj)


@admin.register(Change)
class ChangeAdmin(MoviebucketAdmin):
    """The history of all buckets, to read."""

    list_display = ["at", "by", "kind", "about", "bucket", "undone_at"]
    list_filter = ["kind"]
    search_fields = ["about", "bucket__name", "by__email"]
    fields = ["bucket", "kind", "about", "item_id", "by", "at", "was", "became", "undone_at", "undone_by"]
    readonly_fields = ["was", "became"]

    def refine(self, rows: QuerySet[Change]) -> QuerySet[Change]:
        return rows.select_related("by", "bucket").defer("before", "after")

    def has_change_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        return False

    @admin.display(description="before")
    def was(self, change: Change) -> str:
        return _short(change.before)

    @admin.display(description="after")
    def became(self, change: Change) -> str:
        return _short(change.after)


@admin.register(Loan)
class LoanAdmin(MoviebucketAdmin):
    """Who has what of all buckets, to read."""

    list_display = ["item", "borrower", "since", "due", "returned_on", "owner"]
    list_filter = [("returned_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "user__name", "item__title"]
    fields = ["item", "user", "name", "since", "due", "returned_on", "lent_by", "note", "reminded_on"]

    def refine(self, rows: QuerySet[Loan]) -> QuerySet[Loan]:
        return rows.select_related("item__bucket__owner", "user", "lent_by")

    def has_change_permission(self, request: HttpRequest, obj: Loan | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Loan | None = None) -> bool:
        return False

    @admin.display(description="owner")
    def owner(self, loan: Loan) -> str:
        return loan.item.bucket.owner.email


def _short(facts: dict[str, Any]) -> str:
    """An import names each of its items."""
    return json.dumps(facts, ensure_ascii=False, indent=1)[:MOST_SHOWN]
