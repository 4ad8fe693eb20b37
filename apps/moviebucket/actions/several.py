"""Several items of a bucket at once, chosen on its page: taken out, placed, moved. Each is one change in the log.

What is written into their fields, tags among them, is in writing.py.

Whoever has the form of one of them open saves a version that is gone, so nothing is written over unseen.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.moviebucket.actions.history import facts_of, record
from apps.moviebucket.actions.items import fill, make_room, refuse_lent
from apps.moviebucket.models import Bucket, Change, Format, Item, ItemPhoto, ItemTag

MOST_AT_ONCE = 500
NONE_CHOSEN = "Choose at least one copy."
TOO_MANY = f"Choose at most {MOST_AT_ONCE} copies at a time."
NONE_LEFT = "None of them is in this bucket any more."
NO_PLACE = "Say a room, a shelf, or both."
THERE = "They stand there already."
SAME_BUCKET = "They are in that bucket already."


@transaction.atomic
def remove_items(*, bucket: Bucket, by: User, ids: Collection[int]) -> Change:
    """Takes all of them out but those that somebody took out before. ValidationError: none is left, one is lent."""
    items = chosen(bucket, ids)
    refuse_lent([item.pk for item in items])
    before = {str(item.pk): facts_of(item) | {"version": item.version} for item in items}
    Item.objects.filter(pk__in=[item.pk for item in items]).delete()
    kind = Change.Kind.TAKEN
    return record(bucket=bucket, by=by, kind=kind, about=named(items), before={"items": before})


@transaction.atomic
def place_items(*, bucket: Bucket, by: User, ids: Collection[int], room: str = "", shelf: str = "") -> Change:
    """Writes the room and the shelf in each; of the two what is empty stays as it is. ValidationError."""
    place = {name: value.strip() for name, value in (("room", room), ("shelf", shelf)) if value.strip()}
    if not place:
        raise ValidationError(NO_PLACE)
    items = [item for item in chosen(bucket, ids) if any(getattr(item, name) != value for name, value in place.items())]
    if not items:
        raise ValidationError(THERE)
    before, formats = places(items), Format.objects.names()
    for item in items:
        fill(item, place).check_rules(formats)
    touch([item.pk for item in items], **place)
    return record(
        bucket=bucket,
        by=by,
        kind=Change.Kind.PLACED,
        about=f"{named(items)}: {' · '.join(place.values())}",
        before={"items": before},
        after={"items": places(items)},
    )


@transaction.atomic
def move_items(*, bucket: Bucket, by: User, ids: Collection[int], to: Bucket) -> Change:
    """Into another bucket, which `by` must be allowed to change. ValidationError when that has no room."""
    if bucket.pk == to.pk:
        raise ValidationError(SAME_BUCKET)
    items = chosen(bucket, ids)
    make_room(to, len(items))
    moved = [item.pk for item in items]
    touch(moved, bucket=to)
    ItemTag.objects.filter(item__in=moved).update(bucket=to)
    ItemPhoto.objects.filter(items__in=moved).update(bucket=to)
    # Neither log names the other bucket: who changes one need not know of the other.
    record(bucket=to, by=by, kind=Change.Kind.RECEIVED, about=named(items))
    before = {"items": {str(pk): {} for pk in moved}}
    kind = Change.Kind.MOVED
    return record(bucket=bucket, by=by, kind=kind, about=named(items), before=before, after={"bucket": to.pk})


def chosen(bucket: Bucket, ids: Collection[int]) -> list[Item]:
    """Those of `ids` that are in the bucket, held until the transaction ends."""
    if not ids:
        raise ValidationError(NONE_CHOSEN)
    if len(ids) > MOST_AT_ONCE:
        raise ValidationError(TOO_MANY)
    # In one order, so that two who choose the same do not wait for each other.
    items = list(Item.objects.select_for_update(of=("self",)).filter(bucket=bucket, pk__in=ids).order_by("pk"))
    if not items:
        raise ValidationError(NONE_LEFT)
    return items


def touch(ids: Collection[int], **facts: object) -> None:
    """Writes the same facts into all of them, and that each changed."""
    Item.objects.filter(pk__in=ids).update(version=F("version") + 1, changed_at=timezone.now(), **facts)


def places(items: Collection[Item]) -> dict[str, list[str]]:
    return {str(item.pk): [item.room, item.shelf] for item in items}


def named(items: Collection[Item]) -> str:
    """As the log names them; it has 400 letters."""
    first = next(iter(items)).title[:200]
    return first if len(items) == 1 else f"{len(items):,} copies, {first} among them"
