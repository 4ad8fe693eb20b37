"""What people type. The rules are the models'; a form knows the shape."""

from django import forms

from apps.groups.models import Role

ROLES = [
    (Role.MEMBER, "Member: sees what is shared"),
    (Role.MANAGER, "Manager: invites and takes off, too"),
]


class GroupForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="As its members call it: the film club, the third floor.")


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="As", choices=ROLES, initial=Role.MEMBER, widget=forms.RadioSelect)
