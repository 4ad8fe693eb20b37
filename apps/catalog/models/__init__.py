"""The catalogue: our own rows about films and the people who made them. TMDB is a source, not the store."""

from apps.catalog.models.facts import Country, Franchise, Genre, Keyword, Studio
from apps.catalog.models.home import ChartEntry, ChosenMovie, HomeRow, HomeRowEntry
from apps.catalog.models.movie import MergedMovie, Movie, MovieQuerySet
from apps.catalog.models.people import Credit, Person
from apps.catalog.models.release import (
    AgeRating,
    Certification,
    ReleaseDate,
    Trailer,
    Translation,
    WatchOffer,
    WatchProvider,
)
from apps.catalog.models.search import SearchEntry, SearchWord
from apps.catalog.models.sync import SyncRun

__all__ = [
    "AgeRating",
    "Certification",
    "ChartEntry",
    "Country",
    "Credit",
    "Franchise",
    "Genre",
    "ChosenMovie",
    "HomeRow",
    "HomeRowEntry",
    "Keyword",
    "MergedMovie",
    "Movie",
    "MovieQuerySet",
    "Person",
    "ReleaseDate",
    "SearchEntry",
    "SearchWord",
    "Studio",
    "SyncRun",
    "Trailer",
    "Translation",
    "WatchOffer",
    "WatchProvider",
]
