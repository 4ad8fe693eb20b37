"""What a film shares with others: genres, keywords, countries, studios, and the age rating of the site's country."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from apps.catalog.genres import genre_name, genre_slug
from apps.catalog.names import country_name

# By hand: to put these five into SQL takes the ORM longer than the database needs to answer all six of the page.
_QUERY = """
SELECT 'genre', id, CAST(genre_id AS varchar(20)) FROM catalog_movie_genres WHERE movie_id = %s
UNION ALL SELECT 'country', id, country_id FROM catalog_movie_countries WHERE movie_id = %s
UNION ALL SELECT 'keyword', link.id, keyword.name FROM catalog_movie_keywords link
    JOIN catalog_keyword keyword ON keyword.id = link.keyword_id WHERE link.movie_id = %s
UNION ALL SELECT 'studio', link.id, studio.name FROM catalog_movie_studios link
    JOIN catalog_studio studio ON studio.id = link.studio_id WHERE link.movie_id = %s
UNION ALL SELECT 'rating', id, value FROM catalog_certification WHERE movie_id = %s AND country = %s
"""
KINDS = ("genre", "country", "keyword", "studio", "rating")


class Fact(NamedTuple):
    """A genre, keyword, country, studio or age rating, with the page that lists its films ("" for none)."""

    name: str
    url: str


def shared_facts(movie_id: int) -> dict[str, Sequence[Fact]]:
    """The facts of each of KINDS, in the order in which they were given. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [*[movie_id] * 5, settings.HOME_COUNTRY])
        rows = sorted(cursor.fetchall())
    facts: dict[str, list[Fact]] = {kind: [] for kind in KINDS}
    for kind, _, value in rows:
        facts[kind].append(_fact(kind, value))
    return {**facts}


def _fact(kind: str, value: str) -> Fact:
    if kind == "genre":
        return Fact(genre_name(int(value)), _films_url(genre=genre_slug(int(value))))
    if kind == "country":
        return Fact(country_name(value), _films_url(country=value))
    return Fact(value, "")


def _films_url(**query: str) -> str:
    return f"{reverse('movies')}?{urlencode(query)}"
