"""What exports do in the background. Each may run twice, or begin again after its worker was killed."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from apps.core.tasks import task
from apps.transfers.actions.exporting import expire, give_up_or_wait, make
from apps.transfers.models import Export
from apps.transfers.models.exports import FOLDER, REMEMBERED

ORPHANS_KEPT = timedelta(hours=1)  # between the storage's last byte and our row there are seconds


@task
def make_export(pk: str) -> None:
    make(pk)


@task
def sweep_exports() -> None:
    """Goes on with what a killed worker left, takes files away after their day, and forgets old exports."""
    for export in Export.objects.abandoned().select_related("account"):
        give_up_or_wait(export)
        if export.state == Export.State.WAITING:
            make_export.enqueue(str(export.pk))
    now = timezone.now()
    for export in Export.objects.filter(state=Export.State.READY, expires_at__lte=now):
        expire(export)
    Export.objects.exclude(state=Export.State.READY).filter(finished_at__lt=now - REMEMBERED).delete()
    _drop_orphans()


def _drop_orphans() -> None:
    """Files whose export is gone: with its account, or with a worker that was killed at the last moment."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    known = set(Export.objects.exclude(file="").values_list("file", flat=True))
    for name in names:
        path = f"{FOLDER}/{name}"
        if path not in known and default_storage.get_modified_time(path) < timezone.now() - ORPHANS_KEPT:
            default_storage.delete(path)
