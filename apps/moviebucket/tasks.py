"""What moviebucket does in the background."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from apps.core.tasks import task
from apps.moviebucket import actions
from apps.moviebucket.actions import importing, remind
from apps.moviebucket.models import ItemImport

SOON = 10
GAVE_UP = "This was begun and never came to its end. Nothing was taken in; send the file again."


@task(priority=SOON)
def check_items(import_id: int) -> None:
    imported = ItemImport.objects.filter(pk=import_id, state=ItemImport.State.CHECKING).select_related("bucket").first()
    if imported is not None:
        importing.check(imported)


@task(priority=SOON)
def take_items_in(import_id: int) -> None:
    imported = ItemImport.objects.filter(pk=import_id, state=ItemImport.State.TAKING).first()
    if imported is not None:
        importing.take_in(imported)


@task
def sweep_item_imports() -> None:
    """Gives up what a killed worker left, and forgets what nobody came back to, with its file."""
    for imported in ItemImport.objects.abandoned():
        importing.end(imported, ItemImport.State.FAILED, error=GAVE_UP)
    for imported in ItemImport.objects.over():
        imported.drop_file()
        imported.delete()


@task
def sweep_photos() -> None:
    actions.sweep_photos()


@task
def remind_of_loans() -> None:
    remind(timezone.localdate())


def later(work: object, imported: ItemImport) -> None:
    """Queues a task of an import once the import is written."""
    transaction.on_commit(partial(work.enqueue, imported.pk))  # type: ignore[attr-defined]
