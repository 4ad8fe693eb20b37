"""What is typed and chosen on the pages of imports: shape only, the actions know the rules."""

from typing import Any

from django import forms

from apps.transfers.formats import COLUMNS, SCALES, Kind, Sample
from apps.transfers.models import Import, ImportedList

KINDS = [
    (Kind.WATCHED, "Films that you have seen"),
    (Kind.DIARY, "A diary: films and days"),
    (Kind.RATING, "Ratings"),
    (Kind.WATCHLIST, "A watchlist"),
    (Kind.LIST, "Another list"),
    (Kind.LIKE, "Films that you like"),
    (Kind.REVIEW, "Reviews"),
]
COLUMN_LABELS = {
    "title": "Title",
    "year": "Year",
    "date": "Day on which it was seen",
    "rating": "Rating",
    "rewatch": "Seen before (yes or no)",
    "text": "Note or review",
    "tmdb_id": "TMDB id",
    "imdb_id": "IMDb id",
}
LONGEST_HEADING = 40


class UploadForm(forms.Form):
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,
        max_length=1_000,
        help_text="The zip as you got it, or a single CSV or JSON file.",
        error_messages={"required": "Choose the file that you want to bring."},
        widget=forms.FileInput(attrs={"accept": ".zip,.csv,.json,.tsv,.txt"}),
    )
    kind = forms.ChoiceField(
        label="What is in it",
        choices=[("", "Find out"), *KINDS],
        required=False,
        help_text="Only for a single table that looks alike for several things, such as a list of IMDb.",
    )


class ColumnsForm(forms.Form):
    """Which column is what. The guesses of `sample` are chosen already."""

    kind = forms.ChoiceField(label="What the lines are", choices=KINDS)
    scale = forms.TypedChoiceField(
        label="Ratings are out of", choices=[(scale, str(scale)) for scale in SCALES], coerce=int
    )
    day_first = forms.BooleanField(label="Days before months: 5/1/2024 is in January", required=False)
    list_name = forms.CharField(label="Name of the list", max_length=80, required=False, help_text="If it is a list.")

    def __init__(self, *args: Any, sample: Sample, **kwargs: Any) -> None:
        guess = sample.guess
        initial = {"kind": guess.kind, "scale": guess.scale, "day_first": guess.day_first, "list_name": guess.list_name}
        super().__init__(*args, initial=initial, **kwargs)
        headings = [(place, _heading(text, place)) for place, text in enumerate(sample.headings)]
        for name in COLUMNS:
            self.fields[f"column_{name}"] = forms.TypedChoiceField(
                label=COLUMN_LABELS[name],
                choices=[("", "None"), *headings],
                coerce=int,
                empty_value=None,
                required=False,
                initial=guess.columns.get(name, ""),
            )
        last = ["kind", "scale", "day_first", "list_name"]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def choice(self) -> dict[str, Any]:
        told = self.cleaned_data
        columns = {name: place for name in COLUMNS if (place := told[f"column_{name}"]) is not None}
        return {
            "columns": columns,
            "kind": told["kind"],
            "scale": told["scale"],
            "day_first": told["day_first"],
            "list_name": told["list_name"],
        }


class ProfileForm(forms.Form):
    """Whose part of our own export is read."""

    profile = forms.TypedChoiceField(label="Whose films of this export", coerce=int)

    def __init__(self, *args: Any, imported: Import, **kwargs: Any) -> None:
        super().__init__(*args, initial={"profile": imported.options.get("profile")}, **kwargs)
        choices = [(person["number"], person["name"]) for person in imported.profiles]
        self.fields["profile"].choices = choices  # type: ignore[attr-defined]


class PrivacyForm(forms.Form):
    """Who may see each list that an import makes."""

    def __init__(self, *args: Any, imported: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for brought in imported.lists.filter(is_main=False):
            self.fields[f"list_{brought.pk}"] = forms.ChoiceField(
                label=brought.name,
                choices=ImportedList.Visibility.choices,
                initial=brought.visibility,
                help_text=f"It was for: {brought.get_was_display()}." if brought.was else "",
            )

    def visibilities(self) -> dict[int, str]:
        return {int(name.removeprefix("list_")): value for name, value in self.cleaned_data.items()}


def _heading(text: str, place: int) -> str:
    text = " ".join(text.split())[:LONGEST_HEADING]
    return text or f"Column {place + 1}"
