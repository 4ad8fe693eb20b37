"""Which film a line means: by its ids, else by title and year, among the films that are here. Asks no network.

A few statements for any number of lines. Titles are compared as the search index has them: folded, and with original,
alternative and translated titles.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from apps.catalog.models import Movie, SearchEntry
from apps.catalog.search.documents import BETWEEN_TITLES, title_key
from apps.catalog.search.store import store
from apps.catalog.tmdb.films import held_ids
from apps.transfers.titles import keys_of, loose_keys_of, split_year

MOST_CANDIDATES = 8
KEYS_AT_ONCE = 400
FILMS_OF_A_TITLE = 40


class Wanted(Protocol):
    """What is known of the film: a Row of the formats, or anything like it."""

    title: str
    year: int | None
    tmdb_id: int | None
    imdb_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """`movie_id` when it is clear; else the films that it may be, the likeliest first. `is_near`: they fit, several."""

    movie_id: int | None = None
    candidates: list[int] = field(default_factory=list)
    is_near: bool = False


class Film(NamedTuple):
    pk: int
    year: int | None
    tmdb_id: int | None
    imdb_id: str | None


class Titled(NamedTuple):
    """A film that bears a title: its first name, its original one (1), or one of many (2)."""

    film: Film
    rank: int


NOTHING = Found()


def match(rows: Sequence[Wanted], *, viewer: Any) -> list[Found]:
    """What each row means, in the same order, as far as `viewer` may see it."""
    found = _by_ids(rows, viewer)
    left = [number for number in range(len(rows)) if number not in found]
    found |= _by_titles(rows, left, viewer, loosely=False)
    unsure = [number for number in left if found[number].movie_id is None and not found[number].is_near]
    for number, loose in _by_titles(rows, unsure, viewer, loosely=True).items():
        if loose.candidates or loose.movie_id:
            seen = found[number].candidates
            more = [pk for pk in loose.candidates if pk not in seen]
            found[number] = Found(loose.movie_id, (more + seen)[:MOST_CANDIDATES], loose.is_near)
    return [found[number] for number in range(len(rows))]


def _by_ids(rows: Sequence[Wanted], viewer: Any) -> dict[int, Found]:
    of_tmdb = held_ids({row.tmdb_id for row in rows if row.tmdb_id})
    wanted = {row.imdb_id for row in rows if row.imdb_id and row.tmdb_id not in of_tmdb}
    named = Movie.objects.filter(imdb_id__in=wanted).order_by().values_list("imdb_id", "pk") if wanted else ()
    of_imdb = dict(named)
    held = {
        number: pk
        for number, row in enumerate(rows)
        if (pk := of_tmdb.get(row.tmdb_id or 0) or of_imdb.get(row.imdb_id or "")) is not None
    }
    visible = {film.pk for film in _films(set(held.values()), viewer)}
    # A film that this viewer may not see is none that can be found by its title either.
    return {number: Found(pk) if pk in visible else NOTHING for number, pk in held.items()}


def _by_titles(rows: Sequence[Wanted], numbers: Sequence[int], viewer: Any, *, loosely: bool) -> dict[int, Found]:
    keys = {number: _keys_of(rows[number], loosely) for number in numbers}
    films = _titled({key for some in keys.values() for key in some}, viewer) if keys else {}
    return {number: _chosen(rows[number], keys[number], films, loosely) for number in numbers}


def _keys_of(row: Wanted, loosely: bool) -> list[str]:
    title, _ = split_year(row.title)
    if loosely:
        return loose_keys_of(title)
    return list(dict.fromkeys([*keys_of(title), *keys_of(row.title)]))


def _titled(keys: Iterable[str], viewer: Any) -> dict[str, list[Titled]]:
    """The films that bear each title, the most popular first."""
    ranks: dict[str, dict[int, int]] = defaultdict(dict)
    every = sorted(keys)
    for start in range(0, len(every), KEYS_AT_ONCE):
        some = every[start : start + KEYS_AT_ONCE]
        known = set(some)
        for entry in store().find(SearchEntry.Kind.MOVIE, [[some]], len(some) * FILMS_OF_A_TITLE, expected=1):
            for rank, title in enumerate(entry.titles.split(BETWEEN_TITLES)):
                if (key := title_key(title.split(" "))) in known:
                    ranks[key].setdefault(entry.object_id, min(rank, 2))
    films = {film.pk: film for film in _films({pk for some in ranks.values() for pk in some}, viewer)}
    return {key: [Titled(films[pk], rank) for pk, rank in some.items() if pk in films] for key, some in ranks.items()}


def _films(ids: set[int], viewer: Any) -> list[Film]:
    if not ids:
        return []
    rows = Movie.objects.visible_to(viewer).filter(pk__in=ids).order_by()
    return [Film(*row) for row in rows.values_list("pk", "year", "tmdb_id", "imdb_id")]


def _chosen(row: Wanted, keys: Sequence[str], films: dict[str, list[Titled]], loosely: bool) -> Found:
    every: dict[int, Titled] = {}
    for key in keys:
        for titled in films.get(key, ()):
            if _may_be(row, titled.film):
                every.setdefault(titled.film.pk, titled)
    year = row.year or split_year(row.title)[1]
    candidates = sorted(every.values(), key=lambda titled: (_apart(year, titled.film), titled.rank))
    ids = [titled.film.pk for titled in candidates[:MOST_CANDIDATES]]
    if year is None:
        # Without a year a title says which film only when there is a single one, and a part of a title never does.
        return Found(ids[0]) if len(ids) == 1 and not loosely else Found(None, ids, is_near=bool(ids) and not loosely)
    near = [titled for titled in candidates if _apart(year, titled.film) <= 1]
    best = [t for t in near if (_apart(year, t.film), t.rank) == (_apart(year, near[0].film), near[0].rank)]
    is_clear = len(best) == 1 and best[0].rank == min(titled.rank for titled in near)
    if is_clear and (not loosely or _apart(year, best[0].film) == 0):
        return Found(best[0].film.pk)
    return Found(None, ids, is_near=bool(near))


def _may_be(row: Wanted, film: Film) -> bool:
    """Not when both have an id of the same kind and the two differ: that is another film of the same name."""
    other_tmdb = row.tmdb_id and film.tmdb_id and row.tmdb_id != film.tmdb_id
    other_imdb = row.imdb_id and film.imdb_id and row.imdb_id != film.imdb_id
    return not (other_tmdb or other_imdb)


def _apart(year: int | None, film: Film) -> int:
    """Years between; a film whose year nobody knows is two off."""
    return 2 if year is None or film.year is None else abs(film.year - year)
