"""A table of items is read and told of, and then taken in: what the tasks do, and small tables at once."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from apps.core.tables import NotImportable, Part
from apps.moviebucket import tables
from apps.moviebucket.actions.many import BATCH, Prepared, Refused, Row, check_many, prepare_many, write_many
from apps.moviebucket.models import Bucket, ItemImport

State = ItemImport.State
NOT_YOURS = "You may not change this bucket any more. Nothing was taken in."
GONE = "The file is not kept any more. Send it again."
OTHERWISE = "The formats of this site changed meanwhile, and rows do not fit any more. Send the file again."


def check(imported: ItemImport) -> None:
    """Reads it through and writes down what is wrong."""
    try:
        rows = rows_of(imported)
        report = check_many(bucket=imported.bucket, rows=_told(imported, rows))
    except NotImportable as error:
        end(imported, State.FAILED, error=str(error))
        return
    if not report.rows:
        end(imported, State.FAILED, error="There is no item in this file.")
        return
    imported.rows, imported.bad_rows, imported.state = report.rows, report.bad_rows, State.READY
    imported.report = {"faults": [rows.said(fault) for fault in report.faults], "unknown": rows.unknown[:20]}
    imported.save()


def take_in(imported: ItemImport) -> None:
    """All of it, or what is right; once, however often it is begun."""
    try:
        prepared = prepare_many(bucket=imported.bucket, by=imported.by, rows=_told(imported, rows_of(imported), of=2))
        _take_in(imported.pk, prepared)
    except (NotImportable, ValidationError) as error:
        _give_up(imported, " ".join(getattr(error, "messages", [str(error)])))
    except Refused:
        _give_up(imported, OTHERWISE)


def _give_up(imported: ItemImport, error: str) -> None:
    """Unless another worker has brought it to its end meanwhile."""
    imported.refresh_from_db()
    if imported.state == State.TAKING:
        end(imported, State.FAILED, error=error)


@transaction.atomic
def _take_in(pk: int, prepared: Prepared) -> None:
    imported = ItemImport.objects.select_for_update(of=("self",)).select_related("bucket", "by").get(pk=pk)
    if imported.state != State.TAKING:
        return
    bucket, by = imported.bucket, imported.by
    if not Bucket.objects.editable_for(by.pk).filter(pk=bucket.pk).exists():
        raise ValidationError(NOT_YOURS)
    about = f"{imported.file_name or 'A table'}, {imported.right_rows:,} rows"
    report = write_many(
        prepared,
        bucket=bucket,
        by=by,
        partial=imported.partial,
        about=about,
        told=lambda added: imported.tell((imported.rows + added) // 2),  # the other half is reading and checking
    )
    end(imported, State.DONE, added=len(report.added))


def rows_of(imported: ItemImport) -> tables.Rows:
    if not imported.file:
        raise NotImportable(GONE)
    part = Part(imported.file_name or "the file", lambda: default_storage.open(imported.file.name, "rb"))
    return tables.read_json(part) if imported.kind == ItemImport.Kind.JSON else tables.read_csv(part)


def end(imported: ItemImport, state: str, *, error: str = "", added: int = 0) -> None:
    """The file is not needed any more."""
    imported.state, imported.error, imported.added = state, error[:500], added
    imported.save(update_fields=["state", "error", "added"])
    transaction.on_commit(imported.drop_file)


def _told(imported: ItemImport, rows: tables.Rows, of: int = 1) -> Iterator[Row]:
    """`of`: how many parts the work has, of which this is the first."""
    for number, row in enumerate(rows):
        if number % BATCH == 0:
            imported.tell(number // of)
        yield row
