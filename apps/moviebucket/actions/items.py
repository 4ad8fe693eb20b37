"""Items: put in, changed, taken out, one by one. Pages, API, CSV and administration all end here.

Whoever changes an item says which version they saw. Where it is another by now nothing is written and `Stale` has what
stands there, so that nobody's change is lost unseen.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.models import Movie
from apps.moviebucket.actions.history import WRITABLE, facts_of, record
from apps.moviebucket.models import MOST_ITEMS, Bucket, Change, Item, Loan

FULL = f"A bucket has room for {MOST_ITEMS:,} items. Take some out, or begin another bucket."
KEEP: Any = object()  # leaves the film of an item as it is


class Stale(Exception):
    """Somebody was quicker. `item` is as it stands now; None when it was taken out."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("changed by somebody else meanwhile")
        self.item = item


@transaction.atomic
def add_item(*, bucket: Bucket, by: User, values: Mapping[str, Any], movie: Movie | None = None) -> Item:
    """`values` has any of WRITABLE, as people type them; ValidationError says what is wrong with which."""
    make_room(bucket, 1)
    item = fill(Item(bucket=bucket, movie=movie, added_by=by), values)
    item.check_rules()
    item.save(force_insert=True)
    record(bucket=bucket, by=by, kind=Change.Kind.ADDED, about=item.title, item_id=item.pk, after=facts_of(item))
    return item


@transaction.atomic
def change_item(
    *, item: Item, by: User, values: Mapping[str, Any], movie: Movie | None = KEEP, version: int | None = None
) -> Item:
    """Writes what is given and leaves the rest. `version` None: whatever stands there. Stale, ValidationError."""
    current = locked(item, version)
    before = facts_of(current)
    fill(current, values)
    if movie is not KEEP:
        current.movie = movie
    current.check_rules()
    write_changes(current, by, before)
    return current


def write_changes(current: Item, by: User, before: dict[str, Any]) -> None:
    """Saves an item that is held, and records what is not as it was `before`; nothing when all is."""
    after = facts_of(current)
    changed = {name for name, value in after.items() if value != before[name]}
    if not changed:
        return
    current.version += 1
    current.changed_at = timezone.now()
    current.save()
    record(
        bucket=current.bucket,
        by=by,
        kind=Change.Kind.CHANGED,
        about=current.title,
        item_id=current.pk,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transaction.atomic
def remove_item(*, item: Item, by: User, version: int | None = None) -> Change:
    """Takes it out. What it returns can be undone. Stale; ValidationError while it is lent."""
    current = locked(item, version)
    refuse_lent([current.pk])
    pk, facts = current.pk, facts_of(current)
    current.delete()
    return record(
        bucket=item.bucket,
        by=by,
        kind=Change.Kind.REMOVED,
        about=current.title,
        item_id=pk,
        before=facts,
        after={"version": current.version},
    )


def fill(item: Item, values: Mapping[str, Any]) -> Item:
    """Writes raw values into an item; the rules read them."""
    if unknown := values.keys() - set(WRITABLE):
        raise TypeError(f"an item has no such fields: {sorted(unknown)}")
    for name, value in values.items():
        if name == "format":
            item.format_id = value.strip() if isinstance(value, str) else ""
        else:
            setattr(item, name, value)
    return item


def locked(item: Item, version: int | None) -> Item:
    """The item as it is now, held until the transaction ends."""
    current = Item.objects.select_for_update(of=("self",)).select_related("bucket").filter(pk=item.pk).first()
    if current is None or (version is not None and current.version != version):
        raise Stale(current)
    return current


def refuse_lent(ids: Collection[int]) -> None:
    """What is lent stays until it is back: with the item would go the word of who has it."""
    loan = Loan.objects.out().filter(item__in=ids).select_related("item", "user").order_by("pk").first()
    if loan:
        raise ValidationError(f"{loan.borrower} has “{loan.item}”. Say that it is back first.", code="lent")


def make_room(bucket: Bucket, wanted: int) -> None:
    if Item.objects.filter(bucket=bucket).count() + wanted > MOST_ITEMS:
        raise ValidationError(FULL)
