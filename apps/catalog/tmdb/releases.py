"""A film's releases, age ratings, translations, trailers and where to watch it, from TMDB's answers."""

from collections.abc import Iterable, Iterator

from apps.catalog.models import Certification, Movie, ReleaseDate, Trailer, Translation, WatchOffer
from apps.catalog.tmdb import named
from apps.catalog.tmdb.movie_payload import (
    OfferPayload,
    ReleasePayload,
    TrailerPayload,
    TranslationPayload,
)
from apps.catalog.tmdb.parts import Stored, replace_rows

# Whose rating speaks for the film, the most telling first.
_RATED_BY = (
    ReleaseDate.Kind.THEATRICAL,
    ReleaseDate.Kind.LIMITED,
    ReleaseDate.Kind.PREMIERE,
    ReleaseDate.Kind.DIGITAL,
    ReleaseDate.Kind.PHYSICAL,
    ReleaseDate.Kind.TV,
)


def write_releases(stored: Stored, payloads: Iterable[ReleasePayload]) -> None:
    """Release dates, and the certifications that follow from them, unless a curator has locked either."""
    releases = list(payloads)
    if stored.is_open("release_dates"):
        replace_rows(
            stored.held(ReleaseDate),
            (_release(stored.movie, row) for row in releases),
            key=lambda row: (row.country, row.kind, row.date, row.note),
            compared=("certification",),
        )
    if stored.is_open("certifications"):
        replace_rows(
            stored.held(Certification),
            _certifications(stored.movie, releases),
            key=lambda row: row.country,
            compared=("value",),
        )


def _release(movie: Movie, payload: ReleasePayload) -> ReleaseDate:
    return ReleaseDate(
        movie=movie,
        country=payload.country,
        kind=payload.kind,
        date=payload.date,
        certification=payload.certification,
        note=payload.note,
    )


def _certifications(movie: Movie, releases: Iterable[ReleasePayload]) -> Iterator[Certification]:
    rated = sorted(
        (row for row in releases if row.certification), key=lambda row: (_RATED_BY.index(row.kind), row.date)
    )
    values: dict[str, str] = {}
    for row in rated:
        values.setdefault(row.country, row.certification)
    return (Certification(movie=movie, country=country, value=value) for country, value in values.items())


def write_translations(stored: Stored, payloads: Iterable[TranslationPayload]) -> None:
    replace_rows(
        stored.held(Translation),
        (
            Translation(
                movie=stored.movie,
                language=row.language,
                country=row.country,
                title=row.title,
                overview=row.overview,
                tagline=row.tagline,
            )
            for row in payloads
        ),
        key=lambda row: (row.language, row.country),
        compared=("title", "overview", "tagline"),
    )


def write_trailers(stored: Stored, payloads: Iterable[TrailerPayload]) -> None:
    """When TMDB has none, the one that YouTube was asked for stays."""
    trailers = list(payloads)
    if not trailers and stored.movie.trailer_asked_at is not None:
        return
    replace_rows(
        stored.held(Trailer),
        (
            Trailer(
                movie=stored.movie,
                site=row.site,
                key=row.key,
                name=row.name,
                kind=row.kind,
                language=row.language,
                official=row.official,
                published_at=row.published_at,
            )
            for row in trailers
        ),
        key=lambda row: (row.site, row.key),
        compared=("name", "kind", "language", "official", "published_at"),
    )


def write_offers(stored: Stored, payloads: Iterable[OfferPayload]) -> None:
    offers = list(payloads)
    providers = named.providers(offers)
    replace_rows(
        stored.held(WatchOffer),
        (
            WatchOffer(
                movie=stored.movie,
                provider_id=providers[row.provider_id],
                country=row.country,
                kind=row.kind,
                position=row.position,
            )
            for row in offers
        ),
        key=lambda row: (row.provider_id, row.country, row.kind),
        compared=("position",),
    )
