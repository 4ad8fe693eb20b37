"""What curators do with people and with the words that films share."""

from collections.abc import Sequence

from django.db import transaction

from apps.accounts.models import User
from apps.catalog import search
from apps.catalog.actions.movies import movies_changed
from apps.catalog.genres import forget_genres
from apps.catalog.models import Credit, Genre, Person

LOCKABLE = (
    "name", "also_known_as", "biography", "birthday", "deathday", "place_of_birth", "known_for_department",
    "profile_path", "homepage", "imdb_id", "adult",
)  # fmt: skip
MOST_FILMS = 2_000


def save_person(*, by: User, person: Person, changed: Sequence[str]) -> Person:
    """Writes a person; `changed` names the fields that were edited, which a refresh leaves alone from now on."""
    with transaction.atomic():
        if person.tmdb_id is not None:
            edited = {name for name in changed if name in LOCKABLE}
            person.curated_fields = sorted({*person.curated_fields, *edited})
        person.derive()
        person.full_clean()
        person.save()
        search.index_people([person.pk])
        if "name" in changed:
            films = Credit.objects.filter(person=person, job="Director").values_list("movie_id", flat=True)
            movies_changed(list(films[:MOST_FILMS]))
    return person


def save_genre(*, by: User, genre: Genre) -> Genre:
    """Writes a genre; cards and filters name it so at once."""
    genre.derive()
    genre.full_clean()
    genre.save()
    transaction.on_commit(forget_genres)
    return genre
