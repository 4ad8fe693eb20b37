"""Keeps what is derived from several rows: a film's first genre and its directors."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from apps.catalog.models import Credit, Movie

BATCH = 500


def refresh_derived(movie_ids: Iterable[int]) -> None:
    """Writes lead_genre and director_names of these films again, in a few queries for each 500."""
    ids = list(movie_ids)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        genres = _first_genres(batch)
        directors = _directors(batch)
        movies = list(Movie.objects.filter(pk__in=batch).only("pk", "lead_genre_id", "director_names"))
        for movie in movies:
            movie.lead_genre_id = genres.get(movie.pk)
            movie.director_names = ", ".join(directors.get(movie.pk, []))[:200]
        Movie.objects.bulk_update(movies, ["lead_genre", "director_names"], batch_size=100)


def _first_genres(movie_ids: Collection[int]) -> dict[int, int]:
    links = Movie.genres.through.objects.filter(movie_id__in=movie_ids).order_by("-pk")
    return dict(links.values_list("movie_id", "genre_id"))


def _directors(movie_ids: Collection[int]) -> dict[int, list[str]]:
    names = defaultdict(list)
    directing = Credit.objects.filter(movie_id__in=movie_ids, job="Director").order_by("pk")
    for movie_id, name in directing.values_list("movie_id", "person__name"):
        names[movie_id].append(name)
    return names
