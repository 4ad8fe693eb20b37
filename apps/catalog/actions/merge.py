"""Makes one film of several that are the same."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignObject, Model

from apps.accounts.models import User
from apps.catalog.actions.movies import movies_changed
from apps.catalog.models import MergedMovie, Movie

# What the kept film takes over where it knows nothing itself.
FACTS = (
    "original_title", "release_date", "year", "runtime", "overview", "tagline", "original_language", "status",
    "homepage", "budget", "revenue", "poster_path", "backdrop_path", "franchise_id",
)  # fmt: skip


def merge_movies(*, by: User, keep: Movie, duplicates: Sequence[Movie]) -> Movie:
    """Moves everything that points at `duplicates` to `keep`, deletes them, and leads their addresses to it.

    Every foreign key and link to a film moves, of whichever app; where the kept film has the same row already
    (a unique constraint says so), its own stays. Titles, missing facts and TMDB's and IMDb's ids are taken over.
    """
    pks = sorted({duplicate.pk for duplicate in duplicates})
    if not pks or keep.pk in pks:
        raise ValidationError("Choose at least two different films, one of them to keep.")
    with transaction.atomic():
        rows = {row.pk: row for row in Movie.objects.select_for_update().filter(pk__in=[keep.pk, *pks])}
        if len(rows) != len(pks) + 1:
            raise ValidationError("One of these films has been deleted or merged meanwhile.")
        kept = rows.pop(keep.pk)
        for duplicate in rows.values():
            _move_rows(duplicate, kept)
            _take_over(duplicate, kept)
            _bury(duplicate, kept, by=by)
        _save(kept, pks, by=by)
        movies_changed([kept.pk, *pks])
        kept.refresh_from_db()
    return kept


def _foreign_keys() -> Iterator[ForeignObject[Any, Any]]:
    """Every column, of any app, that points at a film; link tables included."""
    for relation in Movie._meta.get_fields(include_hidden=True):
        if (relation.one_to_many or relation.one_to_one) and relation.auto_created:
            yield relation.field  # type: ignore[union-attr]


def _move_rows(duplicate: Movie, kept: Movie) -> None:
    for column in _foreign_keys():
        rows = column.model._base_manager.filter(**{column.name: duplicate})
        try:
            with transaction.atomic():
                rows.update(**{column.name: kept})
        except IntegrityError:
            for row in rows:
                _move_row(row, column, kept)


def _move_row(row: Model, column: ForeignObject[Any, Any], kept: Movie) -> None:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column.name: kept})
    except IntegrityError:
        row.delete()


def _take_over(duplicate: Movie, kept: Movie) -> None:
    if duplicate.tmdb_id and kept.source == Movie.Source.MANUAL:
        # From now on TMDB feeds this film; what a curator wrote stays.
        written = {name.removesuffix("_id") for name in ("title", *FACTS) if getattr(kept, name) not in (None, "")}
        kept.curated_fields = sorted({*kept.curated_fields, *written})
    for name in FACTS:
        if getattr(kept, name) in (None, ""):
            setattr(kept, name, getattr(duplicate, name))
    known = {kept.title, kept.original_title, *kept.alternative_titles}
    others = (duplicate.title, duplicate.original_title, *duplicate.alternative_titles)
    kept.alternative_titles = [
        *kept.alternative_titles,
        *(title for title in dict.fromkeys(others) if title and title not in known),
    ]
    kept.freely_licensed = kept.freely_licensed or duplicate.freely_licensed
    kept.curated_fields = sorted({*kept.curated_fields, *duplicate.curated_fields})


def _bury(duplicate: Movie, kept: Movie, *, by: User) -> None:
    """Deletes the duplicate and leaves a sign where it was; an id that `kept` has not becomes its own."""
    old_id, tmdb_id, imdb_id = duplicate.pk, duplicate.tmdb_id, duplicate.imdb_id
    duplicate._history_user = by  # type: ignore[attr-defined]
    duplicate._change_reason = f"Merged into {kept.pk}"  # type: ignore[attr-defined]
    duplicate.delete()
    kept.imdb_id = kept.imdb_id or imdb_id
    if tmdb_id and kept.tmdb_id is None:
        kept.tmdb_id, tmdb_id = tmdb_id, None
        kept.vote_average, kept.vote_count = duplicate.vote_average, duplicate.vote_count
        kept.popularity = max(kept.popularity, duplicate.popularity)
        if kept.source == Movie.Source.MANUAL:
            kept.source = Movie.Source.TMDB
    MergedMovie.objects.filter(tmdb_id=tmdb_id).update(tmdb_id=None)
    MergedMovie.objects.create(old_id=old_id, tmdb_id=tmdb_id, movie=kept)


def _save(kept: Movie, merged: Sequence[int], *, by: User) -> None:
    kept._history_user = by  # type: ignore[attr-defined]
    kept._change_reason = f"Merged with {', '.join(map(str, merged))}"[:100]  # type: ignore[attr-defined]
    kept.derive()
    kept.full_clean()
    kept.save()
