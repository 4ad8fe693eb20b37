"""What somebody says of a token that is to be made. The rules are the model's."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from apps.accounts.tokens.scopes import Scope

DAYS = [("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "Until I revoke it")]


class TokenForm(forms.Form):
    name = forms.CharField(
        label="What is it for?", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
    days = forms.ChoiceField(label="Good for", choices=DAYS, initial="90", required=False)

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None
