"""An export is asked for."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.transfers import export_tasks
from apps.transfers.models import Export
from apps.transfers.models.exports import MOST_A_DAY, next_free


class TooManyExports(ValidationError):
    """The message says when the next one can be made; `seconds` until then."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{MOST_A_DAY} exports a day are made, and today's are. The last of them is as good as new.")
        self.seconds = max(1.0, seconds)


@transaction.atomic
def begin_export(*, account: User, by: User, site: str) -> Export:
    """The export that is being made, else a new one. `site` is the scheme and host that its link is to have."""
    if account.pk != by.pk:
        raise PermissionDenied("This is somebody else's account.")
    User.objects.select_for_update().get(pk=account.pk)  # who asks twice at once waits here
    mine = Export.objects.visible_to(account)
    if under_way := mine.under_way().first():
        return under_way
    if free := next_free(mine):
        raise TooManyExports((free - timezone.now()).total_seconds())
    export = Export(account=account, site=site.rstrip("/"))
    export.full_clean()
    export.save(force_insert=True)
    transaction.on_commit(partial(export_tasks.make_export.enqueue, str(export.pk)))
    return export
