"""What one says of a profile. The rules are the model's and the action's."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model, model_to_dict
from django.utils.html import format_html

from apps.accounts.actions.profiles import ProfileFacts
from apps.accounts.avatars import draw_avatar
from apps.accounts.models import Profile

FACTS = ["name", "avatar", "language", "is_public", "for_child", "highest_rating", "shows_unrated"]
OF_CHILDREN = ["for_child", "highest_rating", "shows_unrated", "pin", "without_pin"]


class PinField(forms.CharField):
    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "8"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)


class ProfileForm(forms.Form):
    """`profile` is the one that is changed, None for a new one. The account's own cannot be a child's.

    A new one is offered a picture that none of `taken` is.
    """

    def __init__(self, *args: Any, profile: Profile | None = None, taken: Collection[str] = (), **kwargs: Any) -> None:
        free = [value for value in Profile.Avatar.values if value not in taken] or Profile.Avatar.values
        initial = model_to_dict(profile, FACTS) if profile else {"language": "en", "avatar": free[0]}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields.update(fields_for_model(Profile, FACTS, widgets={"avatar": forms.RadioSelect}))
        self.fields["avatar"].choices = [
            (value, format_html('{}<span class="visually-hidden">{}</span>', draw_avatar(value), label))
            for value, label in Profile.Avatar.choices
        ]
        self.fields["avatar"].label = "Picture"
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["is_public"].help_text = "Other members then see its name and picture, and nothing else."
        self.fields["highest_rating"].empty_label = "Choose the highest age rating"
        self.fields["highest_rating"].help_text = "Films above it are nowhere on the site for this profile."
        self.fields["pin"] = PinField(
            label="PIN to leave this profile",
            required=False,
            help_text=f"Four to eight digits. {'Empty, it stays' if profile and profile.pin else 'Empty: none'}.",
        )
        if profile and profile.pin:
            self.fields["without_pin"] = forms.BooleanField(label="No PIN any more", required=False)
        if profile and profile.is_own:
            for name in OF_CHILDREN:
                self.fields.pop(name, None)

    def facts(self) -> ProfileFacts:
        given = {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}
        if self.cleaned_data.get("pin") or self.cleaned_data.get("without_pin"):
            given["pin"] = "" if self.cleaned_data.get("without_pin") else self.cleaned_data["pin"]
        return ProfileFacts(**given)  # type: ignore[typeddict-item]

    def add_errors_of(self, error: ValidationError) -> None:
        """What the rules said, beside the fields that the form has."""
        for name, messages in error.error_dict.items() if hasattr(error, "error_dict") else [("__all__", error)]:
            self.add_error(name if name in self.fields else None, messages)


class PinForm(forms.Form):
    pin = PinField(label="PIN")
