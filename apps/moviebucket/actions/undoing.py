"""Taking a change back, as long as nobody built upon it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.models import Movie
from apps.moviebucket.actions.history import facts_of, record
from apps.moviebucket.actions.items import fill, make_room
from apps.moviebucket.models import Change, Item

LATER = "It was changed again since. Undo the later change first."
GONE = "It is not in the bucket any more."
BACK = "It is in the bucket already."
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
    if facts_of(item) != change.after:
        raise ValidationError(LATER)
    item.delete()
    record(
        bucket=change.bucket,
        by=by,
        kind=Change.Kind.REMOVED,
        about=item.title,
        item_id=change.item_id,
        before=change.after,
    )


def _change_back(change: Change, by: User) -> None:
    item = _standing(change)
    facts = facts_of(item)
    if any(facts[name] != value for name, value in change.after.items()):
        raise ValidationError(LATER)
    _restore(item, change.before)
    item.version += 1
    item.changed_at = timezone.now()
    item.save()
    record(
        bucket=change.bucket,
        by=by,
        kind=Change.Kind.CHANGED,
        about=item.title,
        item_id=item.pk,
        before=change.after,
        after=change.before,
    )


def _put_back(change: Change, by: User) -> None:
    """Under the number that it had, so that links to it lead there again."""
    if Item.objects.filter(pk=change.item_id).exists():
        raise ValidationError(BACK)
    make_room(change.bucket, 1)
    item = Item(pk=change.item_id, bucket=change.bucket, added_by=by)
    _restore(item, change.before)
    # Whoever still has the page of the item that was taken out must not write over this one unseen.
    item.version = 1 + Change.objects.filter(bucket=change.bucket, item_id=change.item_id).count()
    item.save(force_insert=True)
    record(bucket=change.bucket, by=by, kind=Change.Kind.ADDED, about=item.title, item_id=item.pk, after=facts_of(item))


def _take_all_out(change: Change, by: User) -> None:
    """Those of an import that nobody has changed; the others stay."""
    ids = change.after["items"]
    for start in range(0, len(ids), BATCH):
        Item.objects.filter(bucket=change.bucket, pk__in=ids[start : start + BATCH], version=1).delete()
    record(bucket=change.bucket, by=by, kind=Change.Kind.REMOVED, about=change.about)


def _standing(change: Change) -> Item:
    item = Item.objects.select_for_update(of=("self",)).filter(bucket=change.bucket, pk=change.item_id).first()
    if item is None:
        raise ValidationError(GONE)
    return item


def _restore(item: Item, facts: dict[str, Any]) -> None:
    values = {name: value for name, value in facts.items() if name != "movie"}
    if "movie" in facts:
        item.movie = Movie.objects.filter(pk=facts["movie"]).first() if facts["movie"] else None
    fill(item, values).check_rules()


_WAYS = {
    Change.Kind.ADDED: _take_out,
    Change.Kind.CHANGED: _change_back,
    Change.Kind.REMOVED: _put_back,
    Change.Kind.IMPORTED: _take_all_out,
}
