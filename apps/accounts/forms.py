"""What people say of themselves when they make an account. The other forms are django-allauth's."""

from typing import Any

from allauth.account.forms import AddEmailForm as BaseAddEmailForm
from allauth.account.forms import SignupForm as BaseSignupForm
from django import forms

from apps.accounts.models import User

LONGEST_ADDRESS = User._meta.get_field("email").max_length


def address_field() -> forms.EmailField:
    """An address that fits its column: django-allauth's own field takes longer ones."""
    return forms.EmailField(
        label="E-mail address",
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SignupForm(BaseSignupForm):
    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="How the site calls you. It may stay empty.",
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = address_field()
        self.order_fields(self.field_order)


class AddEmailForm(BaseAddEmailForm):
    email = address_field()
