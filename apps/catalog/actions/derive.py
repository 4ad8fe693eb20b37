"""Keeps what is derived from several rows: a film's first genre, its directors, its facets, its age."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from apps.catalog.age_ratings import minimum_age
from apps.catalog.facets import texts_of
from apps.catalog.models import Certification, Credit, Movie

BATCH = 500
DERIVED = ("lead_genre", "director_names", "facets", "minimum_age")


def refresh_derived(movie_ids: Iterable[int]) -> None:
    """Writes lead_genre, director_names, facets and minimum_age of these films again, in a few queries for each 500."""
    ids = list(movie_ids)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        genres = _genres(batch)
        ratings = _ratings(batch)
        facets = texts_of(batch, genres, ratings)
        directors = _directors(batch)
        movies = list(Movie.objects.filter(pk__in=batch).only("pk", *DERIVED))
        for movie in movies:
            movie.lead_genre_id = next(iter(genres.get(movie.pk, ())), None)
            movie.director_names = ", ".join(directors.get(movie.pk, []))[:200]
            movie.facets = facets[movie.pk]
            movie.minimum_age = minimum_age(ratings.get(movie.pk, {}))
        Movie.objects.bulk_update(movies, DERIVED, batch_size=100)


def _genres(movie_ids: Collection[int]) -> dict[int, list[int]]:
    """The genres of each film, in the order in which they were given."""
    links = Movie.genres.through.objects.filter(movie_id__in=movie_ids).order_by("pk")
    found = defaultdict(list)
    for movie_id, genre_id in links.values_list("movie_id", "genre_id"):
        found[movie_id].append(genre_id)
    return found


def _directors(movie_ids: Collection[int]) -> dict[int, list[str]]:
    names = defaultdict(list)
    directing = Credit.objects.filter(movie_id__in=movie_ids, job="Director").order_by("pk")
    for movie_id, name in directing.values_list("movie_id", "person__name"):
        names[movie_id].append(name)
    return names


def _ratings(movie_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The age ratings of each film by country."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Certification.objects.filter(movie_id__in=movie_ids).order_by("pk")
    for movie_id, country, value in rows.values_list("movie_id", "country", "value"):
        found[movie_id][country] = value
    return found
