"""What people type. The rules are the models'; a form knows the shape."""

from typing import Any

from django import forms

from apps.accounts.models import Profile
from apps.watchlists.models import LONGEST_NOTE, Watchlist

SORTS = [
    ("order", "Our own order"),
    ("added", "Added last"),
    ("title", "Title"),
    ("newest", "Newest film"),
    ("oldest", "Oldest film"),
    ("rating", "Highest rated"),
    ("shortest", "Shortest"),
    ("longest", "Longest"),
]
LENGTHS = [("", "Any length"), ("90", "Up to 1 h 30"), ("120", "Up to 2 h"), ("150", "Up to 2 h 30")]


class WatchlistForm(forms.Form):
    name = forms.CharField(max_length=80)
    description = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What the list is for."
    )
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=Watchlist.Visibility.choices,
        initial=Watchlist.Visibility.PRIVATE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if profile.for_child:
            del self.fields["visibility"]


class NoteForm(forms.Form):
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody who may read the list may read it.",
    )


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class SuggestForm(forms.Form):
    movie = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    note = forms.CharField(max_length=500, required=False)
