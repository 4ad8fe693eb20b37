"""Rows for tests."""

import factory
from factory.django import DjangoModelFactory

from apps.catalog.models import Credit, Genre, Movie, Person


class GenreFactory(DjangoModelFactory):
    class Meta:
        model = Genre
        django_get_or_create = ["name"]

    name = factory.Sequence(lambda n: f"Genre {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")


class MovieFactory(DjangoModelFactory):
    """A film added by hand; `genres=[...]` gives it genres."""

    class Meta:
        model = Movie
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Film {n}")
    year = 1979
    runtime = 117
    original_language = "en"

    @factory.post_generation
    def genres(self, create, extracted):
        # One by one, so that the first stays the first: set() writes them in the order of a set.
        for genre in (create and extracted) or ():
            self.genres.add(genre)


class CastFactory(DjangoModelFactory):
    class Meta:
        model = Credit

    movie = factory.SubFactory(MovieFactory)
    person = factory.SubFactory(PersonFactory)
    kind = "cast"
    character = "Somebody"
    position = 0
