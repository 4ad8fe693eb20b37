"""From when to when a diary reaches: one query, each answer the end of an index."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Subquery

from apps.accounts.models import Profile
from apps.diary.models import Viewing, ViewingQuerySet


@dataclass(frozen=True, slots=True)
class Span:
    first: date | None
    last: date | None
    has_undated: bool

    @property
    def is_empty(self) -> bool:
        return self.first is None and not self.has_undated

    @property
    def years(self) -> range:
        """The last first."""
        return range(self.last.year, self.first.year - 1, -1) if self.first and self.last else range(0)


def span_of(profile: Profile) -> Span:
    rows = _rows(profile)
    return Span(
        **Profile.objects.filter(pk=profile.pk)
        .order_by()
        .values(
            first=_one(rows.order_by("watched_on", "id")),
            last=_one(rows.order_by("-watched_on", "-id")),
            has_undated=Exists(Viewing.objects.visible_to(profile).undated()),
        )
        .get()
    )


def neighbours_of(profile: Profile, first: date, last: date) -> tuple[date | None, date | None]:
    """The last day with a film before `first`, and the first one after `last`."""
    rows = _rows(profile)
    found = (
        Profile.objects.filter(pk=profile.pk)
        .order_by()
        .values_list(
            _one(rows.filter(watched_on__lt=first).order_by("-watched_on", "-id")),
            _one(rows.filter(watched_on__gt=last).order_by("watched_on", "id")),
        )
    )
    return found.get()


def _rows(profile: Profile) -> ViewingQuerySet:
    return Viewing.objects.visible_to(profile).dated()


def _one(rows: ViewingQuerySet) -> Subquery:
    return Subquery(rows.values("watched_on")[:1])
