"""What one says of a viewing, and what one narrows a diary down by: the shape alone, the rules are the model's."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.core.widgets import QuickSelect
from apps.diary.actions import ViewingFacts
from apps.diary.models import FIRST_DAY, NOTE_LENGTH, PLACE_LENGTH, Viewing, ViewingQuerySet
from apps.diary.stars import MOST_HALF_STARS, stars_in_words

NO_DATE = "none"
FIRST_TIME, AGAIN = "no", "yes"


class NoteField(forms.CharField):
    """A line break counts as one character, as it does in the browser that counts along."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def _rating_choices() -> list[tuple[str, str]]:
    halves = range(1, MOST_HALF_STARS + 1)
    return [("", "No rating"), *((str(half), stars_in_words(half).capitalize()) for half in halves)]


def _remembering(datalist: str) -> forms.TextInput:
    return forms.TextInput(attrs={"list": datalist, "autocomplete": "off"})


class ViewingForm(forms.Form):
    watched_on = forms.DateField(
        label="Watched on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": FIRST_DAY.isoformat()}),
    )
    undated = forms.BooleanField(label="I do not know when", required=False)
    rewatch = forms.BooleanField(label="I had seen it before", required=False)
    half_stars = forms.TypedChoiceField(
        label="Rating",
        choices=_rating_choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label="Where", max_length=PLACE_LENGTH, required=False, widget=_remembering("viewing_places")
    )
    companion = forms.CharField(
        label="With whom", max_length=PLACE_LENGTH, required=False, widget=_remembering("viewing_companions")
    )
    note = NoteField(label="Note", max_length=NOTE_LENGTH, required=False, help_text="For you alone.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", auto_id="viewing_%s", **kwargs)
        self.fields["watched_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @classmethod
    def of(cls, viewing: Viewing) -> "ViewingForm":
        initial = {name: getattr(viewing, name) for name in ViewingFacts.__annotations__}
        return cls(initial=initial | {"undated": viewing.watched_on is None})

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("undated"):
            given["watched_on"] = None
            self.errors.pop("watched_on", None)
        elif "watched_on" in given and given["watched_on"] is None:
            self.add_error("watched_on", "Give the day, or say that you do not know it.")
        return given

    def facts(self) -> ViewingFacts:
        return ViewingFacts(**{name: self.cleaned_data[name] for name in ViewingFacts.__annotations__})  # type: ignore[typeddict-item]

    def say(self, error: ValidationError) -> None:
        """Shows what the model refused, beside the field that it is about."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, messages in by_field.items():
            self.add_error(name if name in self.fields else None, messages)


class DiaryFilter(forms.Form):
    """Filters of the list; a value that is none of a field's is named beside it, and the others hold."""

    year = forms.ChoiceField(label="Year", required=False, widget=QuickSelect)
    rating = forms.ChoiceField(label="Rating", required=False, widget=QuickSelect)
    rewatch = forms.ChoiceField(
        label="Seen before",
        choices=[("", "Either way"), (FIRST_TIME, "First time"), (AGAIN, "Seen before")],
        required=False,
        widget=QuickSelect,
    )
    day = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["year"].choices = [
            ("", "Every year"), *((str(year), str(year)) for year in years), (NO_DATE, "Without a date")
        ]  # fmt: skip
        self.fields["rating"].choices = [("", "Any rating"), *_least_ratings()]

    def chosen(self) -> dict[str, Any]:
        """What was given and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows: ViewingQuerySet) -> ViewingQuerySet:
        chosen = self.chosen()
        rows = rows.undated() if chosen.get("year") == NO_DATE else rows.dated()
        if chosen.get("year", NO_DATE) != NO_DATE:
            rows = rows.in_year(int(chosen["year"]))
        if "rating" in chosen:
            rows = rows.rated_at_least(int(chosen["rating"]))
        if "rewatch" in chosen:
            rows = rows.filter(rewatch=chosen["rewatch"] == AGAIN)
        if "day" in chosen:
            rows = rows.filter(watched_on=chosen["day"])
        return rows

    def label_of(self, name: str, value: Any) -> str:
        """A filter that is on, in words."""
        if isinstance(value, date):
            return f"{value:%A} {value.day} {value:%B} {value.year}"
        return str(dict(self.fields[name].choices)[value])


def _least_ratings() -> list[tuple[str, str]]:
    halves = range(MOST_HALF_STARS, 0, -1)
    more = ((str(half), f"{stars_in_words(half).capitalize()} or more") for half in halves if half < MOST_HALF_STARS)
    return [(str(MOST_HALF_STARS), stars_in_words(MOST_HALF_STARS).capitalize()), *more]
