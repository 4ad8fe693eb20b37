"""What every format is turned into: rows of one shape. Nothing here knows of the database."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apps.core.tables import NotImportable


class Damaged(NotImportable):
    """It cannot even be read as bytes."""


class Kind(StrEnum):
    DIARY = "diary"  # seen on a day
    RATING = "rating"
    WATCHED = "watched"  # seen, nobody knows when
    WATCHLIST = "watchlist"
    LIST = "list"
    LIKE = "like"
    REVIEW = "review"
    ITEM = "item"  # a copy in a bucket, with its film or without one


# What a single table may hold: items have a file of their own, beside their bucket.
TABLE_KINDS = tuple(kind for kind in Kind if kind != Kind.ITEM)


@dataclass(slots=True)
class Row:
    """One thing that one line says of one film. A line may make two: a day in the diary and a review."""

    kind: Kind
    line: int  # of its file, from 1; of JSON the place of the element
    file: str = ""
    tmdb_id: int | None = None
    imdb_id: str = ""
    title: str = ""
    year: int | None = None
    date: datetime.date | None = None
    moment: datetime.datetime | None = None  # of that date, where it is known and not the day alone
    half_stars: int | None = None  # 1 to 10
    rewatch: bool = False
    text: str = ""  # a note or a review
    spoiler: bool = False
    place: str = ""
    companion: str = ""
    list_name: str = ""
    list_key: str = ""  # what tells lists of one name apart; without it the name does
    list_text: str = ""
    list_visibility: str = ""
    list_is_main: bool = False
    position: int | None = None
    item: dict[str, Any] = field(default_factory=dict)  # what the export says of a copy, as it stands there
    has_film: bool = True  # whether the row tells which film it is about
    is_empty: bool = False  # the row tells of a list alone, and of no film
    faults: list[str] = field(default_factory=list)  # why it cannot be imported
    not_a_film: str = ""  # a series, an episode ...: left out without being anybody's mistake
