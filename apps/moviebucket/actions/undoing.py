"""Taking a change back, as long as nobody built upon it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.models import Movie
from apps.moviebucket.actions.history import facts_of, record, still_has
from apps.moviebucket.actions.items import fill, make_room, refuse_lent, write_changes
from apps.moviebucket.actions.several import move_items, named, places, remove_items
from apps.moviebucket.actions.writing import write_back
from apps.moviebucket.models import Bucket, Change, Format, Item, ItemPhoto, Loan

LATER = "It was changed again since. Undo the later change first."
GONE = "It is not in the bucket any more."
BACK = "It is in the bucket already."
ELSEWHERE = "They went to a bucket that you may not change."
BATCH = 500


@transaction.atomic
def undo_change(*, change: Change, by: User) -> None:
    """Puts the item back as it was before. ValidationError when somebody changed it since, or undid this before."""
    change = Change.objects.select_for_update(of=("self",)).select_related("bucket").get(pk=change.pk)
    if not change.can_be_undone:
        raise ValidationError("This is undone already.")
    _WAYS[change.kind](change, by)
    change.undone_at, change.undone_by = timezone.now(), by
    change.save(update_fields=["undone_at", "undone_by"])


def _take_out(change: Change, by: User) -> None:
    item = _standing(change)
    if not still_has(item, change.after):
        raise ValidationError(LATER)
    refuse_lent([item.pk])
    item.delete()
    record(
        bucket=change.bucket,
        by=by,
        kind=Change.Kind.REMOVED,
        about=item.title,
        item_id=change.item_id,
        before=change.after,
        after={"version": item.version},
    )


def _change_back(change: Change, by: User) -> None:
    item = _standing(change)
    if not still_has(item, change.after):
        raise ValidationError(LATER)
    before = facts_of(item)
    _restore(item, change.before)
    write_changes(item, by, before)


def _put_back(change: Change, by: User) -> None:
    """Under the number that it had, so that links to it lead there again."""
    if Item.objects.filter(pk=change.item_id).exists():
        raise ValidationError(BACK)
    make_room(change.bucket, 1)
    item = Item(pk=change.item_id, bucket=change.bucket, added_by=by)
    _restore(item, change.before)
    # Whoever still has the page of the item that was taken out must not write over this one unseen.
    changes = Change.objects.filter(bucket=change.bucket, item_id=change.item_id).count()
    item.version = 1 + max(changes, change.after.get("version", 0))
    item.save(force_insert=True)
    record(bucket=change.bucket, by=by, kind=Change.Kind.ADDED, about=item.title, item_id=item.pk, after=facts_of(item))


def _take_all_out(change: Change, by: User) -> None:
    """Those of an import that nobody has changed and nobody has borrowed; the others stay."""
    ids, lent = change.after["items"], Loan.objects.out().values("item")
    for start in range(0, len(ids), BATCH):
        Item.objects.filter(bucket=change.bucket, pk__in=ids[start : start + BATCH], version=1).exclude(
            pk__in=lent
        ).delete()
    record(bucket=change.bucket, by=by, kind=Change.Kind.REMOVED, about=change.about)


def _put_all_back(change: Change, by: User) -> None:
    """Those that are not in a bucket again, under the numbers that they had."""
    there = set(Item.objects.filter(pk__in=change.before["items"]).values_list("pk", flat=True))
    facts = {int(pk): facts for pk, facts in change.before["items"].items() if int(pk) not in there}
    if not facts:
        raise ValidationError(BACK)
    make_room(change.bucket, len(facts))
    films = set(Movie.objects.filter(pk__in={one["movie"] for one in facts.values()}).values_list("pk", flat=True))
    photos = ItemPhoto.objects.in_bulk({one.get("photo") for one in facts.values()} - {None})
    formats = Format.objects.names()
    items = [_item_of(pk, one, change.bucket, by, films) for pk, one in facts.items()]
    for item in items:
        item.photo = photos.get(item.photo_id)
    for item in items:
        item.check_rules(formats)
        item.derive()
    Item.objects.bulk_create(items)
    after = {"items": {str(item.pk): facts_of(item) for item in items}}
    record(bucket=change.bucket, by=by, kind=Change.Kind.RETURNED, about=named(items), after=after)


def _item_of(pk: int, facts: dict[str, Any], bucket: Bucket, by: User, films: set[int]) -> Item:
    values = {name: value for name, value in facts.items() if name not in ("movie", "photo", "version")}
    movie = facts["movie"] if facts["movie"] in films else None
    photo = facts.get("photo") and UUID(facts["photo"])
    item = Item(pk=pk, bucket=bucket, added_by=by, movie_id=movie, photo_id=photo, version=facts["version"] + 1)
    return fill(item, values)


def _take_those_out(change: Change, by: User) -> None:
    """What was put back goes again, as far as nobody changed it since."""
    was = change.after["items"]
    as_they_came = [item.pk for item in _all_standing(change, was) if still_has(item, was[str(item.pk)])]
    if not as_they_came:
        raise ValidationError(LATER)
    remove_items(bucket=change.bucket, by=by, ids=as_they_came)


def _place_back(change: Change, by: User) -> None:
    """Those that still stand where they were put."""
    was, put = change.before["items"], change.after["items"]
    items = [item for item in _all_standing(change, was) if [item.room, item.shelf] == put[str(item.pk)]]
    if not items:
        raise ValidationError(LATER)
    stood = places(items)
    for item in items:
        item.room, item.shelf = was[str(item.pk)]
        item.version += 1
        item.changed_at = timezone.now()
    Item.objects.bulk_update(items, ["room", "shelf", "version", "changed_at"])
    record(
        bucket=change.bucket,
        by=by,
        kind=Change.Kind.PLACED,
        about=f"{named(items)}: as before",
        before={"items": stood},
        after={"items": places(items)},
    )


def _write_back(change: Change, by: User) -> None:
    write_back(change, by, LATER)


def _move_back(change: Change, by: User) -> None:
    """Those that are still in the other bucket, if `by` may change that."""
    other = Bucket.objects.editable_for(by.pk).filter(pk=change.after["bucket"]).first()
    if other is None:
        raise ValidationError(ELSEWHERE)
    items = Item.objects.filter(bucket=other, pk__in=change.before["items"])
    move_items(bucket=other, by=by, ids=list(items.values_list("pk", flat=True)) or [0], to=change.bucket)


def _all_standing(change: Change, ids: Iterable[str]) -> list[Item]:
    """Those of `ids` that are in the bucket, held until the transaction ends."""
    items = Item.objects.select_for_update(of=("self",)).filter(bucket=change.bucket, pk__in=ids)
    return list(items.order_by("pk"))


def _standing(change: Change) -> Item:
    item = Item.objects.select_for_update(of=("self",)).filter(bucket=change.bucket, pk=change.item_id).first()
    if item is None:
        raise ValidationError(GONE)
    return item


def _restore(item: Item, facts: dict[str, Any]) -> None:
    values = {name: value for name, value in facts.items() if name not in ("movie", "photo")}
    if "photo" in facts:
        item.photo = ItemPhoto.objects.filter(pk=facts["photo"]).first() if facts["photo"] else None
    if "movie" in facts:
        item.movie = Movie.objects.filter(pk=facts["movie"]).first() if facts["movie"] else None
    fill(item, values).check_rules()


_WAYS = {
    Change.Kind.ADDED: _take_out,
    Change.Kind.CHANGED: _change_back,
    Change.Kind.REMOVED: _put_back,
    Change.Kind.IMPORTED: _take_all_out,
    Change.Kind.TAKEN: _put_all_back,
    Change.Kind.RETURNED: _take_those_out,
    Change.Kind.PLACED: _place_back,
    Change.Kind.MOVED: _move_back,
    **dict.fromkeys(Change.WRITTEN, _write_back),
}
