"""A table of items comes in. Small ones are read and taken in at once, others by a task."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.moviebucket import tasks
from apps.moviebucket.actions import importing
from apps.moviebucket.models import Bucket, ItemImport
from apps.moviebucket.tables import MOST_BYTES

AT_ONCE_BYTES = 200_000
AT_ONCE_ROWS = 2_000
MOST_WAITING = 5  # of one person
LONGEST_NAME = 200
State = ItemImport.State


def receive_items(*, bucket: Bucket, by: User, file: File, kind: str = "") -> ItemImport:
    """Keeps the file and reads it through. ValidationError when it is none that could be read."""
    size, name = file.size or 0, _plain((file.name or "").replace("\\", "/").rsplit("/", 1)[-1])
    if not size:
        raise ValidationError("This file is empty.")
    if size > MOST_BYTES:
        raise ValidationError(f"A file may have {MOST_BYTES // 1_000_000} MB at most.")
    if ItemImport.objects.filter(by=by, state__in=ItemImport.AT_WORK).count() >= MOST_WAITING:
        raise ValidationError("Several of your files are being worked on. Wait until one is done.")
    imported = ItemImport(bucket=bucket, by=by, file_name=name, kind=kind or _kind_of(file))
    imported.file.save(name or "table", file, save=False)
    imported.save()
    if size <= AT_ONCE_BYTES:
        importing.check(imported)
    else:
        tasks.later(tasks.check_items, imported)
    return imported


@transaction.atomic
def begin_taking_in(*, imported: ItemImport, by: User, partial: bool) -> ItemImport:
    """ValidationError when there is nothing to take in, or rows have faults and `partial` does not leave them out."""
    imported = ItemImport.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.state != State.READY:
        raise ValidationError("This was taken in already, or is still being read.")
    if not imported.right_rows:
        raise ValidationError("No row is right. Mend them in the file and send it again.")
    if imported.bad_rows and not partial:
        raise ValidationError("Rows have faults. Take in only the right ones, or mend the file and send it again.")
    imported.state, imported.partial, imported.began_at = State.TAKING, partial, timezone.now()
    imported.save(update_fields=["state", "partial", "began_at"])
    if imported.rows <= AT_ONCE_ROWS:
        importing.take_in(imported)
        imported.refresh_from_db()
    else:
        tasks.later(tasks.take_items_in, imported)
    return imported


@transaction.atomic
def forget_import(*, imported: ItemImport, by: User) -> None:
    """What was taken in stays; the log of the bucket takes it back."""
    if imported.is_at_work:
        raise ValidationError("It is being worked on. Wait until that is done.")
    name = imported.file.name
    imported.delete()
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


def _kind_of(file: File) -> str:
    """By what it begins with, not by its name."""
    start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    return ItemImport.Kind.JSON if start[:1] in (b"[", b"{") else ItemImport.Kind.CSV


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]
