"""The query that counts a diary, in SQL of both databases.

Written by hand: Django cannot say WITH, and without it each of the counts would look up every film again, which at
10,000 viewings takes ten times as long.
"""

from apps.catalog.models import Credit, Movie, Person

# What is read of a viewing and its film, in the order of the columns of `seen`.
SEEN = (
    "movie_id", "watched_on", "half_stars", "rewatch", "movie__runtime", "movie__year", "movie__original_language",
)  # fmt: skip
CAST_COUNTED = 10  # the names that a poster has room for
PEOPLE_SHOWN = 15
DIRECTORS, ACTORS = "crew", "cast"
KINDS = ("total", "month", "day", "year", "rating", "decade", "language", "genre", "country", "years")

_NAMES = {
    "genres": Movie.genres.through._meta.db_table,
    "countries": Movie.countries.through._meta.db_table,
    "credit": Credit._meta.db_table,
    "person": Person._meta.db_table,
}

# A film that was watched twice is one row of `films`, so that its genres and its people are looked up once.
_WITH = f"""
WITH seen (movie_id, watched_on, half_stars, rewatch, runtime, year, language) AS MATERIALIZED ({{seen}}),
whole (watched_on) AS ({{whole}}),
films AS MATERIALIZED (
    SELECT movie_id, runtime, year, language, CAST(COUNT(*) AS bigint) AS times
    FROM seen GROUP BY movie_id, runtime, year, language
),
credited AS (
    SELECT DISTINCT credit.kind AS role, credit.person_id, films.movie_id, films.runtime, films.times
    FROM films JOIN {_NAMES["credit"]} credit ON credit.movie_id = films.movie_id
    WHERE (credit.kind = '{DIRECTORS}' AND credit.job = 'Director')
       OR (credit.kind = '{ACTORS}' AND credit.position < {CAST_COUNTED})
),
people AS (
    SELECT role, person_id, SUM(times) AS viewings, COUNT(*) AS films, COALESCE(SUM(times * runtime), 0) AS minutes,
        SUM(CASE WHEN runtime IS NULL THEN times ELSE 0 END) AS unknown,
        ROW_NUMBER() OVER (PARTITION BY role ORDER BY SUM(times) DESC, COUNT(*) DESC, person_id) AS place
    FROM credited GROUP BY role, person_id
)
"""


def _of_viewings(kind: str, key: str, where: str = "") -> str:
    """Counts rows of `seen` under `key`."""
    extra = "0, 0, 0, 0"
    if kind == "total":
        extra = (
            "COUNT(*) - COUNT(watched_on), COALESCE(SUM(CASE WHEN rewatch THEN 1 ELSE 0 END), 0),"
            " COUNT(half_stars), COALESCE(SUM(half_stars), 0)"
        )
    films = "0" if kind == "day" else "COUNT(DISTINCT movie_id)"
    return (
        f"SELECT '{kind}' AS kind, {key} AS part, '' AS name, '' AS slug, COUNT(*), {films}, COALESCE(SUM(runtime), 0),"
        f" COUNT(*) - COUNT(runtime), {extra} FROM seen {where and f'WHERE {where}'}"
        f" {'' if kind == 'total' else f'GROUP BY {key}'}"
    )


def _of_films(kind: str, key: str, join: str = "") -> str:
    """Counts rows of `films` under `key`."""
    return (
        f"SELECT '{kind}', {key}, '', '', SUM(times), COUNT(*), COALESCE(SUM(times * runtime), 0),"
        f" SUM(CASE WHEN runtime IS NULL THEN times ELSE 0 END), 0, 0, 0, 0 FROM films {join} GROUP BY {key}"
    )


_DAY, _DATED = "CAST(watched_on AS text)", "watched_on IS NOT NULL"
_GENRES = f"LEFT JOIN {_NAMES['genres']} genre ON genre.movie_id = films.movie_id"
_COUNTRIES = f"LEFT JOIN {_NAMES['countries']} country ON country.movie_id = films.movie_id"
SQL = _WITH + "\nUNION ALL\n".join(
    [
        _of_viewings("total", "''"),
        _of_viewings("month", f"SUBSTR({_DAY}, 1, 7)", _DATED),
        _of_viewings("day", _DAY, _DATED),
        _of_viewings("year", f"SUBSTR({_DAY}, 1, 4)", _DATED),
        _of_viewings("rating", "CAST(half_stars AS text)", "half_stars IS NOT NULL"),
        _of_films("decade", "COALESCE(CAST(year / 10 * 10 AS text), '')"),
        _of_films("language", "language"),
        _of_films("genre", "COALESCE(CAST(genre.genre_id AS text), '')", _GENRES),
        _of_films("country", "COALESCE(country.country_id, '')", _COUNTRIES),
        # The years of the whole diary, which lead from one page to another; without figures.
        f"SELECT DISTINCT 'years', SUBSTR({_DAY}, 1, 4), '', '', 0, 0, 0, 0, 0, 0, 0, 0 FROM whole",
        (
            "SELECT role, CAST(person.id AS text), person.name, person.slug, viewings, films, minutes, unknown,"
            " 0, 0, 0, 0"
            f" FROM people JOIN {_NAMES['person']} person ON person.id = people.person_id"
            f" WHERE place <= {PEOPLE_SHOWN} AND NOT person.adult"
        ),
    ]
)
