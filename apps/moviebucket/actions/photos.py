"""The photo of a copy: put in its place, taken away, swept up."""

from contextlib import ExitStack
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.photos import encoded
from apps.moviebucket.actions.history import facts_of
from apps.moviebucket.actions.items import locked, write_changes
from apps.moviebucket.models import Item, ItemPhoto
from apps.moviebucket.models.photo import MOST_PHOTOS, SIDES

TOO_MANY = f"Your buckets have {MOST_PHOTOS:,} photos, which is all that there is room for. Take some away first."


def put_photo(*, item: Item, by: User, file: BinaryIO, version: int | None = None) -> Item:
    """In the place of the one that it has, which the log can bring back. Stale, ValidationError."""
    if ItemPhoto.objects.filter(bucket__owner=item.bucket.owner_id).count() >= MOST_PHOTOS:
        raise ValidationError(TOO_MANY)
    photos = encoded(file, *SIDES.values())  # before anything is held: it takes a second
    photo = ItemPhoto(bucket=item.bucket, width=photos[0].width, height=photos[0].height, by=by)
    with ExitStack() as undone:
        undone.callback(photo.drop_files)
        photo.write_files(photos)
        changed = _set(item, by, photo, version)
        undone.pop_all()
    return changed


def remove_photo(*, item: Item, by: User, version: int | None = None) -> Item:
    """What it had is kept for a while, for who undoes this. Stale."""
    return _set(item, by, None, version)


@transaction.atomic
def _set(item: Item, by: User, photo: ItemPhoto | None, version: int | None) -> Item:
    current = locked(item, version)
    before = facts_of(current)
    if photo is not None:
        photo.save(force_insert=True)
    current.photo = photo
    write_changes(current, by, before)
    return current


def sweep_photos() -> None:
    """Notes which are shown no more, and deletes those of which nobody can undo it."""
    unused = ItemPhoto.objects.unused()
    ItemPhoto.objects.exclude(pk__in=unused.values("pk")).filter(unused_since__isnull=False).update(unused_since=None)
    unused.filter(unused_since=None).update(unused_since=timezone.now())
    for photo in ItemPhoto.objects.over():
        photo.drop_files()  # first: without its row nobody would find them again
        photo.delete()
