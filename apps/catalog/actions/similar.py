"""Which films are like which: for what neither TMDB nor a curator says it of."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count

from apps.catalog.models import Credit, Movie

KEPT = 18
IN_FRANCHISE, BY_DIRECTOR, WITH_KEYWORD, OF_GENRE_AND_TIME = 6, 4, 3, 1
# A keyword on more films than this says little about any of them, and reading its films would be slow.
COMMON_KEYWORD = 400
YEARS = 6  # films of one span of so many years are of one time

Points = dict[int, Counter[int]]  # by film, then by the other film
Shared = Iterable[tuple[int, int]]  # a film's id and the id of what it shares


def find_similar(movie: Movie) -> list[int]:
    """Ids of the films that share the most with `movie`, kept as its similar_ids."""
    return find_similar_of([movie])[movie.pk]


def find_similar_of(movies: Collection[Movie]) -> dict[int, list[int]]:
    """The same for many films, in a few queries and one for each genre and time among them."""
    ids = [movie.pk for movie in movies]
    points: Points = {pk: Counter() for pk in ids}
    _score(points, _franchises(movies), _films_of_franchises(movies), IN_FRANCHISE)
    directing = Credit.objects.filter(job="Director").order_by("pk")
    directors = list(directing.filter(movie_id__in=ids).values_list("movie_id", "person_id"))
    films = directing.filter(person_id__in={person for _, person in directors})
    _score(points, directors, films.values_list("movie_id", "person_id"), BY_DIRECTOR)
    keywords = _rare_keywords(ids)
    links = Movie.keywords.through.objects.filter(keyword_id__in={keyword for _, keyword in keywords}).order_by("pk")
    _score(points, keywords, links.values_list("movie_id", "keyword_id"), WITH_KEYWORD)
    _fill_up(points, movies)
    return _keep(points, movies)


def _score(points: Points, shared: Shared, others: Shared, worth: int) -> None:
    """Gives each film points for the `others` that have something of what it has."""
    by_key: Mapping[int, list[int]] = defaultdict(list)
    for other, key in others:
        by_key[key].append(other)
    for film, key in shared:
        for other in by_key[key]:
            points[film][other] += worth


def _franchises(movies: Collection[Movie]) -> list[tuple[int, int]]:
    return [(movie.pk, movie.franchise_id) for movie in movies if movie.franchise_id is not None]


def _films_of_franchises(movies: Collection[Movie]) -> Shared:
    wanted = {franchise for _, franchise in _franchises(movies)}
    films = Movie.objects.filter(franchise_id__in=wanted).order_by("release_key", "pk")
    return [(pk, franchise) for pk, franchise in films.values_list("pk", "franchise_id") if franchise is not None]


def _rare_keywords(ids: Collection[int]) -> list[tuple[int, int]]:
    links = Movie.keywords.through.objects
    held = list(links.filter(movie_id__in=ids).order_by("pk").values_list("movie_id", "keyword_id"))
    counted = links.filter(keyword_id__in={keyword for _, keyword in held}).order_by("keyword_id")
    films = dict(counted.values_list("keyword_id").annotate(films=Count("pk")))
    return [(film, keyword) for film, keyword in held if films[keyword] <= COMMON_KEYWORD]


def _fill_up(points: Points, movies: Collection[Movie]) -> None:
    """Popular films of the same genre and time, for films that share little else."""
    groups: Mapping[tuple[int, int], list[int]] = defaultdict(list)
    for movie in movies:
        if len(points[movie.pk]) <= KEPT and movie.lead_genre_id is not None and movie.year is not None:
            groups[movie.lead_genre_id, movie.year // YEARS].append(movie.pk)
    for (genre, span), films in groups.items():
        near = Movie.objects.filter(year__range=((span - 1) * YEARS, (span + 2) * YEARS - 1), genres=genre)
        popular = list(near.sorted_by("popularity").values_list("pk", flat=True)[: KEPT * 2])
        for film in films:
            points[film].update(dict.fromkeys(popular, OF_GENRE_AND_TIME))


def _keep(points: Points, movies: Collection[Movie]) -> dict[int, list[int]]:
    for movie in movies:
        del points[movie.pk][movie.pk]
        movie.similar_ids = [other for other, _ in points[movie.pk].most_common(KEPT)]
    Movie.objects.bulk_update(movies, ["similar_ids"], batch_size=200)
    return {movie.pk: movie.similar_ids for movie in movies}
