"""What happens to a diary: films are logged, one or many at once, changed and taken out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from typing import TypedDict

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.diary.models import Viewing

CHUNK = 500  # drafts for which the rows that are there are looked up at once
Showing = tuple[int, date | None, int]  # movie id, day, which one of the day
TEXTS = ("place", "companion", "note")


class ViewingFacts(TypedDict, total=False):
    """What may be changed of a viewing. A fact that is left out stays as it is."""

    watched_on: date | None
    half_stars: int | None
    rewatch: bool
    place: str
    companion: str
    note: str


@dataclass(frozen=True, slots=True)
class ViewingDraft:
    """A viewing that somebody brings from elsewhere. 0 half stars are no rating.

    `showing` counts the viewings of one film on one day, from 1; without it the drafts of one call are counted.
    """

    movie_id: int
    watched_on: date | None = None
    half_stars: int | None = None
    rewatch: bool = False
    note: str = ""
    place: str = ""
    companion: str = ""
    showing: int | None = None


@transaction.atomic
def log_viewing(
    *,
    profile: Profile,
    movie: Movie,
    watched_on: date | None = None,
    half_stars: int | None = None,
    rewatch: bool = False,
    note: str = "",
    place: str = "",
    companion: str = "",
    source: str = "",
    by: Profile | None = None,
) -> Viewing:
    """Writes that `profile` watched `movie`. ValidationError names the fields that break a rule."""
    _check(profile, by)
    _one_at_a_time(profile)
    viewing = Viewing(profile=profile, movie=movie, source=source)
    facts = ViewingFacts(
        watched_on=watched_on, half_stars=half_stars, rewatch=rewatch, note=note, place=place, companion=companion
    )
    return _write(viewing, facts)


@transaction.atomic
def change_viewing(*, viewing: Viewing, by: Profile, facts: ViewingFacts) -> Viewing:
    """Writes `facts` over what the viewing says."""
    _check(viewing.profile, by)
    _one_at_a_time(viewing.profile)
    return _write(viewing, facts)


@transaction.atomic
def remove_viewing(*, viewing: Viewing, by: Profile) -> None:
    _check(viewing.profile, by)
    viewing.delete()


@transaction.atomic
def log_many(*, profile: Profile, drafts: Sequence[ViewingDraft], source: str = "") -> list[int]:
    """Writes those of `drafts` that the diary has not yet; the ids of the new rows, in their order.

    The n-th draft of a film on a day is its n-th showing there, so give all of a file in one call, or count `showing`
    yourself: then the same file again makes nothing new. A film without a date stands once, whatever it says.
    ValidationError when a draft breaks a rule (see `check_draft`), and nothing is written.
    """
    _one_at_a_time(profile)
    made: list[int] = []
    rows = iter(_numbered(profile, drafts, source))
    while chunk := list(islice(rows, CHUNK)):
        taken = _taken(profile, {row.movie_id for row in chunk})
        new: dict[Showing, Viewing] = {}
        for row in chunk:
            if (key := (row.movie_id, row.watched_on, row.showing)) not in taken:
                new.setdefault(key, row)
        made += [row.pk for row in Viewing.objects.bulk_create(new.values())]
    return made


def check_draft(draft: ViewingDraft) -> None:
    """ValidationError when `log_many` would refuse it. Asks the database nothing."""
    row = _row_of(draft, showing=draft.showing or 1)
    row.clean_fields(exclude=["profile", "movie"])
    row.clean()


def _check(profile: Profile, by: Profile | None) -> None:
    """A diary is written by its own profile alone, not by another of the household."""
    if by is not None and by.pk != profile.pk:
        raise PermissionDenied("This is somebody else's diary.")


def _one_at_a_time(profile: Profile) -> None:
    """Two who log the same film at the same moment count their showings one after the other."""
    Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)


def _write(viewing: Viewing, facts: ViewingFacts) -> Viewing:
    for name, value in facts.items():
        setattr(viewing, name, value)
    for name in TEXTS:
        setattr(viewing, name, getattr(viewing, name).strip())
    viewing.half_stars = viewing.half_stars or None
    viewing.showing = _free_showing(viewing)
    viewing.full_clean(exclude=["profile", "movie"], validate_constraints=False)
    viewing.validate_constraints()  # apart: whoever excludes a field excludes its constraints
    viewing.save()
    return viewing


def _free_showing(viewing: Viewing) -> int:
    """The first that no other viewing of the film on its day has."""
    if viewing.watched_on is None:
        return 1
    others = Viewing.objects.filter(
        profile=viewing.profile_id, movie=viewing.movie_id, watched_on=viewing.watched_on
    ).exclude(pk=viewing.pk)
    taken = set(others.values_list("showing", flat=True))
    return next(number for number in count(1) if number not in taken)


def _numbered(profile: Profile, drafts: Iterable[ViewingDraft], source: str) -> Iterator[Viewing]:
    counted: defaultdict[tuple[int, date | None], int] = defaultdict(int)
    for draft in drafts:
        check_draft(draft)
        counted[draft.movie_id, draft.watched_on] += 1
        showing = 1 if draft.watched_on is None else draft.showing or counted[draft.movie_id, draft.watched_on]
        row = _row_of(draft, showing=showing)
        row.profile, row.source = profile, source
        yield row


def _row_of(draft: ViewingDraft, *, showing: int) -> Viewing:
    return Viewing(
        movie_id=draft.movie_id,
        watched_on=draft.watched_on,
        showing=showing,
        rewatch=draft.rewatch or showing > 1,
        half_stars=draft.half_stars or None,
        **{name: getattr(draft, name).strip() for name in TEXTS},
    )


def _taken(profile: Profile, movie_ids: Iterable[int]) -> set[Showing]:
    rows = Viewing.objects.filter(profile=profile, movie__in=movie_ids)
    return set(rows.values_list("movie_id", "watched_on", "showing"))
