"""What people type. The rules are the models'; a form knows the shape, and which fields there are."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.groups.models import Group
from apps.moviebucket.actions import EXTRAS, SAME_FOR_ALL, WRITABLE
from apps.moviebucket.models import CONTRACT, Bucket, Format, Item, Role
from apps.moviebucket.models.loan import LONGEST_BORROWER, LONGEST_NOTE
from apps.moviebucket.quick import lines_of

# More than any field of an item takes: what is longer comes from no person.
LONGEST_TEXT = 10_000
LABELS = {"service": "Streams on", "link": "Link", "room": "Room", "shelf": "Shelf", "price": "Price"}
WIDE = ("notes",)


class BucketForm(forms.Form):
    name = forms.CharField(max_length=80)
    description = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What is kept here."
    )
    visibility = forms.ChoiceField(
        label="Who may look",
        choices=Bucket.Visibility.choices,
        initial=Bucket.Visibility.PRIVATE,
        widget=forms.RadioSelect,
        help_text="Besides the people whom you invite.",
    )
    link_role = forms.ChoiceField(
        label="Whoever has its link",
        choices=[
            (Role.VIEWER, "May look"),
            (Role.EDITOR, "May change items, once they have signed in"),
        ],
        initial=Role.VIEWER,
        required=False,
        widget=forms.RadioSelect,
        help_text="As long as the link lets people change items, those who came by it stay.",
    )

    def clean_link_role(self) -> str:
        """What was not sent stays as it is."""
        return self.cleaned_data["link_role"] or self.initial.get("link_role", Role.VIEWER)


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="They", choices=Role.choices, initial=Role.VIEWER, widget=forms.RadioSelect)


class GroupShareForm(forms.Form):
    """With one of `groups`."""

    group = forms.ChoiceField()
    role = forms.ChoiceField(label="Its members", choices=Role.choices, initial=Role.VIEWER, widget=forms.RadioSelect)

    def __init__(self, groups: Iterable[Group], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        choices = [(pk, group.name) for pk, group in self.groups.items()]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]

    def clean_group(self) -> Group:
        return self.groups[self.cleaned_data["group"]]


class ItemFileForm(forms.Form):
    """A table, as a file or pasted."""

    file = forms.FileField(
        label="CSV or JSON file", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json,.txt"})
    )
    text = forms.CharField(
        label="Or paste it here", required=False, max_length=500_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            raise ValidationError("Choose a file, or paste a table.")
        return cleaned


class PhotoForm(forms.Form):
    file = forms.FileField(
        label="Photo of this copy",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Choose a picture.", "empty": "This file is empty. Choose a picture."},
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class QuickForm(forms.Form):
    """A list of titles and barcodes, and what goes for all of them. `has_lines`: the list itself is sent."""

    lines = forms.CharField(
        label="One title or barcode a line", max_length=12_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        help_text="A year helps: Alien (1979).",
    )  # fmt: skip
    format = forms.ChoiceField(label="All of them are on")
    rating = forms.ChoiceField(
        label="Rating", choices=[(str(one), str(one)) for one in range(5, 0, -1)], initial="3",
        help_text="Of each you can say another.",
    )  # fmt: skip
    room = forms.CharField(max_length=60, required=False)
    shelf = forms.CharField(max_length=60, required=False)

    def __init__(self, *args: Any, has_lines: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(name, name) for name in Format.objects.names()]  # type: ignore[attr-defined]
        self.fields["lines"].required = has_lines

    def clean_lines(self) -> list[str]:
        return lines_of(self.cleaned_data["lines"]) if self.fields["lines"].required else []

    @property
    def shared(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("format", "rating", "room", "shelf")}

    @property
    def carried(self) -> dict[str, str]:
        """As it was sent, for the next page to send again."""
        return {name: self.data.get(name, "") for name in ("format", "rating", "room", "shelf")}


def day_field(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # the only one that browsers take
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


class DueForm(forms.Form):
    due = day_field("Due back on", "A letter reminds you the day before, and whoever has it if they are a member.")

    def refuse(self, error: ValidationError) -> None:
        """Puts what the model says beside the fields that it is about."""
        for name, texts in getattr(error, "message_dict", {"__all__": error.messages}).items():
            self.add_error(name if name in self.fields else None, texts)


class LendForm(DueForm):
    """To one of `people`, or to whoever's name is written."""

    user = forms.ChoiceField(label="Who sees this bucket", required=False)
    name = forms.CharField(label="Or a name", required=False, max_length=LONGEST_BORROWER)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, help_text="For those who change this bucket.")
    field_order = ("user", "name", "due", "note")

    def __init__(self, people: Iterable[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        names = [(pk, user.shown_name) for pk, user in self.people.items()]
        self.fields["user"].choices = [("", "Somebody else"), *names]  # type: ignore[attr-defined]

    def clean_user(self) -> User | None:
        return self.people.get(self.cleaned_data["user"])


class AskForm(forms.Form):
    message = forms.CharField(
        label="A word to go with it", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class ItemForm(forms.Form):
    """Every field is a text here, and none is required: what is wrong with it says the model, in its own sentence."""

    movie = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WRITABLE:
            self.fields[name] = text_field(name)

    @property
    def values(self) -> dict[str, Any]:
        """What goes to the action; a field that was not sent stays as it is."""
        values = {name: self.cleaned_data[name] for name in WRITABLE if name in self.data}
        if self.picked:
            values["tags"] = ",".join([values.get("tags", ""), *self.picked])
        return values

    @property
    def picked(self) -> list[str]:
        """The boxes beside the field for tags that were ticked."""
        return [tag[:LONGEST_TEXT] for tag in self.data.getlist("tag")] if hasattr(self.data, "getlist") else []

    def contract(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in CONTRACT]

    def extras(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in EXTRAS]

    def refuse(self, error: ValidationError) -> None:
        """Puts what the model says beside the fields that it is about."""
        for name, texts in getattr(error, "message_dict", {"__all__": error.messages}).items():
            self.add_error(name if name in self.fields else None, texts)


class SeveralForm(forms.Form):
    """What is the same for several copies, to be shown: what stays empty is not written.

    Formats are written, not chosen from all that there are: those would be a query more on the page of a bucket.
    """

    def __init__(self) -> None:
        super().__init__(auto_id="several-%s")
        choices: dict[str, Any] = {"rating": _STARS, "condition": Item.Condition.choices}
        for name in SAME_FOR_ALL:
            widget = forms.Select(choices=[("", "As it is"), *choices[name]]) if name in choices else _plain_input(name)
            self.fields[name] = forms.CharField(label=_label(name), required=False, widget=widget)
        self.fields["format"].widget.attrs["list"] = "several-formats"


def initial_of(item: Item) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in WRITABLE if name != "format"}
    values["tags"] = tags_text(item.tags)
    return values | {"format": item.format_id, "movie": item.movie_id, "version": item.version}


def tags_text(tags: Iterable[str]) -> str:
    return ", ".join(tags)


class TagsTextField(forms.CharField):
    """Tags as one text, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        return tags_text(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


_STARS = [(str(stars), f"{stars} of 5") for stars in range(5, 0, -1)]


def _label(name: str) -> str:
    return LABELS.get(name, Item._meta.get_field(name).verbose_name.capitalize())


def text_field(name: str) -> forms.CharField:
    help_text = Item._meta.get_field(name).help_text
    kind = TagsTextField if name == "tags" else forms.CharField
    field = kind(label=_label(name), required=False, max_length=LONGEST_TEXT, help_text=help_text)
    field.widget = _widget(name)
    return field


def _widget(name: str) -> forms.Widget:
    if name == "format":
        return forms.Select(choices=[(known, known) for known in Format.objects.names()])
    if name == "condition":
        return forms.Select(choices=[("", "Not said"), *Item.Condition.choices])
    if name == "rating":
        return forms.Select(choices=[("", "Choose"), *_STARS])
    if name == "bought_on":
        return day_field("").widget
    if name == "notes":
        return forms.Textarea(attrs={"rows": 4})
    return _plain_input(name)


def _plain_input(name: str) -> forms.Widget:
    kinds = {"length": "text", "release_year": "numeric", "barcode": "numeric", "price": "decimal"}
    return forms.TextInput(attrs={"autocomplete": "off"} | ({"inputmode": kinds[name]} if name in kinds else {}))
