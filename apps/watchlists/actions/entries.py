"""Films on a list: put on, taken off, put back, moved, written a note to.

Positions are numbers with gaps. A film that moves gets the middle between its new neighbours, one write to one row;
when two neighbours have no number between them the list is spread out anew, in one statement. Every change of a list
holds its row, so that two of them never see the same places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.watchlists.actions.lists import locked
from apps.watchlists.models import LONGEST_NOTE, MOST_ENTRIES, Entry, EntryQuerySet, Watchlist
from apps.watchlists.models.entry import GAP

BATCH = 500
FULL = f"A list has room for {MOST_ENTRIES:,} films. Take some off, or begin another list."


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A film that an import puts on a list. `added_at` None: now."""

    movie_id: int
    note: str = ""
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemovedEntry:
    """All that there was of an entry, so that it can be put back as it was."""

    movie_id: int
    position: int
    note: str
    added_by_id: int | None
    added_at: datetime


@transaction.atomic
def add_entry(*, watchlist: Watchlist, movie: Movie, by: Profile, note: str = "") -> Entry:
    """Puts the film on top of the list; one that is there already stays as it is. Its suggestions are settled."""
    watchlist = locked(watchlist)
    entries = watchlist.entries.order_by()
    if there := entries.filter(movie=movie).first():
        return there
    _make_room(entries, 1)
    first = entries.aggregate(first=Min("position"))["first"] or 0
    entry = Entry(watchlist=watchlist, movie=movie, position=first - GAP, note=_clean_note(note), added_by=by)
    entry.save(force_insert=True)
    watchlist.suggestions.filter(movie=movie).delete()
    _touch(watchlist)
    return entry


@transaction.atomic
def add_many(*, watchlist: Watchlist, drafts: Sequence[EntryDraft], by: Profile) -> int:
    """Adds films after those that are there, in the order of `drafts`; returns how many were new.

    A film that is on the list stays as it is, and of several drafts of a film the first counts. ValidationError, and
    nothing is added, when the list has no room for all or a note is too long (LONGEST_NOTE characters).
    """
    watchlist = locked(watchlist)
    entries = watchlist.entries.order_by()
    wanted = {draft.movie_id: draft for draft in reversed(drafts)}
    ids = list(dict.fromkeys(draft.movie_id for draft in drafts))
    there: set[int] = set()
    for some in _batches(ids):
        there.update(entries.filter(movie_id__in=some).values_list("movie_id", flat=True))
    new = [wanted[movie_id] for movie_id in ids if movie_id not in there]
    if not new:
        return 0
    _make_room(entries, len(new))
    last, now = entries.aggregate(last=Max("position"))["last"] or 0, timezone.now()
    Entry.objects.bulk_create(
        (_entry_of(draft, watchlist, last + GAP * place, by, now) for place, draft in enumerate(new, start=1)),
        batch_size=BATCH,
    )
    _touch(watchlist)
    return len(new)


@transaction.atomic
def remove_entry(*, entry: Entry, by: Profile) -> RemovedEntry:
    """Takes the film off. What it returns can be given to `restore_entry`."""
    locked(entry.watchlist)
    removed = RemovedEntry(entry.movie_id, entry.position, entry.note, entry.added_by_id, entry.added_at)
    Entry.objects.filter(pk=entry.pk).delete()
    _touch(entry.watchlist)
    return removed


@transaction.atomic
def restore_entry(*, watchlist: Watchlist, removed: RemovedEntry, by: Profile) -> Entry:
    """Puts a film back where it was, with its note and its date. One that somebody put back meanwhile stays so."""
    watchlist = locked(watchlist)
    entries = watchlist.entries.order_by()
    if there := entries.filter(movie_id=removed.movie_id).first():
        return there
    _make_room(entries, 1)
    if removed.added_by_id and not Profile.objects.filter(pk=removed.added_by_id).exists():
        added_by_id = None
    else:
        added_by_id = removed.added_by_id
    entry = Entry.objects.create(
        watchlist=watchlist,
        movie_id=removed.movie_id,
        position=removed.position,
        note=removed.note,
        added_by_id=added_by_id,
        added_at=removed.added_at,
    )
    _touch(watchlist)
    return entry


@transaction.atomic
def note_entry(*, entry: Entry, by: Profile, note: str) -> Entry:
    """Writes the note of an entry; "" takes it away."""
    entry.note = _clean_note(note)
    Entry.objects.filter(pk=entry.pk).update(note=entry.note)
    _touch(entry.watchlist)
    return entry


@transaction.atomic
def move_entry(*, entry: Entry, by: Profile, before: int | None = None, after: int | None = None) -> Entry:
    """Puts an entry right before or after another of its list, which is named by its id.

    ValidationError when neither or both are given, or when the other is gone from the list.
    """
    if (before is None) == (after is None):
        raise ValidationError("Say before which film it goes, or after which.")
    watchlist = locked(entry.watchlist)
    others = watchlist.entries.exclude(pk=entry.pk).order_by()
    other = others.filter(pk=before if before is not None else after).first()
    if other is None:
        raise ValidationError("The film beside which it should go is not on this list any more.")
    _place(entry, others, other, before=before is not None)
    _touch(watchlist)
    return entry


@transaction.atomic
def shift_entry(*, entry: Entry, by: Profile, places: int) -> Entry:
    """Moves an entry up (`places` below zero) or down among the films that `by` sees; at the end it stays."""
    watchlist = locked(entry.watchlist)
    entry.refresh_from_db()
    others = watchlist.entries.exclude(pk=entry.pk).order_by()
    seen = _beyond(others.visible_to(by), entry, back=places < 0)
    passed = list(seen[: abs(places)])
    if passed:
        _place(entry, others, passed[-1], before=places < 0)
        _touch(watchlist)
    return entry


def _place(entry: Entry, others: EntryQuerySet, other: Entry, *, before: bool) -> None:
    """Writes a position for `entry` next to `other`; spreads the list out when there is no number in between."""
    place = _place_beside(others, other, before=before)
    if place is None:
        _spread(entry.watchlist_id)
        other.refresh_from_db()
        place = _place_beside(others, other, before=before)
    assert place is not None, "a list that was just spread out has gaps"
    entry.position = place
    Entry.objects.filter(pk=entry.pk).update(position=place)


def _place_beside(others: EntryQuerySet, other: Entry, *, before: bool) -> int | None:
    neighbour = _beyond(others, other, back=before).first()
    if neighbour is None:
        return other.position + (-GAP if before else GAP)
    middle = (other.position + neighbour.position) // 2
    return None if middle in (other.position, neighbour.position) else middle


def _beyond(entries: EntryQuerySet, entry: Entry, *, back: bool) -> EntryQuerySet:
    """What comes before the entry (the nearest first) or after it."""
    if back:
        beyond = Q(position__lt=entry.position) | Q(position=entry.position, pk__lt=entry.pk)
        return entries.filter(beyond).order_by("-position", "-pk")
    beyond = Q(position__gt=entry.position) | Q(position=entry.position, pk__gt=entry.pk)
    return entries.filter(beyond).order_by("position", "pk")


def _spread(watchlist_id: int) -> None:
    """Gives every entry of the list a whole gap again, in the order that there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE watchlists_entry SET position = numbered.place * %s FROM"
            " (SELECT id AS entry_id, row_number() OVER (ORDER BY position, id) AS place"
            " FROM watchlists_entry WHERE watchlist_id = %s) AS numbered"
            " WHERE watchlists_entry.id = numbered.entry_id",
            [GAP, watchlist_id],
        )


def _make_room(entries: EntryQuerySet, wanted: int) -> None:
    if entries.count() + wanted > MOST_ENTRIES:
        raise ValidationError(FULL)


def _entry_of(draft: EntryDraft, watchlist: Watchlist, position: int, by: Profile, now: datetime) -> Entry:
    return Entry(
        watchlist=watchlist,
        movie_id=draft.movie_id,
        position=position,
        note=_clean_note(draft.note),
        added_by=by,
        added_at=draft.added_at or now,
    )


def _clean_note(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE or "\0" in note:
        raise ValidationError({"note": f"A note has at most {LONGEST_NOTE:,} characters, none of them NUL."})
    return note


def _touch(watchlist: Watchlist) -> None:
    Watchlist.objects.filter(pk=watchlist.pk).update(updated_at=timezone.now())


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
