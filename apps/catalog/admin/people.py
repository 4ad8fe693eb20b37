"""People for curators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from apps.catalog import search
from apps.catalog.actions.people import LOCKABLE, save_person
from apps.catalog.admin.base import SearchedAdmin, find, show_at_once
from apps.catalog.admin.forms import LinesField
from apps.catalog.models import Person
from apps.catalog.templatetags.catalog import portrait


class PersonForm(forms.ModelForm[Person]):
    homepage = forms.URLField(max_length=500, required=False, assume_scheme="https")
    also_known_as = LinesField(max_length=15_000, required=False, help_text="Other names, one a line.")
    curated_fields = forms.MultipleChoiceField(
        label="Locked fields",
        choices=[(name, capfirst(Person._meta.get_field(name).verbose_name)) for name in LOCKABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A refresh from TMDB leaves these as they are. What you edit is locked by itself; untick to unlock.",
    )

    class Meta:
        model = Person
        fields = [*LOCKABLE, "curated_fields"]

    def clean_imdb_id(self) -> str | None:
        return self.cleaned_data["imdb_id"] or None


@admin.register(Person)
class PersonAdmin(SearchedAdmin):
    form = PersonForm
    list_display = ["picture", "name", "known_for_department", "birthday", "fetched_at"]
    list_display_links = ["picture", "name"]
    search_fields = ["name"]  # shows the field; get_search_results asks the index
    ordering = ["-popularity", "-pk"]
    readonly_fields = ["tmdb_id", "fetched_at", "tmdb_gone_at"]

    class Media:
        css = {"all": ["css/posters.css"]}

    @admin.display(description="")
    def picture(self, person: Person) -> SafeString:
        return portrait(person)

    def found(self, request: HttpRequest, term: str) -> list[int]:
        return [person.pk for person in find(request, term).people]

    def save_model(self, request: HttpRequest, obj: Person, form: PersonForm, change: bool) -> None:
        save_person(by=request.user, person=obj, changed=form.changed_data)
        show_at_once()

    def delete_model(self, request: HttpRequest, obj: Person) -> None:
        pk = obj.pk
        super().delete_model(request, obj)
        search.index_people([pk])
        show_at_once()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for person in queryset:
            self.delete_model(request, person)
