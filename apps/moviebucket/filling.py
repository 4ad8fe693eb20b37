"""Filling the form of an item from a film of the catalogue, without losing what somebody typed."""

from typing import Any

from django.http import QueryDict

from apps.accounts.models import Profile
from apps.catalog import search
from apps.catalog.models import Movie
from apps.moviebucket.fields import shortened, size_of
from apps.moviebucket.models.item import LONGEST_TITLE

LONGEST_WORDS = 200
FOUND = 8


def film_of(viewer: Profile | None, given: str | None) -> Movie | None:
    """The film that a form or an address names, if the viewer may see it."""
    if not given or not given.isascii() or not given.isdigit() or len(given) > 18:
        return None
    return Movie.objects.visible_to(viewer).filter(pk=int(given)).first()


def facts_of(film: Movie) -> dict[str, str]:
    """As somebody would type them."""
    return {
        "title": shortened(film.title, LONGEST_TITLE),
        "length": "" if film.runtime is None else str(film.runtime),
        "release_year": "" if film.year is None else str(film.year),
        "movie": str(film.pk),
    }


def is_shortened(film: Movie) -> bool:
    return size_of(film.title) > LONGEST_TITLE


def filled(typed: QueryDict, before: Movie | None, film: Movie | None) -> QueryDict:
    """What was typed, with the facts of `film` where nothing was typed or where those of `before` stand."""
    if film is None:
        return with_values(typed, movie="")
    old = facts_of(before) if before else {}
    new = {
        name: value
        for name, value in facts_of(film).items()
        if not typed.get(name, "").strip() or typed.get(name) == old.get(name)
    }
    return with_values(typed, **new | {"movie": str(film.pk)})


def with_values(typed: Any, **values: str) -> QueryDict:
    data: QueryDict = typed.copy()
    for name, value in values.items():
        data[name] = value
    return data


def words_of(given: str) -> str:
    return " ".join(given.replace("\0", " ").split())[:LONGEST_WORDS]


def films_called(viewer: Profile | None, words: str) -> list[Movie]:
    return search.search(words, viewer=viewer, limit=FOUND).movies if words else []
