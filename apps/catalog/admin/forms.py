"""Forms of the admin: shape alone, the rules are the model's and the actions'."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from apps.catalog.actions.movies import LOCKABLE, PARTS, contradiction
from apps.catalog.models import Movie


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MovieForm(forms.ModelForm[Movie]):
    homepage = forms.URLField(max_length=500, required=False, assume_scheme="https")
    alternative_titles = LinesField(
        max_length=15_000, required=False, help_text="Other titles that people search for, one a line."
    )
    curated_fields = forms.MultipleChoiceField(
        label="Locked fields",
        choices=[(name, capfirst(getattr(Movie._meta.get_field(name), "verbose_name", name))) for name in LOCKABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A refresh from TMDB leaves these as they are. What you edit is locked by itself; untick to unlock.",
    )

    class Meta:
        model = Movie
        fields = [*(name for name in LOCKABLE if name not in PARTS), "curated_fields"]
        widgets = {"overview": forms.Textarea(attrs={"rows": 5}), "tagline": forms.TextInput}

    def clean_imdb_id(self) -> str | None:
        return self.cleaned_data["imdb_id"] or None

    def clean(self) -> dict[str, Any]:
        """The year follows the date; one that was typed and contradicts it is a mistake."""
        cleaned = super().clean() or self.cleaned_data
        date, year = cleaned.get("release_date"), cleaned.get("year")
        if date and "year" not in self.changed_data:
            cleaned["year"] = date.year
        elif date and year and year != date.year:
            self.add_error("year", contradiction(date))
        return cleaned


class MergeForm(forms.Form):
    """Which of the films stays. The others become it."""

    keep = forms.ModelChoiceField(Movie.objects.none(), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, movies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].queryset = movies  # type: ignore[attr-defined]
