"""What one may narrow the calendar down by: the shape alone."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.http import QueryDict

from apps.accounts.models import Profile
from apps.catalog.models import ReleaseDate
from apps.catalog.names import COUNTRY_CODES, country_name
from apps.core.widgets import QuickCheckboxes, QuickSelect
from apps.statistics.releases import KINDS, Choice
from apps.watchlists.models import Watchlist

COUNTRIES = sorted(((code, country_name(code)) for code in COUNTRY_CODES), key=lambda choice: choice[1])


def kind_name(slug: str) -> str:
    return str(ReleaseDate.Kind(KINDS[slug]).label)


class CalendarForm(forms.Form):
    """Whatever is not understood is named beside its field and left out; the others hold."""

    country = forms.ChoiceField(choices=COUNTRIES, required=False, widget=QuickSelect)
    kind = forms.MultipleChoiceField(
        choices=[(slug, kind_name(slug)) for slug in KINDS],
        required=False,
        widget=QuickCheckboxes,
        label="How they come out",
    )
    list = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)

    def __init__(self, given: QueryDict, *, profile: Profile, lists: Sequence[Watchlist]) -> None:
        given = given.copy()
        if not given.get("country"):
            given["country"] = settings.HOME_COUNTRY
        super().__init__(given)
        self.profile, self.lists = profile, lists
        choices = [(str(watchlist.pk), _name(watchlist, profile)) for watchlist in lists]
        self.fields["list"].choices = [("", "All lists"), *choices]  # type: ignore[attr-defined]
        self.is_valid()

    def choice(self) -> Choice:
        chosen = self.cleaned_data
        return Choice(
            profile=self.profile,
            lists=[chosen["list"]] if chosen.get("list") else [watchlist.pk for watchlist in self.lists],
            country=chosen.get("country") or settings.HOME_COUNTRY,
            kinds=[KINDS[slug] for slug in chosen.get("kind", ())],
        )

    @property
    def narrows(self) -> bool:
        """Whether it shows less than there is."""
        return bool(self.cleaned_data.get("kind") or self.cleaned_data.get("list"))


def _name(watchlist: Watchlist, profile: Profile) -> str:
    return watchlist.name if watchlist.profile_id == profile.pk else f"{watchlist.name} (of {watchlist.profile})"
