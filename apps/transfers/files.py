"""The file of an import, as long as it is kept."""

from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage

from apps.transfers.formats import Columns, Limits, NotImportable, Sample, Source, open_source, sample_of
from apps.transfers.models import Import


def limits() -> Limits:
    return Limits(upload=settings.IMPORT_MOST_BYTES, unpacked=settings.IMPORT_MOST_UNPACKED_BYTES)


def source_of(imported: Import) -> Source:
    """What the kept file is. NotImportable when it cannot be read any more."""
    options = imported.options
    columns = Columns.of(options) if options.get("kind") or options.get("columns") else None
    return open_source(
        partial(_opened, imported), imported.file_name, limits=limits(), mapping=columns, profile=options.get("profile")
    )


def sample(imported: Import) -> Sample | None:
    """Headings and first lines of a table whose columns are asked for; None when the file is gone or is no such."""
    try:
        part = open_source(partial(_opened, imported), imported.file_name, limits=limits()).unmapped
        return sample_of(part) if part else None
    except (NotImportable, FileNotFoundError):
        return None


def is_table(imported: Import) -> bool:
    return imported.format == "csv" and bool(imported.file)


def _opened(imported: Import) -> BinaryIO:
    if not imported.file:
        raise NotImportable("The file is not kept any more. Send it again.")
    return default_storage.open(imported.file.name, "rb")  # type: ignore[return-value]
