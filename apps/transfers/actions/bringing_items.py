"""Buckets of our own export: made or found by name, and filled with the copies that are not in them yet."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from apps.catalog.models import Movie
from apps.moviebucket.actions import WRITABLE, add_many, check_many, create_bucket, delete_bucket, facts_of
from apps.moviebucket.models import MOST_ITEMS, Bucket, Item, Loan
from apps.moviebucket.models.bucket import MOST_BUCKETS
from apps.transfers.actions.tracing import trace
from apps.transfers.formats import Kind, Row
from apps.transfers.models import Import, ImportedBucket, ImportRow, Trace

FACTS = ("name", "description")


def note_faults(rows: Sequence[Row]) -> None:
    """What the rules of an item say against the copies among the rows, before anything is taken in."""
    copies = [row for row in rows if row.kind == Kind.ITEM and not row.is_empty]
    if copies:
        for fault in check_many(bucket=Bucket(), rows=[_values(row.item) for row in copies]).faults:
            copies[fault.row - 1].faults.append(fault.sentence)


def bucket_of(imported: Import, row: Row, known: dict[str, ImportedBucket]) -> ImportedBucket | None:
    if row.kind != Kind.ITEM:
        return None
    if row.list_key not in known:
        known[row.list_key] = ImportedBucket.objects.create(
            source=imported, key=row.list_key, name=row.list_name, description=row.list_text
        )
    return known[row.list_key]


def check_room_for_items(imported: Import) -> None:
    """ValidationError when there is no room for so many buckets or copies."""
    mine = Counter(Bucket.objects.of(imported.profile.account).values_list("name", flat=True))
    matched = Count("rows", filter=Q(rows__state=ImportRow.State.MATCHED))
    brought = dict(imported.buckets.order_by("pk").annotate(size=matched).values_list("name", "size"))
    new = len(brought.keys() - mine.keys())
    if mine.total() + new > MOST_BUCKETS:
        raise ValidationError(f"You may have {MOST_BUCKETS} buckets; this import brings {new} more.")
    for name, size in brought.items():
        if size > MOST_ITEMS:
            raise ValidationError(f"The bucket “{name}” would have {size:,} items; {MOST_ITEMS:,} have room.")


@transaction.atomic
def make_bucket(imported: Import, brought: ImportedBucket) -> None:
    """The first bucket of this name that the account has and no other of the import stands for, else a new one."""
    account = imported.profile.account
    taken = imported.buckets.filter(bucket__isnull=False).values("bucket")
    there = Bucket.objects.of(account).filter(name=brought.name).exclude(pk__in=taken).order_by("pk").first()
    if there is None:
        there = create_bucket(by=account, name=brought.name, description=brought.description)
        trace(imported, Trace.Kind.BUCKET, {there.pk: {name: getattr(there, name) for name in FACTS}})
    brought.bucket = there
    brought.save(update_fields=["bucket"])


def take_items(imported: Import, rows: Sequence[ImportRow]) -> None:
    of_bucket: defaultdict[int, list[ImportRow]] = defaultdict(list)
    for row in rows:
        if row.goes_into_id:
            of_bucket[row.goes_into_id].append(row)
    brought = ImportedBucket.objects.filter(pk__in=of_bucket).select_related("bucket").in_bulk()
    for pk, some in of_bucket.items():
        bucket = brought[pk].bucket
        if bucket is not None:  # the person may have deleted it a moment ago
            _fill(imported, bucket, some)


def _fill(imported: Import, bucket: Bucket, rows: Sequence[ImportRow]) -> None:
    films = Movie.objects.visible_to(imported.profile).in_bulk({row.movie_id for row in rows if row.movie_id})
    new = [
        {**_values(row.fields["item"]), "movie": films.get(row.movie_id), "added_at": _added_at(row)}
        for row in _not_there(imported, bucket, rows)
    ]
    report = add_many(bucket=bucket, by=imported.profile.account, rows=new, partial=True, about=str(imported.file_name))
    trace(imported, Trace.Kind.ITEM, dict.fromkeys(report.added, {"version": 1}))


def _not_there(imported: Import, bucket: Bucket, rows: Sequence[ImportRow]) -> Iterator[ImportRow]:
    """Of copies that say the same as many are new as the bucket has too few; those of this import are not counted."""
    made = imported.traces.filter(kind=Trace.Kind.ITEM).values("object_id")
    titles = {row.fields["item"].get("title") for row in rows}
    there = Item.objects.filter(bucket=bucket, title__in=titles).exclude(pk__in=made).order_by()
    counted = Counter(map(_told, map(facts_of, there)))
    for row in rows:
        told = _told(row.fields["item"])
        if counted[told]:
            counted[told] -= 1
        else:
            yield row


def _told(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """All but the film, which another site may know or not."""
    return tuple((name, str(facts.get(name) or "")) for name in WRITABLE)


def _values(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] if item[name] is not None else "" for name in WRITABLE if name in item}


def _added_at(row: ImportRow) -> datetime | None:
    moment = row.fields.get("moment")
    return datetime.fromisoformat(moment) if moment else None


def take_items_back(imported: Import, traces: Sequence[Trace]) -> int:
    """A copy that was changed since has another version; what is lent stays until it is back."""
    ids = [trace.object_id for trace in traces]
    rows = Item.objects.filter(pk__in=ids, bucket__owner=imported.profile.account_id, version=1).order_by()
    rows = rows.exclude(pk__in=Loan.objects.out().values("item"))
    return rows.delete()[1].get("moviebucket.Item", 0)


def take_buckets_back(imported: Import, traces: Sequence[Trace]) -> int:
    """A bucket goes when nothing is left in it and nobody else has to do with it."""
    taken = 0
    for one in traces:
        bucket = Bucket.objects.filter(pk=one.object_id, owner=imported.profile.account_id).first()
        if bucket is None or any(getattr(bucket, name) != one.was.get(name) for name in FACTS):
            continue
        if any(getattr(bucket, name).exists() for name in ("items", "shares", "group_shares", "invitations")):
            continue
        delete_bucket(bucket=bucket, by=imported.profile.account)
        taken += 1
    return taken
