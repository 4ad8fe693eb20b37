"""A file comes in: looked at enough to say what it is, then read by a task."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.accounts.models import Profile
from apps.transfers import tasks
from apps.transfers.files import is_table, limits, source_of
from apps.transfers.formats import TABLE_KINDS, NotImportable, Source
from apps.transfers.formats.mapped import COLUMNS, SCALES
from apps.transfers.models import Import

BUSY = "busy"  # the code of what is right in itself and comes too early
MOST_AT_ONCE = 3  # of one profile, being worked on
LONGEST_NAME = 200
MOST_NAMED = 20  # files of an archive that are left out, or people in it


def receive(*, profile: Profile, file: UploadedFile, kind: str = "", by: Profile) -> Import:
    """Keeps the file and begins to read it. ValidationError says what is wrong with it; then nothing is kept.

    `kind` is what a single table holds, one of formats.TABLE_KINDS, where the person says so.
    """
    _check(profile, by)
    if not file.size:
        raise ValidationError("This file is empty.")
    if file.size > limits().upload:
        raise ValidationError(f"A file may have {limits().upload // 1_000_000} MB at most.")
    name = _plain((file.name or "").replace("\\", "/").rsplit("/", 1)[-1])[:LONGEST_NAME]
    imported = Import(profile=profile, file_name=name, size=file.size, options={"kind": kind} if kind else {})
    imported.file.save(name, file, save=False)
    try:
        source = source_of(imported)
    except NotImportable as error:
        default_storage.delete(imported.file.name)
        raise ValidationError(str(error)) from error
    imported.format = source.format
    imported.options["left_out"] = source.left_out[:MOST_NAMED]
    people = [{"number": number, "name": name} for number, name in source.profiles.items()][:MOST_NAMED]
    if people:
        imported.options |= {"profiles": people, "profile": people[0]["number"]}
    _begin(imported, source)
    return imported


@transaction.atomic
def _begin(imported: Import, source: Source) -> None:
    if source.unmapped is not None:
        imported.state = Import.State.COLUMNS
        imported.save()
        return
    imported.save()
    imported.begin(Import.State.READING)
    transaction.on_commit(partial(tasks.read_import.enqueue, imported.pk))


@transaction.atomic
def choose_columns(*, imported: Import, by: Profile, choice: Mapping[str, Any]) -> None:
    """Takes down which column is what, and begins to read. ValidationError when no film could be found by them."""
    own(imported, by)
    if imported.state not in (Import.State.COLUMNS, Import.State.PREVIEW) or not is_table(imported):
        raise ValidationError("The columns of this import are settled.")
    columns = {name: place for name, place in choice.get("columns", {}).items() if name in COLUMNS}
    if not columns.keys() & {"title", "tmdb_id", "imdb_id"}:
        raise ValidationError("Say which column holds the title of the film, or its TMDB or IMDb id.")
    if choice.get("kind") not in TABLE_KINDS or choice.get("scale") not in SCALES:
        raise ValidationError("Say what the lines are, and out of how many the rating is.")
    imported.rows.all().delete()
    imported.lists.all().delete()
    imported.buckets.all().delete()
    imported.options = dict(choice) | {"columns": columns}
    imported.save(update_fields=["options"])
    imported.begin(Import.State.READING)
    transaction.on_commit(partial(tasks.read_import.enqueue, imported.pk))


@transaction.atomic
def choose_profile(*, imported: Import, by: Profile, number: int) -> None:
    """Reads another person of our own export instead. What was decided about the lines of the last one is forgotten."""
    own(imported, by)
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state != Import.State.PREVIEW:
        raise ValidationError("Whose part of the export this is can be chosen until it is taken in.")
    if number not in {person["number"] for person in imported.profiles}:
        raise ValidationError("There is no such person in this export.")
    if not imported.file:
        raise ValidationError("The file is not kept any more. Send it again.")
    imported.rows.all().delete()
    imported.lists.all().delete()
    imported.buckets.all().delete()
    imported.options = imported.options | {"profile": number, "is_read": False}
    imported.save(update_fields=["options"])
    imported.begin(Import.State.READING, notice="")
    transaction.on_commit(partial(tasks.read_import.enqueue, imported.pk))


@transaction.atomic
def discard(*, imported: Import, by: Profile) -> None:
    """Forgets an import of which nothing was taken in, or all was taken back."""
    own(imported, by)
    if imported.state in (Import.State.COMMITTING, Import.State.DONE, Import.State.UNDOING):
        raise ValidationError("Take this import back first; then it can be forgotten.")
    name = imported.file.name
    imported.delete()
    if name:
        transaction.on_commit(partial(default_storage.delete, name))


def _check(profile: Profile, by: Profile) -> None:
    if by.pk != profile.pk or profile.for_child:
        raise PermissionDenied("Imports are for grown-ups, each for themselves.")
    if Import.objects.filter(profile=profile).at_work().count() >= MOST_AT_ONCE:
        raise ValidationError("Three of your imports are being worked on. Wait until one is done.", code=BUSY)


def own(imported: Import, by: Profile) -> None:
    if by.pk != imported.profile_id:
        raise PermissionDenied("This is somebody else's import.")


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())
