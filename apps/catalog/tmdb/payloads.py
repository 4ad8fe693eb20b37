"""TMDB's answers as typed values, whatever shape they came in: today's, and those of 2012 to 2020.

A tuple that is None was not in the answer; an empty one was there and is empty. A refresh leaves the former alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self, TypeVar

from apps.catalog.tmdb.errors import TmdbError
from apps.catalog.tmdb.fields import MAX_ID, Fields

LAST_PAGE = 500  # TMDB answers no page beyond

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class NamedPayload:
    """A genre, keyword or studio."""

    tmdb_id: int
    name: str
    logo_path: str = ""
    country: str = ""

    @classmethod
    def of(cls, fields: Fields) -> Self | None:
        tmdb_id, name = fields.identity(), fields.text("name", 200)
        if tmdb_id is None or not name:
            return None
        return cls(tmdb_id, name, fields.picture("logo_path"), fields.country("origin_country"))


@dataclass(frozen=True, slots=True)
class MovieItem:
    """A film as lists have it."""

    tmdb_id: int
    title: str
    original_title: str
    original_language: str
    overview: str
    release_date: date | None
    adult: bool
    poster_path: str
    backdrop_path: str
    popularity: float | None
    vote_average: float | None
    vote_count: int | None
    genre_ids: tuple[int, ...] | None

    @classmethod
    def of(cls, fields: Fields) -> Self | None:
        """None for what is no film: a series, a person, a row without id or title."""
        tmdb_id = fields.identity()
        title = fields.text("title", 300) or fields.text("original_title", 300)
        if tmdb_id is None or not title or fields.text("media_type") not in ("", "movie"):
            return None
        return cls(
            tmdb_id=tmdb_id,
            title=title,
            original_title=fields.text("original_title", 300),
            original_language=fields.code("original_language"),
            overview=fields.text("overview"),
            release_date=fields.day("release_date"),
            adult=fields.flag("adult"),
            poster_path=fields.picture("poster_path"),
            backdrop_path=fields.picture("backdrop_path"),
            popularity=fields.number("popularity"),
            vote_average=fields.number("vote_average", 10),
            vote_count=fields.whole("vote_count", MAX_ID),
            genre_ids=fields.identities("genre_ids") if fields.has_list("genre_ids") else None,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of films. `total_pages` counts only pages that TMDB answers."""

    number: int
    total_pages: int
    films: tuple[MovieItem, ...]

    @classmethod
    def of(cls, answer: object) -> Self:
        fields = list_of(answer)
        films = unique((MovieItem.of(row) for row in fields.objects("results")), lambda film: film.tmdb_id)
        return cls(fields.whole("page", MAX_ID) or 1, min(fields.whole("total_pages", MAX_ID) or 1, LAST_PAGE), films)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    number: int
    total_pages: int
    ids: tuple[int, ...]

    @classmethod
    def of(cls, answer: object) -> Self:
        fields = list_of(answer)
        ids = (row.identity() for row in fields.objects("results"))
        known = tuple(dict.fromkeys(tmdb_id for tmdb_id in ids if tmdb_id))
        return cls(fields.whole("page", MAX_ID) or 1, min(fields.whole("total_pages", MAX_ID) or 1, LAST_PAGE), known)


@dataclass(frozen=True, slots=True)
class FranchisePayload:
    tmdb_id: int
    name: str
    overview: str
    poster_path: str
    backdrop_path: str
    films: tuple[MovieItem, ...] = ()

    @classmethod
    def of(cls, fields: Fields) -> Self | None:
        tmdb_id, name = fields.identity(), fields.text("name", 200)
        if tmdb_id is None or not name:
            return None
        return cls(
            tmdb_id,
            name,
            fields.text("overview"),
            fields.picture("poster_path"),
            fields.picture("backdrop_path"),
            unique((MovieItem.of(part) for part in fields.objects("parts")), lambda film: film.tmdb_id),
        )

    @classmethod
    def from_answer(cls, answer: object) -> Self:
        fields = Fields(answer)
        found = cls.of(fields) if fields.has_list("parts") else None
        if found is None:
            raise TmdbError("TMDB's answer is not a collection")
        return found


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A person as credits have them."""

    tmdb_id: int
    name: str
    profile_path: str
    popularity: float | None
    known_for_department: str
    adult: bool

    @classmethod
    def of(cls, fields: Fields) -> Self | None:
        tmdb_id = fields.identity()
        name = fields.text("name", 200) or fields.text("original_name", 200)
        if tmdb_id is None or not name:
            return None
        return cls(
            tmdb_id,
            name,
            fields.picture("profile_path"),
            fields.number("popularity"),
            fields.text("known_for_department", 60),
            fields.flag("adult"),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did in a film: a character in the cast, a job in the crew."""

    is_cast: bool
    character: str
    position: int
    department: str
    job: str
    credit_id: str

    @classmethod
    def cast(cls, fields: Fields, position: int) -> Self:
        order = fields.whole("order", MAX_ID)
        character = fields.text("character", 500)
        return cls(True, character, position if order is None else order, "", "", fields.code("credit_id", 40))

    @classmethod
    def crew(cls, fields: Fields) -> Self | None:
        job = fields.text("job", 120)
        if not job:
            return None
        return cls(False, "", 0, fields.text("department", 60), job, fields.code("credit_id", 40))


def parts_of(fields: Fields) -> Iterator[tuple[Fields, Part]]:
    """The rows of an object with `cast` and `crew`, each with the part that it tells of."""
    for position, row in enumerate(fields.objects("cast")):
        yield row, Part.cast(row, position)
    for row in fields.objects("crew"):
        part = Part.crew(row)
        if part is not None:
            yield row, part


@dataclass(frozen=True, slots=True)
class PersonDetails:
    person: PersonPart
    imdb_id: str | None
    also_known_as: tuple[str, ...]
    biography: str
    birthday: date | None
    deathday: date | None
    place_of_birth: str
    homepage: str
    filmography: tuple[tuple[MovieItem, Part], ...]

    @classmethod
    def from_answer(cls, answer: object) -> Self:
        fields = Fields(answer)
        person = PersonPart.of(fields)
        # Films, studios and keywords have a name or an id too; only a person has this.
        if person is None or "also_known_as" not in fields:
            raise TmdbError("TMDB's answer is not a person")
        return cls(
            person=person,
            imdb_id=fields.imdb_id("name"),
            also_known_as=fields.texts("also_known_as", 200),
            biography=fields.text("biography"),
            birthday=fields.day("birthday"),
            deathday=fields.day("deathday"),
            place_of_birth=fields.text("place_of_birth", 200),
            homepage=fields.address("homepage"),
            filmography=filmography_of(fields),
        )


def filmography_of(fields: Fields) -> tuple[tuple[MovieItem, Part], ...]:
    named = next((name for name in ("movie_credits", "credits", "combined_credits") if name in fields), "movie_credits")
    rows = ((MovieItem.of(row), part) for row, part in parts_of(fields.inner(named)))
    return tuple((film, part) for film, part in rows if film is not None)


def genres_of(answer: object) -> tuple[NamedPayload, ...]:
    fields = Fields(answer)
    if not fields.has_list("genres"):
        raise TmdbError("TMDB's answer is not a list of genres")
    return unique((NamedPayload.of(row) for row in fields.objects("genres")), lambda genre: genre.tmdb_id)


def list_of(answer: object) -> Fields:
    fields = Fields(answer)
    if not fields.has_list("results"):
        raise TmdbError("TMDB's answer is not a list")
    return fields


def unique(found: Iterable[Item | None], key: Callable[[Item], object]) -> tuple[Item, ...]:
    """What was found, the first of each key."""
    kept: dict[object, Item] = {}
    for item in found:
        if item is not None:
            kept.setdefault(key(item), item)
    return tuple(kept.values())
