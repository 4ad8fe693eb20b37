"""What search engines and previews read: JSON-LD of a film and of a person."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.models import Credit, Movie, Person, Trailer
from apps.catalog.pictures import is_picture_path, picture_url

# What could end the script element or begin a comment in it; the same characters Django's json_script escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script_text(data: Mapping[str, Any]) -> SafeString:
    """`data` as JSON that is safe inside a script element; empty values are left out."""
    filled = {name: value for name, value in data.items() if value not in (None, "", [], {})}
    return mark_safe(json.dumps(filled, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def movie_linked_data(
    request: HttpRequest,
    film: Movie,
    *,
    genres: Sequence[str],
    cast: Sequence[Credit],
    crew: Mapping[str, Sequence[Credit]],
    trailer: Trailer | None,
) -> SafeString:
    """A schema.org Movie."""
    return as_script_text(
        {
            "@context": "https://schema.org",
            "@type": "Movie",
            "name": film.title,
            "alternateName": film.original_title if film.original_title != film.title else "",
            "url": request.build_absolute_uri(film.get_absolute_url()),
            "image": picture_of(request, film.poster_path, "w500"),
            "description": film.overview,
            "datePublished": film.release_date.isoformat() if film.release_date else str(film.year or ""),
            "duration": f"PT{film.runtime}M" if film.runtime else "",
            "genre": list(genres),
            "inLanguage": film.original_language,
            "actor": [_person(request, credit.person) for credit in cast[:10]],
            "director": [_person(request, credit.person) for credit in crew.get("Directed by", [])],
            "aggregateRating": _rating(film),
            "trailer": _trailer(film, trailer),
            "sameAs": f"https://www.imdb.com/title/{film.imdb_id}/" if film.imdb_id else "",
        }
    )


def person_linked_data(request: HttpRequest, person: Person) -> SafeString:
    """A schema.org Person."""
    return as_script_text(
        {
            "@context": "https://schema.org",
            **_person(request, person),
            "image": picture_of(request, person.profile_path, "h632"),
            "description": person.biography[:500],
            "birthDate": person.birthday.isoformat() if person.birthday else "",
            "deathDate": person.deathday.isoformat() if person.deathday else "",
            "birthPlace": person.place_of_birth,
        }
    )


def picture_of(request: HttpRequest, path: str, size: str) -> str:
    """The whole address of a picture, "" when there is none."""
    return request.build_absolute_uri(picture_url(path, size)) if is_picture_path(path) else ""


def _person(request: HttpRequest, person: Person) -> dict[str, str]:
    return {
        "@type": "Person",
        "name": person.name,
        "url": request.build_absolute_uri(person.get_absolute_url()),
    }


def _rating(film: Movie) -> dict[str, Any] | None:
    if not film.vote_count:
        return None
    return {
        "@type": "AggregateRating",
        "ratingValue": round(film.vote_average, 1),
        "ratingCount": film.vote_count,
        "bestRating": 10,
        "worstRating": 0,
    }


def _trailer(film: Movie, trailer: Trailer | None) -> dict[str, str] | None:
    if trailer is None:
        return None
    return {
        "@type": "VideoObject",
        "name": trailer.name or f"Trailer of {film.title}",
        "description": f"Trailer of {film.title}",
        "embedUrl": trailer.embed_url,
    }
