"""Rows written past the model get their derived columns back."""

from io import StringIO

from django.core.management import call_command

from apps.catalog.actions.derive import refresh_derived
from apps.catalog.actions.similar import find_similar
from apps.catalog.models import Credit, Franchise, Keyword, Movie
from apps.catalog.tests.factories import GenreFactory, MovieFactory, PersonFactory


def directed(movie, person):
    Credit.objects.create(movie=movie, person=person, kind="crew", job="Director", department="Directing")


def test_the_command_mends_what_sql_wrote(db):
    movie = MovieFactory(title="Alien", genres=[GenreFactory(name="Horror"), GenreFactory(name="Science Fiction")])
    directed(movie, PersonFactory(name="Ridley Scott"))
    Movie.objects.update(title="The Thing", slug="x", sort_title="x", release_key=0)
    call_command("refresh_derived", "--similar", stdout=StringIO())
    movie.refresh_from_db()
    assert (movie.slug, movie.sort_title, movie.release_key) == ("the-thing", "thing", 19790000)
    assert (movie.lead_genre.name, movie.director_names) == ("Horror", "Ridley Scott")


def test_the_first_genre_is_the_one_that_was_given_first(db):
    western, drama = GenreFactory(name="Western"), GenreFactory(name="Drama")
    movies = [MovieFactory(), MovieFactory(), MovieFactory()]
    movies[0].genres.add(western)
    movies[0].genres.add(drama)
    movies[1].genres.add(drama)
    movies[1].genres.add(western)
    refresh_derived([movie.pk for movie in movies])
    assert [Movie.objects.get(pk=movie.pk).lead_genre for movie in movies] == [western, drama, None]


def test_directors_stand_in_the_order_of_their_credits_and_are_cut(db):
    movie = MovieFactory()
    for n in range(30):
        directed(movie, PersonFactory(name=f"Director Number {n:02}"))
    refresh_derived([movie.pk])
    movie.refresh_from_db()
    assert movie.director_names.startswith("Director Number 00, Director Number 01")
    assert len(movie.director_names) == 200


def test_queries_do_not_grow_with_the_films(db, django_assert_num_queries):
    for n in range(12):
        movie = MovieFactory(genres=[GenreFactory(name=f"G{n % 3}")])
        directed(movie, PersonFactory())
    ids = list(Movie.objects.values_list("pk", flat=True))
    for some in (ids[:2], ids):
        with django_assert_num_queries(6):
            refresh_derived(some)


def test_similar_films_rank_franchise_over_director_over_keyword(db):
    ellen, genre = PersonFactory(), GenreFactory()
    series, snow = Franchise.objects.create(name="Series"), Keyword.objects.create(name="snow")
    movie = MovieFactory(franchise=series, genres=[genre])
    sequel = MovieFactory(franchise=series)
    by_her = MovieFactory()
    snowy = MovieFactory()
    same_time = MovieFactory(year=1980, genres=[genre])
    MovieFactory(year=1920, genres=[genre])
    for each in (movie, by_her):
        directed(each, ellen)
    for each in (movie, snowy):
        each.keywords.add(snow)
    refresh_derived([movie.pk])
    movie.refresh_from_db()
    assert find_similar(movie) == [sequel.pk, by_her.pk, snowy.pk, same_time.pk]
    movie.refresh_from_db()
    assert movie.similar_ids == [sequel.pk, by_her.pk, snowy.pk, same_time.pk]


def test_a_lonely_film_has_nothing_similar(db):
    assert find_similar(MovieFactory(year=None)) == []
