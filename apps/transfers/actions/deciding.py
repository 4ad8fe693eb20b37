"""What a person decides about an import that was read: which film a line means, who sees a list, take in, take back."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.transfers import tasks
from apps.transfers.actions.bringing_items import check_room_for_items
from apps.transfers.actions.receiving import own
from apps.transfers.formats import Kind
from apps.transfers.models import Import, ImportedList, ImportRow
from apps.watchlists.models import MOST_ENTRIES, MOST_WATCHLISTS, Watchlist

State = ImportRow.State
OPEN = (State.AMBIGUOUS, State.UNKNOWN)
NOT_NOW = "This import is not open to changes now."


@transaction.atomic
def choose_film(*, row: ImportRow, movie: Movie, by: Profile) -> int:
    """The line means this film, and so do the open lines of the import that name theirs alike. How many lines."""
    _open(row.source, by)
    if row.state == State.BAD or row.fields.get("is_empty"):
        raise ValidationError("This line cannot be read, or tells of no film.")
    alike = row.source.rows.filter(title=row.title, year=row.year, state__in=OPEN)
    if not row.title:
        alike = alike.filter(pk=row.pk)
    found = {"movie": movie, "state": State.MATCHED, "reason": ""}
    return row.source.rows.filter(pk=row.pk).update(**found) + alike.exclude(pk=row.pk).update(**found)


@transaction.atomic
def leave_out(*, row: ImportRow, by: Profile) -> None:
    """The line is not taken in."""
    _open(row.source, by)
    if row.state == State.BAD:
        raise ValidationError("This line cannot be read and is left out anyway.")
    row.source.rows.filter(pk=row.pk).update(state=State.SKIPPED, reason="You left it out.")


@transaction.atomic
def reopen(*, row: ImportRow, by: Profile) -> None:
    """The line is open again: for another film, or because it was left out by mistake."""
    _open(row.source, by)
    if row.fields.get("is_empty"):
        raise ValidationError("This line tells of a list, and of no film.")
    if row.kind == Kind.ITEM:
        row.source.rows.filter(pk=row.pk).update(state=State.MATCHED, reason="")  # it comes with a film or without
        return
    if row.state not in (State.MATCHED, State.SKIPPED):
        raise ValidationError("This line is open already.")
    candidates = [pk for pk in [row.movie_id, *row.candidates] if pk]
    state = State.AMBIGUOUS if candidates else State.UNKNOWN
    kept = list(dict.fromkeys(candidates))
    row.source.rows.filter(pk=row.pk).update(state=state, movie=None, candidates=kept, reason="")


@transaction.atomic
def look_again(*, imported: Import, by: Profile) -> None:
    """Looks for the unknown films once more: TMDB may answer now, or the film may have come in."""
    _open(imported, by)
    imported.begin(Import.State.READING, notice="")
    transaction.on_commit(partial(tasks.read_import.enqueue, imported.pk))


@transaction.atomic
def begin_commit(*, imported: Import, by: Profile, visibilities: Mapping[int, str] | None = None) -> None:
    """Takes the matched lines in. `visibilities` of the lists by their ids; those not named stay private.

    ValidationError when there is no room for so many lists or films, before anything is taken in.
    """
    own(imported, by)
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state not in (Import.State.PREVIEW, Import.State.UNDONE):
        raise ValidationError(NOT_NOW)
    if not imported.has_something():
        raise ValidationError("There is nothing to take in: no line's film is known yet.")
    for pk, visibility in (visibilities or {}).items():
        if visibility not in ImportedList.Visibility.values:
            raise ValidationError("A list is private, for those with its link, or for members.")
        imported.lists.filter(pk=pk, is_main=False).update(visibility=visibility)
    _check_room(imported)
    check_room_for_items(imported)
    imported.begin(Import.State.COMMITTING)
    transaction.on_commit(partial(tasks.commit_import.enqueue, imported.pk))


@transaction.atomic
def begin_undo(*, imported: Import, by: Profile) -> None:
    """Takes all of it back that nobody changed since."""
    own(imported, by)
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state != Import.State.DONE:
        raise ValidationError("Only an import that was taken in can be taken back.")
    imported.begin(Import.State.UNDOING)
    transaction.on_commit(partial(tasks.undo_import.enqueue, imported.pk))


def _open(imported: Import, by: Profile) -> None:
    own(imported, by)
    if imported.state not in (Import.State.PREVIEW, Import.State.UNDONE):
        raise ValidationError(NOT_NOW)


def _check_room(imported: Import) -> None:
    """As `committing` will do it: each list goes to the first of its name that no other one has taken."""
    mine = Watchlist.objects.filter(profile=imported.profile).order_by("pk").annotate(size=Count("entries"))
    there: defaultdict[str, list[int]] = defaultdict(list)
    for name, size in mine.filter(is_main=False).values_list("name", "size"):
        there[name].append(size)
    new = 0
    matched = Count("rows__movie", distinct=True, filter=Q(rows__state=State.MATCHED))
    brought = imported.lists.filter(is_main=False).order_by("pk").annotate(size=matched)
    for name, size in brought.values_list("name", "size"):
        new += not there[name]
        _check_size(name, size + (there[name].pop(0) if there[name] else 0))
    if mine.count() + new > MOST_WATCHLISTS:
        raise ValidationError(f"You may have {MOST_WATCHLISTS} lists; this import brings {new} more.")
    on_main = imported.rows.filter(state=State.MATCHED, kind=Kind.WATCHLIST).count()
    for name, size in mine.filter(is_main=True).values_list("name", "size"):
        _check_size(name, size + on_main)


def _check_size(name: str, size: int) -> None:
    """ValidationError when a list would have more films than have room, counted at the most."""
    if size > MOST_ENTRIES:
        raise ValidationError(f"The list “{name}” would have {size:,} films; {MOST_ENTRIES:,} have room.")
