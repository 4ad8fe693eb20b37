"""Finding films by genre, country, age rating and language, quickly at any number of films and of matches.

Where few films match, their ids come from the link table and are sorted. Where many do, the index of the sort is walked
until a page is full; asking the link table about each film on the way would cost a look-up a film, so every film keeps
its facets in one text, `|g12|g18|cUS|rUS:PG-13|`, and the index of every sort carries it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from apps.catalog.genres import genre_id
from apps.catalog.models import Certification, Movie, MovieQuerySet
from apps.core.caching import kept

# Up to so many matches are sorted: a few milliseconds. A walk for one in a million films takes a hundred.
FEW = 1000
KEPT_SECONDS = 600
SEPARATOR = "|"
# Every country there is and forty genres fit. An entry of an index of PostgreSQL may have 2,700 bytes.
LONGEST = Movie._meta.get_field("facets").max_length or 0


def text_of(*, genre_ids: Iterable[int] = (), countries: Iterable[str] = (), rating: str = "") -> str:
    """The text of a film; `rating` is its age rating in the site's country."""
    parts = [*map(_genre, genre_ids), *map(_country, countries), *([_rating(rating)] if rating else [])]
    text = f"{SEPARATOR}{SEPARATOR.join(parts)}{SEPARATOR}" if parts else ""
    return text if len(text) <= LONGEST else text[: text.rindex(SEPARATOR, 0, LONGEST) + 1]


def texts_of(
    movie_ids: Collection[int], genre_ids: Mapping[int, Iterable[int]], ratings: Mapping[int, Mapping[str, str]]
) -> dict[int, str]:
    """The text of each of these films, whose genres, and age ratings by country, are known already."""
    links = Movie.countries.through.objects.filter(movie_id__in=movie_ids).order_by("pk")
    countries = defaultdict(list)
    for movie_id, code in links.values_list("movie_id", "country_id"):
        countries[movie_id].append(code)
    home = settings.HOME_COUNTRY
    return {
        pk: text_of(genre_ids=genre_ids.get(pk, ()), countries=countries[pk], rating=ratings.get(pk, {}).get(home, ""))
        for pk in movie_ids
    }


def in_genre(films: MovieQuerySet, slug: str) -> MovieQuerySet:
    pk = genre_id(slug)
    return films.none() if pk is None else of_genre(films, pk)


def of_genre(films: MovieQuerySet, pk: int) -> MovieQuerySet:
    links = Movie.genres.through.objects.filter(genre_id=pk)
    return _having(films, _genre(pk), links.values("movie_id"))


def from_country(films: MovieQuerySet, code: str) -> MovieQuerySet:
    links = Movie.countries.through.objects.filter(country_id=code)
    return _having(films, _country(code), links.values("movie_id"))


def rated(films: MovieQuerySet, value: str) -> MovieQuerySet:
    """Films with this age rating in the site's country."""
    ratings = Certification.objects.filter(country=settings.HOME_COUNTRY, value=value)
    return _having(films, _rating(value), ratings.values("movie_id"))


def in_language(films: MovieQuerySet, code: str) -> MovieQuerySet:
    spoken = Movie.objects.filter(original_language=code).values("pk")
    if _are_few(f"l{code}", spoken):
        return films.filter(pk__in=spoken)
    # Said so that no planner reads and sorts every film of the language by the index that answers "are they few".
    return films.filter(Exact(Concat("original_language", Value("")), code))


def _having(films: MovieQuerySet, facet: str, ids: QuerySet[Any, Any]) -> MovieQuerySet:
    if _are_few(facet, ids):
        return films.filter(pk__in=ids)
    return films.filter(GreaterThan(StrIndex("facets", Value(f"{SEPARATOR}{facet}{SEPARATOR}")), 0))


def _are_few(facet: str, ids: QuerySet[Any, Any]) -> bool:
    # A rating is what somebody typed into an address, and a blank in a key is more than some caches take.
    key = f"facet-few:{hashlib.sha256(facet.encode('utf-8', 'replace')).hexdigest()}"
    return kept(key, KEPT_SECONDS, lambda: ids.order_by()[: FEW + 1].count() <= FEW)


def _genre(pk: int) -> str:
    return f"g{pk}"


def _country(code: str) -> str:
    return f"c{code}"


def _rating(value: str) -> str:
    # With the country, so that after a change of HOME_COUNTRY no film shows under another country's rating.
    return f"r{settings.HOME_COUNTRY}:{value.replace(SEPARATOR, '/')}"
