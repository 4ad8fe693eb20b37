"""What a diary adds up to: counted by the database, in one query.

A viewing counts wherever its film belongs: to each of its genres and countries, to each director and to the ten named
first of its cast. Without a date it counts in the whole, and in no month or year. A film whose running time nobody
knows adds no hours; `unknown` says how many viewings are of such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from apps.accounts.models import Profile
from apps.diary.models import Viewing, ViewingQuerySet
from apps.statistics.counting import ACTORS, DIRECTORS, KINDS, SEEN, SQL


class Part(NamedTuple):
    """What was watched of something: a month, a genre, a person. `key` says of what."""

    key: str
    viewings: int
    films: int
    minutes: int
    unknown: int  # viewings of films whose running time is not known

    @property
    def hours(self) -> float:
        return self.minutes / 60


class Face(NamedTuple):
    """A person with what was watched of them."""

    pk: int
    name: str
    slug: str
    part: Part


@dataclass(frozen=True, slots=True)
class Streak:
    days: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one year, or of all time (`year` None). Parts come in the order of their keys."""

    year: int | None
    total: Part
    undated: int
    rewatches: int
    rated: int
    half_stars: int  # of all ratings together
    years: tuple[int, ...]  # those in which something was watched, the last first; of the whole diary
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    streak: Streak | None = None
    directors: tuple[Face, ...] = ()
    actors: tuple[Face, ...] = ()

    @property
    def average(self) -> float | None:
        """In stars."""
        return self.half_stars / self.rated / 2 if self.rated else None

    @property
    def busiest_month(self) -> Part | None:
        return max(self.parts["month"], key=lambda part: (part.viewings, part.minutes), default=None)

    @property
    def first_director(self) -> Face | None:
        return next(iter(self.directors), None)

    @property
    def first_actor(self) -> Face | None:
        return next(iter(self.actors), None)

    def most(self, kind: str) -> Part | None:
        """The commonest genre, decade, language or country; what is not known does not count."""
        return max((part for part in self.parts[kind] if part.key), key=lambda part: part.viewings, default=None)


def count(profile: Profile, year: int | None) -> Figures:
    """One query, whatever the diary holds."""
    rows = Viewing.objects.visible_to(profile)
    parts: dict[str, list[Part]] = {kind: [] for kind in KINDS}
    faces: dict[str, list[Face]] = {DIRECTORS: [], ACTORS: []}
    more: dict[str, int] = {}
    for kind, key, name, slug, *numbers in _counted(rows if year is None else rows.in_year(year), rows.dated()):
        part = Part(key, *map(int, numbers[:4]))
        if kind in faces:
            faces[kind].append(Face(int(key), name, slug, part))
        else:
            parts[kind].append(part)
        if kind == "total":
            more = dict(zip(("undated", "rewatches", "rated", "half_stars"), map(int, numbers[4:]), strict=True))
    [total] = parts.pop("total")
    days = parts.pop("day")
    return Figures(
        year=year,
        total=total,
        years=tuple(sorted((int(part.key) for part in parts.pop("years")), reverse=True)),
        streak=_streak(date.fromisoformat(part.key) for part in days),
        parts={kind: tuple(sorted(found, key=_order)) for kind, found in parts.items()},
        directors=_by_count(faces[DIRECTORS]),
        actors=_by_count(faces[ACTORS]),
        **more,
    )


def _counted(rows: ViewingQuerySet, dated: ViewingQuerySet) -> list[tuple[Any, ...]]:
    seen, seen_params = _compiled(rows, *SEEN)
    whole, whole_params = _compiled(dated, "watched_on")
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(seen=seen, whole=whole), [*seen_params, *whole_params])
        return list(cursor.fetchall())


def _compiled(rows: ViewingQuerySet, *names: str) -> tuple[str, Sequence[Any]]:
    return rows.order_by().values_list(*names).query.sql_with_params()


def _order(part: Part) -> tuple[int, str]:
    return int(part.key) if part.key.isdigit() else 0, part.key


def _by_count(faces: Iterable[Face]) -> tuple[Face, ...]:
    return tuple(sorted(faces, key=lambda face: (-face.part.viewings, -face.part.films, face.name)))


def _streak(days: Iterable[date]) -> Streak | None:
    """The longest run of days with a film each; of several the last. A single day is none."""
    best: Streak | None = None
    first = last = None
    for day in sorted(days):
        first = day if first is None or last is None or day - last > timedelta(days=1) else first
        last = day
        length = (last - first).days + 1
        if length > 1 and (best is None or length >= best.days):
            best = Streak(length, first, last)
    return best
