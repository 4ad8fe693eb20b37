"""Takes an import in: diary, ratings, lists, likes, reviews, in portions that each come whole or not at all.

What is there already stays as it is, so the same file again makes nothing new. Each thing made leaves a Trace.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.catalog.models import Movie
from apps.diary.actions import ViewingDraft, log_many
from apps.diary.models import Viewing
from apps.transfers.actions.bringing_items import make_bucket, take_items
from apps.transfers.actions.reading import draft_of
from apps.transfers.actions.tracing import trace
from apps.transfers.formats import Kind
from apps.transfers.models import Import, ImportedList, ImportRow, KeptReview, Trace
from apps.transfers.models.reviews import digest_of
from apps.watchlists.actions import EntryDraft, add_many, create_watchlist, name_main
from apps.watchlists.models import Entry, Watchlist

PORTION = 500
NOON = time(12)
VIEWING_FACTS = ("watched_on", "half_stars", "rewatch", "note", "place", "companion")
LIST_FACTS = ("name", "description", "visibility")
MAIN_FACTS = ("name", "description")
# Days before ratings, and ratings before "seen": each finds what the one before has made.
ORDER = (Kind.DIARY, Kind.RATING, Kind.WATCHED, Kind.WATCHLIST, Kind.LIST, Kind.LIKE, Kind.REVIEW, Kind.ITEM)


def commit(imported: Import) -> None:
    """Takes in every matched line that is not in yet. ValidationError when a list has no room."""
    waiting = imported.rows.filter(state=ImportRow.State.MATCHED, is_done=False)
    done = imported.rows.filter(is_done=True).count()
    imported.beat(done, done + waiting.count())
    for brought in imported.lists.filter(watchlist=None):
        (_name_main if brought.is_main else _make_list)(imported, brought)
    for bucket in imported.buckets.filter(bucket=None):
        make_bucket(imported, bucket)
    for kind in ORDER:
        last = 0
        while rows := list(waiting.filter(kind=kind, number__gt=last).order_by("number")[:PORTION]):
            with transaction.atomic():
                _take_in(imported, kind, rows)
                done += len(rows)
                imported.beat(done)
            last = rows[-1].number
    imported.end(Import.State.DONE)
    imported.drop_file()


def _take_in(imported: Import, kind: Kind, rows: Sequence[ImportRow]) -> None:
    visible = set(
        Movie.objects.visible_to(imported.profile)
        .filter(pk__in={row.movie_id for row in rows})
        .order_by()
        .values_list("pk", flat=True)
    )
    ACTIONS[kind](imported, [row for row in rows if row.movie_id in visible or kind == Kind.ITEM])
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_done=True)


# --- the diary ---


def _diary(imported: Import, rows: Sequence[ImportRow]) -> None:
    _log(imported, [draft_of(row, showing) for row, showing in _showings(imported, rows)])


def _showings(imported: Import, rows: Sequence[ImportRow]) -> Iterator[tuple[ImportRow, int]]:
    """Which showing of its film on its day each row is. The same film on the same day twice is one viewing, unless
    the second says that it was seen again."""
    counted: defaultdict[tuple[int | None, date | None], int] = defaultdict(int)
    earlier = imported.rows.filter(
        kind=Kind.DIARY, movie__in={row.movie_id for row in rows}, number__lt=rows[0].number if rows else 0
    )
    for movie_id, day, told in earlier.order_by("number").values_list("movie_id", "date", "fields"):
        counted[movie_id, day] += not counted[movie_id, day] or bool(told.get("rewatch"))
    for row in rows:
        key = (row.movie_id, row.date)
        if counted[key] and not row.fields.get("rewatch"):
            continue
        counted[key] += 1
        yield row, counted[key]


def _ratings(imported: Import, rows: Sequence[ImportRow]) -> None:
    """A rating goes to the viewing that is there and has none, the undated or else the last; without any viewing the
    film is one that was seen, nobody knows when. A viewing that is rated stays as it is."""
    there = _viewings_of(imported, rows)
    drafts, filled = [], {}
    for row in rows:
        viewings = there.get(row.movie_id or 0, [])
        if not viewings:
            drafts.append(draft_of(row))
        elif not any(viewing.half_stars for viewing in viewings):
            chosen = next((one for one in viewings if one.watched_on is None), viewings[-1])
            chosen.half_stars = row.fields.get("half_stars")
            filled[chosen.pk] = chosen
    now = timezone.now()
    for viewing in filled.values():
        viewing.updated_at = now
    Viewing.objects.bulk_update(filled.values(), ["half_stars", "updated_at"], batch_size=100)
    trace(imported, Trace.Kind.RATING, {pk: {"half_stars": one.half_stars} for pk, one in filled.items()})
    _log(imported, drafts)


def _watched(imported: Import, rows: Sequence[ImportRow]) -> None:
    """Elsewhere "seen" says no more than that, so any viewing is as good. In our own export it is a viewing: whether
    the diary has one without a day already, `log_many` knows."""
    there = {} if imported.format == "notflix" else _viewings_of(imported, rows)
    _log(imported, [draft_of(row) for row in rows if row.movie_id not in there])


def _viewings_of(imported: Import, rows: Iterable[ImportRow]) -> dict[int, list[Viewing]]:
    """The profile's viewings of these films, the oldest first."""
    found: defaultdict[int, list[Viewing]] = defaultdict(list)
    wanted = Viewing.objects.filter(profile=imported.profile, movie__in={row.movie_id for row in rows})
    for viewing in wanted.order_by("watched_on", "id"):
        found[viewing.movie_id].append(viewing)
    return dict(found)


def _log(imported: Import, drafts: Sequence[ViewingDraft]) -> None:
    made = log_many(profile=imported.profile, drafts=drafts, source=imported.format)
    rows = Viewing.objects.filter(pk__in=made)
    trace(imported, Trace.Kind.VIEWING, {row.pk: viewing_facts(row) for row in rows})


def viewing_facts(viewing: Viewing) -> dict[str, Any]:
    facts = {name: getattr(viewing, name) for name in VIEWING_FACTS}
    return facts | {"watched_on": viewing.watched_on.isoformat() if viewing.watched_on else None}


# --- lists ---


@transaction.atomic
def _make_list(imported: Import, brought: ImportedList) -> None:
    """The first list of this name that the profile has and no other list of the import stands for, else a new one."""
    own = Watchlist.objects.filter(profile=imported.profile, is_main=False, name=brought.name)
    taken = imported.lists.filter(watchlist__isnull=False).values("watchlist")
    there = own.exclude(pk__in=taken).order_by("pk").first()
    if there is None:
        there = create_watchlist(
            profile=imported.profile,
            name=brought.name,
            description=brought.description,
            visibility=brought.visibility,
        )
        trace(imported, Trace.Kind.LIST, {there.pk: {name: getattr(there, name) for name in LIST_FACTS}})
    brought.watchlist = there
    brought.save(update_fields=["watchlist"])


@transaction.atomic
def _name_main(imported: Import, brought: ImportedList) -> None:
    facts = {name: getattr(brought, name) for name in MAIN_FACTS}
    named = name_main(profile=imported.profile, by=imported.profile, **facts)
    if named:
        trace(imported, Trace.Kind.MAIN, {named.pk: {name: getattr(named, name) for name in MAIN_FACTS}})
    brought.watchlist = named or Watchlist.objects.main_of(imported.profile)
    brought.save(update_fields=["watchlist"])


def _watchlist(imported: Import, rows: Sequence[ImportRow]) -> None:
    _add(imported, Watchlist.objects.main_of(imported.profile), rows)


def _lists(imported: Import, rows: Sequence[ImportRow]) -> None:
    of_list: defaultdict[int, list[ImportRow]] = defaultdict(list)
    for row in rows:
        if row.brings_id:
            of_list[row.brings_id].append(row)
    brought = ImportedList.objects.filter(pk__in=of_list).select_related("watchlist").in_bulk()
    for pk, some in of_list.items():
        watchlist = brought[pk].watchlist
        if watchlist is not None:  # the person may have deleted it a moment ago
            _add(imported, watchlist, some)


def _add(imported: Import, watchlist: Watchlist, rows: Sequence[ImportRow]) -> None:
    entries = Entry.objects.filter(watchlist=watchlist, movie__in={row.movie_id for row in rows}).order_by()
    before = set(entries.values_list("pk", flat=True))
    drafts = [EntryDraft(row.movie_id or 0, row.fields.get("text", ""), _added_at(row)) for row in rows]
    add_many(watchlist=watchlist, drafts=drafts, by=imported.profile)
    made = entries.exclude(pk__in=before).values_list("pk", "note")
    trace(imported, Trace.Kind.ENTRY, {pk: {"note": note} for pk, note in made})


def _added_at(row: ImportRow) -> datetime | None:
    """The moment, else noon of the day."""
    if moment := row.fields.get("moment"):
        return datetime.fromisoformat(moment)
    return timezone.make_aware(datetime.combine(row.date, NOON)) if row.date else None


# --- reviews ---


def _reviews(imported: Import, rows: Sequence[ImportRow]) -> None:
    mine = KeptReview.objects.filter(profile=imported.profile, movie__in={row.movie_id for row in rows})
    before = set(mine.values_list("pk", flat=True))
    KeptReview.objects.bulk_create((_review(imported, row) for row in rows), ignore_conflicts=True)
    made = mine.exclude(pk__in=before).values_list("pk", "digest")
    trace(imported, Trace.Kind.REVIEW, {pk: {"digest": digest} for pk, digest in made})


def _review(imported: Import, row: ImportRow) -> KeptReview:
    text = row.fields.get("text", "")
    return KeptReview(
        profile=imported.profile,
        movie_id=row.movie_id,
        date=row.date,
        half_stars=row.fields.get("half_stars"),
        text=text,
        spoiler=row.fields.get("spoiler", False),
        digest=digest_of(text),
    )


ACTIONS: dict[Kind, Callable[[Import, Sequence[ImportRow]], None]] = {
    Kind.DIARY: _diary,
    Kind.RATING: _ratings,
    Kind.WATCHED: _watched,
    Kind.WATCHLIST: _watchlist,
    Kind.LIST: _lists,
    Kind.LIKE: _lists,
    Kind.REVIEW: _reviews,
    Kind.ITEM: take_items,
}
