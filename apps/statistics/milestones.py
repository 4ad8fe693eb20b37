"""The first film of a year or a life, the last, and those that were rated highest: with their titles, so never kept."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.diary.models import Viewing

BEST_SHOWN = 12
BEST_FROM = 6  # half stars: three stars
_CARD = [f"movie__{name}" for name in Movie.objects.all().CARD_FIELDS]


@dataclass(frozen=True, slots=True)
class Milestones:
    first: Viewing | None
    last: Viewing | None
    best: tuple[Viewing, ...]


def milestones_of(profile: Profile, year: int | None, *, viewer: Profile | None, best: int = 0) -> Milestones:
    """Of the diary of `profile`, as `viewer` may see it; one query. `best`: how many of the highest rated."""
    rows = Viewing.objects.visible_to(profile)
    if viewer != profile:
        rows = rows.filter(Exists(Movie.objects.visible_to(viewer).filter(pk=OuterRef("movie_id"))))
    rows = rows if year is None else rows.in_year(year)
    dated = rows.dated()
    first, last = dated.order_by("watched_on", "id"), dated.order_by("-watched_on", "-id")
    wanted = Q(pk__in=first.values("pk")[:1]) | Q(pk__in=last.values("pk")[:1])
    if best:
        # A film may be rated twice in a year.
        top = rows.filter(half_stars__gte=BEST_FROM).order_by("-half_stars", "-watched_on", "-id")
        wanted |= Q(pk__in=top.values("pk")[: 2 * best])
    found = list(Viewing.objects.filter(wanted).select_related("movie").only("watched_on", "half_stars", *_CARD))
    return _sorted(found, best)


def _sorted(found: list[Viewing], best: int) -> Milestones:
    by_day = sorted((row for row in found if row.watched_on), key=lambda row: (row.watched_on, row.pk))
    rated = [row for row in found if (row.half_stars or 0) >= BEST_FROM]
    rated.sort(
        key=lambda row: (row.half_stars, row.watched_on is not None, row.watched_on or row.pk, row.pk), reverse=True
    )
    films: dict[int, Viewing] = {}
    for row in rated:
        films.setdefault(row.movie_id, row)
    return Milestones(
        first=by_day[0] if by_day else None,
        last=by_day[-1] if by_day else None,
        best=tuple(films.values())[:best],
    )
