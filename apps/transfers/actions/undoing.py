"""Takes an import back: all that it made and that is still as it made it. What somebody changed since stays."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from apps.diary.models import Viewing
from apps.transfers.actions.bringing_items import take_buckets_back, take_items_back
from apps.transfers.actions.committing import LIST_FACTS, viewing_facts
from apps.transfers.models import Import, KeptReview, Trace
from apps.watchlists.actions import delete_watchlist, unname_main
from apps.watchlists.models import Entry, Watchlist

PORTION = 500
Kind = Trace.Kind
# Ratings first: a viewing that was made and then rated by the same import is then as it was made.
ORDER = (Kind.RATING, Kind.VIEWING, Kind.ENTRY, Kind.REVIEW, Kind.LIST, Kind.MAIN, Kind.ITEM, Kind.BUCKET)


def undo(imported: Import) -> None:
    """What was changed since is kept and its trace forgotten; `notice` says how much."""
    done = kept = 0
    imported.beat(0, imported.traces.count())
    for kind in ORDER:
        while traces := list(imported.traces.filter(kind=kind).order_by("pk")[:PORTION]):
            with transaction.atomic():
                kept += len(traces) - ACTIONS[kind](imported, traces)
                Trace.objects.filter(pk__in=[trace.pk for trace in traces]).delete()
                done += len(traces)
                imported.beat(done)
    imported.rows.filter(is_done=True).update(is_done=False)
    imported.lists.update(watchlist=None)
    imported.buckets.update(bucket=None)
    imported.end(Import.State.UNDONE, notice=_kept_notice(kept))


def _kept_notice(kept: int) -> str:
    if not kept:
        return ""
    return f"{kept:,} {'thing' if kept == 1 else 'things'} that you changed or took away since {'is' if kept == 1 else 'are'} as you left it."  # noqa: E501


def _ratings(imported: Import, traces: Sequence[Trace]) -> int:
    was = {trace.object_id: trace.was for trace in traces}
    rows = Viewing.objects.filter(pk__in=was, profile=imported.profile)
    same = [row for row in rows if row.half_stars == was[row.pk].get("half_stars")]
    for row in same:
        row.half_stars, row.updated_at = None, timezone.now()
    return Viewing.objects.bulk_update(same, ["half_stars", "updated_at"], batch_size=100) if same else 0


def _viewings(imported: Import, traces: Sequence[Trace]) -> int:
    was = {trace.object_id: trace.was for trace in traces}
    rows = Viewing.objects.filter(pk__in=was, profile=imported.profile)
    same = [row.pk for row in rows if viewing_facts(row) == was[row.pk]]
    Viewing.objects.filter(pk__in=same).delete()
    return len(same)


def _entries(imported: Import, traces: Sequence[Trace]) -> int:
    was = {trace.object_id: trace.was for trace in traces}
    rows = Entry.objects.filter(pk__in=was, watchlist__profile=imported.profile)
    same = [row for row in rows if row.note == was[row.pk].get("note")]
    Entry.objects.filter(pk__in=[row.pk for row in same]).delete()
    Watchlist.objects.filter(pk__in={row.watchlist_id for row in same}).update(updated_at=timezone.now())
    return len(same)


def _reviews(imported: Import, traces: Sequence[Trace]) -> int:
    was = {trace.object_id: trace.was for trace in traces}
    rows = KeptReview.objects.filter(pk__in=was, profile=imported.profile)
    same = [row.pk for row in rows if row.digest == was[row.pk].get("digest")]
    KeptReview.objects.filter(pk__in=same).delete()
    return len(same)


def _lists(imported: Import, traces: Sequence[Trace]) -> int:
    """A list goes when nothing is left on it and nobody else has to do with it."""
    taken = 0
    for trace in traces:
        row = Watchlist.objects.filter(pk=trace.object_id, profile=imported.profile, is_main=False).first()
        if row is None or any(getattr(row, name) != trace.was.get(name) for name in LIST_FACTS):
            continue
        if row.entries.exists() or row.members.exists() or row.suggestions.exists():
            continue
        delete_watchlist(watchlist=row, by=imported.profile)
        taken += 1
    return taken


def _main(imported: Import, traces: Sequence[Trace]) -> int:
    return sum(unname_main(profile=imported.profile, by=imported.profile, **trace.was) for trace in traces)


ACTIONS: dict[Trace.Kind, Callable[[Import, Sequence[Trace]], int]] = {
    Kind.RATING: _ratings,
    Kind.VIEWING: _viewings,
    Kind.ENTRY: _entries,
    Kind.REVIEW: _reviews,
    Kind.LIST: _lists,
    Kind.MAIN: _main,
    Kind.ITEM: take_items_back,
    Kind.BUCKET: take_buckets_back,
}
