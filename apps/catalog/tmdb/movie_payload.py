"""A film with all its parts, as one request with append_to_response answers it; older names of parts included."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self, TypeVar

from apps.catalog.tmdb.errors import TmdbError
from apps.catalog.tmdb.fields import Fields
from apps.catalog.tmdb.payloads import (
    FranchisePayload,
    MovieItem,
    NamedPayload,
    Part,
    PersonPart,
    parts_of,
    unique,
)

APPENDED = (
    "credits", "videos", "keywords", "release_dates", "watch/providers", "translations", "alternative_titles",
    "recommendations", "external_ids",
)  # fmt: skip
LONGEST_RUNTIME = 32_767  # minutes; the longest film there is has 51,420, and the column ends before it
LARGEST_SUM = 2**63 - 1
THEATRICAL = 3
TRAILER_SITES = ("YouTube", "Vimeo")
_TRAILER_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class CreditPayload:
    person: PersonPart
    part: Part


@dataclass(frozen=True, slots=True)
class TrailerPayload:
    site: str
    key: str
    name: str
    kind: str
    language: str
    official: bool
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReleasePayload:
    country: str
    kind: int
    date: date
    certification: str
    note: str


@dataclass(frozen=True, slots=True)
class TranslationPayload:
    language: str
    country: str
    title: str
    overview: str
    tagline: str


@dataclass(frozen=True, slots=True)
class OfferPayload:
    provider_id: int
    provider_name: str
    logo_path: str
    country: str
    kind: str
    position: int


@dataclass(frozen=True, slots=True)
class MovieDetails:
    item: MovieItem
    imdb_id: str | None
    runtime: int | None
    tagline: str
    status: str
    homepage: str
    budget: int | None
    revenue: int | None
    franchise: FranchisePayload | None
    genres: tuple[NamedPayload, ...]
    studios: tuple[NamedPayload, ...]
    countries: tuple[str, ...]
    keywords: tuple[NamedPayload, ...] | None
    credits: tuple[CreditPayload, ...] | None
    trailers: tuple[TrailerPayload, ...] | None
    releases: tuple[ReleasePayload, ...] | None
    translations: tuple[TranslationPayload, ...] | None
    offers: tuple[OfferPayload, ...] | None
    alternative_titles: tuple[str, ...] | None
    recommendations: tuple[MovieItem, ...] | None

    @classmethod
    def from_answer(cls, answer: object) -> Self:
        fields = Fields(answer)
        item = MovieItem.of(fields)
        # A row of a list has no genres, a series no title: neither may overwrite a film's details.
        if item is None or not fields.has_list("genres"):
            raise TmdbError("TMDB's answer is not a film")
        return cls(
            item=item,
            imdb_id=fields.imdb_id() or fields.inner("external_ids").imdb_id(),
            runtime=fields.whole("runtime", LONGEST_RUNTIME) or None,
            tagline=fields.text("tagline", 500),
            status=fields.text("status"),
            homepage=fields.address("homepage"),
            budget=fields.whole("budget", LARGEST_SUM) or None,
            revenue=fields.whole("revenue", LARGEST_SUM) or None,
            franchise=FranchisePayload.of(fields.inner("belongs_to_collection")),
            genres=named_of(fields, "genres"),
            studios=named_of(fields, "production_companies"),
            countries=_countries(fields),
            keywords=_first_present(fields, _KEYWORDS),
            credits=_first_present(fields, _CREDITS),
            trailers=_first_present(fields, _TRAILERS),
            releases=_first_present(fields, _RELEASES),
            translations=_first_present(fields, _TRANSLATIONS),
            offers=_offers(fields.inner("watch/providers")),
            alternative_titles=_first_present(fields, _OTHER_TITLES),
            recommendations=_first_present(fields, _RECOMMENDATIONS),
        )


def named_of(fields: Fields, name: str) -> tuple[NamedPayload, ...]:
    return unique((NamedPayload.of(row) for row in fields.objects(name)), lambda row: row.tmdb_id)


def _countries(fields: Fields) -> tuple[str, ...]:
    codes = (row.country() for row in fields.objects("production_countries"))
    return tuple(dict.fromkeys(code for code in codes if code))


# --- parts that have had several names: (name of the part, name of its list, how to read it) --------

Reader = Callable[[Fields, str], tuple[Entry, ...]]
Names = tuple[tuple[str, str, Reader[Entry]], ...]


def _first_present(fields: Fields, names: Names[Entry]) -> tuple[Entry, ...] | None:
    for part, key, read in names:
        inner = fields.inner(part)
        if inner.has_list(key):
            return read(inner, key)
    return None


def _credits(fields: Fields, _: str) -> tuple[CreditPayload, ...]:
    rows = ((PersonPart.of(row), part) for row, part in parts_of(fields))
    found = (CreditPayload(person, part) for person, part in rows if person is not None)
    return unique(found, lambda row: (row.person.tmdb_id, row.part.is_cast, row.part.job, row.part.character))


def _trailers(fields: Fields, key: str) -> tuple[TrailerPayload, ...]:
    found = (_trailer(row, row.text("site"), row.text("key")) for row in fields.objects(key))
    return unique(found, lambda row: (row.site, row.key))


def _old_trailers(fields: Fields, key: str) -> tuple[TrailerPayload, ...]:
    found = (_trailer(row, "YouTube", row.text("source")) for row in fields.objects(key))
    return unique(found, lambda row: row.key)


def _trailer(row: Fields, site: str, key: str) -> TrailerPayload | None:
    """None for a site that we have no player for, and for a key that may not stand in its address."""
    if site not in TRAILER_SITES or not _TRAILER_KEY.fullmatch(key):
        return None
    return TrailerPayload(
        site=site,
        key=key,
        name=row.text("name", 200),
        kind=row.text("type", 40) or "Trailer",
        language=row.code("iso_639_1"),
        official=row.flag("official"),
        published_at=row.moment("published_at"),
    )


def _releases(fields: Fields, key: str) -> tuple[ReleasePayload, ...]:
    found = (_release(row.country(), inner) for row in fields.objects(key) for inner in row.objects("release_dates"))
    return unique(found, lambda row: (row.country, row.kind, row.date, row.note))


def _old_releases(fields: Fields, key: str) -> tuple[ReleasePayload, ...]:
    found = (_release(row.country(), row) for row in fields.objects(key))
    return unique(found, lambda row: (row.country, row.kind, row.date, row.note))


def _release(country: str, row: Fields) -> ReleasePayload | None:
    day, kind = row.day("release_date"), row.whole("type", 6) or THEATRICAL
    if not country or day is None:
        return None
    return ReleasePayload(country, kind, day, row.text("certification", 30), row.text("note", 200))


def _translations(fields: Fields, key: str) -> tuple[TranslationPayload, ...]:
    """Those that say something; answers before 2018 only name the languages."""
    found = (_translation(row, row.inner("data")) for row in fields.objects(key))
    return unique(found, lambda row: (row.language, row.country))


def _translation(row: Fields, data: Fields) -> TranslationPayload | None:
    language, title, overview = row.code("iso_639_1"), data.text("title", 300), data.text("overview")
    if not language or not (title or overview):
        return None
    return TranslationPayload(language, row.country(), title, overview, data.text("tagline", 500))


OFFER_KINDS = ("flatrate", "free", "ads", "rent", "buy")


def _offers(fields: Fields) -> tuple[OfferPayload, ...] | None:
    if "results" not in fields:
        return None
    found = (
        _offer(country, kind, row, position)
        for country, terms in fields.by_key("results")
        for kind in OFFER_KINDS
        for position, row in enumerate(terms.objects(kind))
    )
    return unique(found, lambda row: (row.provider_id, row.country, row.kind))


def _offer(country: str, kind: str, row: Fields, position: int) -> OfferPayload | None:
    provider, name = row.identity("provider_id"), row.text("provider_name", 120)
    code = Fields({"iso_3166_1": country}).country()
    if provider is None or not name or not code:
        return None
    return OfferPayload(provider, name, row.picture("logo_path"), code, kind, min(position, 32_767))


def _other_titles(fields: Fields, key: str) -> tuple[str, ...]:
    titles = (row.text("title", 300) for row in fields.objects(key))
    return tuple(dict.fromkeys(title for title in titles if title))


def _recommendations(fields: Fields, key: str) -> tuple[MovieItem, ...]:
    return unique((MovieItem.of(row) for row in fields.objects(key)), lambda film: film.tmdb_id)


_KEYWORDS: Names[NamedPayload] = (("keywords", "keywords", named_of), ("keywords", "results", named_of))
_CREDITS: Names[CreditPayload] = (
    ("credits", "cast", _credits),
    ("credits", "crew", _credits),
    ("casts", "cast", _credits),
)
_TRAILERS: Names[TrailerPayload] = (("videos", "results", _trailers), ("trailers", "youtube", _old_trailers))
_RELEASES: Names[ReleasePayload] = (("release_dates", "results", _releases), ("releases", "countries", _old_releases))
_TRANSLATIONS: Names[TranslationPayload] = (("translations", "translations", _translations),)
_OTHER_TITLES: Names[str] = (("alternative_titles", "titles", _other_titles),)
_RECOMMENDATIONS: Names[MovieItem] = (
    ("recommendations", "results", _recommendations),
    ("similar", "results", _recommendations),
    ("similar_movies", "results", _recommendations),
)
