"""What people say of themselves and whom they invite. The other forms are django-allauth's."""

from typing import Any

from allauth.account.forms import AddEmailForm as BaseAddEmailForm
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import SignupForm as BaseSignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.forms import SignupForm as BaseSocialSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from apps.accounts.models import Invitation, Profile, User
from apps.accounts.models.invitation import MOST_DAYS, MOST_USES

LONGEST_ADDRESS = User._meta.get_field("email").max_length


def address_field() -> forms.EmailField:
    """An address that fits its column: django-allauth's own field takes longer ones."""
    return forms.EmailField(
        label="E-mail address",
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class LoginForm(BaseLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it, and goes on saying it


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

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Takes as long for an address that has an account as for a new one: the hash is what takes time."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(BaseAddEmailForm):
    email = address_field()


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(max_length=60, required=False, help_text="So that you know it again: this telephone.")
    passwordless = forms.BooleanField(
        label="Let it sign me in by itself",
        required=False,
        help_text="Without a password. The device then asks for your fingerprint, face or PIN.",
    )


class SocialSignupForm(BaseSocialSignupForm):
    """For who comes by another site's log-in that told no address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = address_field()


class DetailsForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=User._meta.get_field("name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="How the site calls you. It may stay empty.",
    )
    language = forms.ChoiceField(
        label="Language",
        choices=Profile._meta.get_field("language").choices,
        help_text="Of titles and summaries, where they are known in it.",
    )


class InvitationForm(forms.Form):
    note = forms.CharField(
        label="Note",
        max_length=Invitation._meta.get_field("note").max_length,
        required=False,
        help_text="For yourself: who it is for.",
    )
    allowed = forms.IntegerField(label="For how many people", min_value=1, max_value=MOST_USES, initial=1)
    days = forms.IntegerField(label="Good for how many days", min_value=1, max_value=MOST_DAYS, initial=14)
