"""Keeps what is derived from several rows: a film's first genre, its directors, what is similar to it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from apps.catalog.models import Credit, Movie

BATCH = 500
SIMILAR_KEPT = 18
# A keyword on more films than this says little about any of them, and reading its films would be slow.
COMMON_KEYWORD = 400


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


def find_similar(movie: Movie) -> list[int]:
    """Ids of the films that share the most with `movie`: its franchise, directors, rare keywords, genres and time."""
    points: Counter[int] = Counter()
    for other in _in_same_franchise(movie):
        points[other] += 6
    for other in _by_same_directors(movie):
        points[other] += 4
    for other in _with_same_keywords(movie):
        points[other] += 3
    if len(points) < SIMILAR_KEPT:
        for other in _of_same_genre_and_time(movie):
            points[other] += 1
    points.pop(movie.pk, None)
    ids = [other for other, _ in points.most_common(SIMILAR_KEPT)]
    Movie.objects.filter(pk=movie.pk).update(similar_ids=ids)
    movie.similar_ids = ids
    return ids


def _in_same_franchise(movie: Movie) -> Iterable[int]:
    if movie.franchise_id is None:
        return []
    return (
        Movie.objects.filter(franchise_id=movie.franchise_id).order_by("release_key").values_list("pk", flat=True)[:20]
    )


def _by_same_directors(movie: Movie) -> Iterable[int]:
    directors = Credit.objects.filter(movie=movie, job="Director").values("person_id")
    others = Credit.objects.filter(person_id__in=directors, job="Director").order_by("pk")
    return others.values_list("movie_id", flat=True)[:40]


def _with_same_keywords(movie: Movie) -> Iterable[int]:
    links = Movie.keywords.through.objects
    rare = [
        keyword
        for keyword in links.filter(movie=movie).order_by("pk").values_list("keyword_id", flat=True)[:30]
        if links.filter(keyword_id=keyword)[: COMMON_KEYWORD + 1].count() <= COMMON_KEYWORD
    ]
    return links.filter(keyword_id__in=rare).order_by("pk").values_list("movie_id", flat=True)


def _of_same_genre_and_time(movie: Movie) -> Iterable[int]:
    if movie.lead_genre_id is None or movie.year is None:
        return []
    near = Movie.objects.filter(year__range=(movie.year - 6, movie.year + 6), genres=movie.lead_genre_id)
    return near.sorted_by("popularity").values_list("pk", flat=True)[: SIMILAR_KEPT * 2]
