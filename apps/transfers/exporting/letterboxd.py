"""Tables that Letterboxd imports (https://letterboxd.com/about/importing-data/), and any spreadsheet.

Diary, watched, ratings and reviews are in its format for imports; the watchlist and the lists are as its own export has
them, with the ids of TMDB and IMDb besides. Notes, places and company of the diary stay out: they would be shown there.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.text import slugify

from apps.accounts.models import Profile
from apps.core import formulas
from apps.diary.models import Viewing
from apps.transfers.exporting.pieces import FILM, Chunk, Piece, Told, told
from apps.transfers.models import KeptReview
from apps.watchlists.models import Entry, Watchlist

HEADINGS = ("tmdbID", "imdbID", "Title", "Year", "Rating10", "WatchedDate", "Rewatch", "Tags", "Review")
WANTED = ("Date", "Name", "Year", "Letterboxd URI", "tmdbID", "imdbID")
LIST_START = "Letterboxd list export v7"
OF_LIST = ("Date", "Name", "Tags", "URL", "Description")
LISTED = ("Position", "Name", "Year", "URL", "Description", "tmdbID", "imdbID")

Cells = Iterable[Any]


def pieces(profile: Profile, folder: str) -> list[Piece]:
    viewings = Viewing.objects.of(profile)
    dated = viewings.dated().order_by("watched_on", "showing", "id")
    watched = _last_of_each_film(viewings)
    rated = _last_of_each_film(viewings.exclude(half_stars=None))
    same_day = Viewing.objects.filter(profile=profile, movie=OuterRef("movie"), watched_on=OuterRef("date"))
    reviews = KeptReview.objects.filter(~Exists(same_day), profile=profile).order_by("id")
    main = Entry.objects.filter(watchlist__profile=profile, watchlist__is_main=True).order_by("position", "id")
    return [
        _table(f"{folder}/diary.csv", dated, partial(_diary, profile, dated)),
        _table(f"{folder}/watched.csv", watched, partial(_films, watched)),
        _table(f"{folder}/ratings.csv", rated, partial(_ratings, rated)),
        _table(f"{folder}/reviews.csv", reviews, partial(_reviews, reviews)),
        Piece(f"{folder}/watchlist.csv", main.count(), lambda: _chunks([WANTED], _wanted(main))),
        *_lists(profile, f"{folder}/lists"),
    ]


def _last_of_each_film(viewings: QuerySet[Viewing]) -> QuerySet[Viewing]:
    """One viewing of each. By a window: asked film by film, SQLite reads the whole diary for each."""
    latest = [F("watched_on").desc(nulls_last=True), F("id").desc()]
    numbered = viewings.annotate(back=Window(RowNumber(), partition_by=[F("movie")], order_by=latest))
    return numbered.filter(back=1).order_by("id")


def _table(name: str, rows: QuerySet[Any], lines: Callable[[], Iterator[list[Cells]]]) -> Piece:
    return Piece(name, rows.count(), lambda: _chunks([HEADINGS], lines()))


def _chunks(head: list[Cells], batches: Iterator[list[Cells]]) -> Iterator[Chunk]:
    yield 0, _text(head)
    for batch in batches:
        yield len(batch), _text(batch)


def _text(lines: Iterable[Cells]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(
        [formulas.written(cell) if isinstance(cell, str) else cell for cell in line] for line in lines
    )
    return file.getvalue()


def _ids_and_title(row: Told) -> list[Any]:
    return [row["movie__tmdb_id"], row["movie__imdb_id"], row["movie__title"], row["movie__year"]]


def _diary(profile: Profile, rows: QuerySet[Viewing]) -> Iterator[list[Cells]]:
    for batch in told(rows, "movie_id", "watched_on", "showing", "half_stars", "rewatch", *FILM):
        reviews = _reviews_of(profile, {row["movie_id"] for row in batch})
        yield [
            [
                *_ids_and_title(row),
                row["half_stars"],
                row["watched_on"],
                "true" if row["rewatch"] else "",
                "",
                reviews.get((row["movie_id"], row["watched_on"]), "") if row["showing"] == 1 else "",
            ]
            for row in batch
        ]


def _reviews_of(profile: Profile, movie_ids: set[int]) -> dict[tuple[int, Any], str]:
    """What was written of a film on a day."""
    found: dict[tuple[int, Any], str] = {}
    kept = KeptReview.objects.filter(profile=profile, movie__in=movie_ids, date__isnull=False).order_by("id")
    for movie_id, day, text in kept.values_list("movie_id", "date", "text"):
        found[movie_id, day] = "\n\n".join(filter(None, [found.get((movie_id, day)), text]))
    return found


def _films(rows: QuerySet[Viewing]) -> Iterator[list[Cells]]:
    for batch in told(rows, *FILM):
        yield [[*_ids_and_title(row), "", "", "", "", ""] for row in batch]


def _ratings(rows: QuerySet[Viewing]) -> Iterator[list[Cells]]:
    for batch in told(rows, "half_stars", *FILM):
        yield [[*_ids_and_title(row), row["half_stars"], "", "", "", ""] for row in batch]


def _reviews(rows: QuerySet[KeptReview]) -> Iterator[list[Cells]]:
    for batch in told(rows, "half_stars", "date", "text", *FILM):
        yield [[*_ids_and_title(row), row["half_stars"], row["date"], "", "", row["text"]] for row in batch]


def _wanted(rows: QuerySet[Entry]) -> Iterator[list[Cells]]:
    for batch in told(rows, "added_at", *FILM):
        yield [
            [row["added_at"].date(), row["movie__title"], row["movie__year"], "", *_ids_and_title(row)[:2]]
            for row in batch
        ]


def _lists(profile: Profile, folder: str) -> Iterator[Piece]:
    used: Counter[str] = Counter()
    for watchlist in Watchlist.objects.of(profile).filter(is_main=False):
        slug = slugify(watchlist.name)[:60] or "list"
        used[slug] += 1
        name = f"{slug}--{used[slug]}" if used[slug] > 1 else slug  # two dashes: no slug has them
        rows = Entry.objects.filter(watchlist=watchlist).order_by("position", "id")
        about = [watchlist.created_at.date(), watchlist.name, "", "", watchlist.description]
        head: list[Cells] = [[LIST_START], OF_LIST, about, [], LISTED]
        yield Piece(f"{folder}/{name}.csv", rows.count(), partial(_list_chunks, head, rows))


def _list_chunks(head: list[Cells], rows: QuerySet[Entry]) -> Iterator[Chunk]:
    return _chunks(head, _listed(rows))


def _listed(rows: QuerySet[Entry]) -> Iterator[list[Cells]]:
    place = 0
    for batch in told(rows, "note", *FILM):
        lines: list[Cells] = []
        for row in batch:
            place += 1
            lines.append([place, row["movie__title"], row["movie__year"], "", row["note"], *_ids_and_title(row)[:2]])
        yield lines
