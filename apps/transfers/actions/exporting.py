"""An export is made, told of, and taken away again after its day."""

import logging
import tempfile
import time
import uuid
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from apps.notifications.actions import deliver
from apps.transfers.exporting import pieces_of, write_archive
from apps.transfers.models import Export
from apps.transfers.models.exports import MOST_ATTEMPTS, Superseded, generated_name

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_BEATS = 0.5


def make(pk: uuid.UUID | str) -> None:
    """Writes the file, if nobody else is at it. Begins anew each time: what a killed worker wrote is on no disk."""
    export = Export.objects.claim(pk)
    if export is None:
        return
    try:
        _write(export)
    except Superseded:
        logger.info("%s is made by another worker.", export)
    except OSError:  # no room on the disk, or the storage does not answer
        logger.exception("%s could not be written.", export)
        give_up_or_wait(export)


def _write(export: Export) -> None:
    with tempfile.TemporaryFile(prefix="notflix-export-") as file:
        write_archive(file, pieces_of(export.account), partial(_Beats(export).tell))  # type: ignore[arg-type]
        size = file.tell()
        file.seek(0)
        kept = default_storage.save(generated_name(export, ""), File(file))
    try:
        _finish(export, kept, size)
    except Superseded:
        default_storage.delete(kept)
        raise


class _Beats:
    """Writes down how far the export is, twice a second at the most."""

    def __init__(self, export: Export) -> None:
        self.export, self.last = export, 0.0

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self.last >= SECONDS_BETWEEN_BEATS or done == total:
            self.export.beat(done, total)
            self.last = time.monotonic()


@transaction.atomic
def _finish(export: Export, file: str, size: int) -> None:
    export.finish(file, size)
    deliver(
        user=export.account,
        subject="Your export is ready",
        text="All that Notflix keeps of your account is in one file now. It can be fetched for a day, by you alone: "
        "sign in, and say your password once more.",
        url=export.site + export.get_absolute_url(),
    )


def give_up_or_wait(export: Export) -> None:
    """After an attempt that came to nothing: another one, or the end of it."""
    try:
        if export.attempts < MOST_ATTEMPTS:
            export.wait_again()
        else:
            _fail(export)
    except Superseded:
        logger.info("%s was taken over.", export)


@transaction.atomic
def _fail(export: Export) -> None:
    export.fail()
    deliver(
        user=export.account,
        subject="Your export could not be made",
        text="It was begun three times and never came to its end. Nothing of yours is lost. Try again tomorrow; if it "
        "fails again, tell whoever runs this site.",
        url=export.site + reverse("exports"),
    )


def expire(export: Export) -> None:
    """Takes the file away."""
    name = export.file.name
    Export.objects.filter(pk=export.pk, state=Export.State.READY).update(state=Export.State.EXPIRED, file="")
    if name:
        default_storage.delete(name)
