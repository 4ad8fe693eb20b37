"""Taking part by the link of a bucket, for as long as the link stands and lets people change items."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.moviebucket.actions.history import record
from apps.moviebucket.actions.sharing import end_share
from apps.moviebucket.models import Bucket, Change, Role, Share

CLOSED = "This link lets nobody change items any more."


@transaction.atomic
def take_part(*, secret: str, by: User) -> Share:
    """Whoever has the bucket shared with them already stays what they are: its owner has said so."""
    rows = Bucket.objects.select_for_update(of=("self",)).select_related("owner").with_secret(secret)
    bucket = rows.filter(link_role=Role.EDITOR).first()
    if bucket is None:
        raise ValidationError(CLOSED)
    if there := bucket.shares.filter(user=by).first():
        return there
    share = Share(bucket=bucket, user=by, role=Role.EDITOR, by_link=True)
    share.full_clean()
    share.save()
    record(bucket=bucket, by=bucket.owner, kind=Change.Kind.SHARED, about=f"{by.shown_name}, by the link")
    return share


def end_link_shares(*, bucket: Bucket, by: User) -> None:
    """Takes off those who took part by the link. The bucket is held, so that nobody comes in meanwhile."""
    for share in bucket.shares.filter(by_link=True).select_related("user", "bucket"):
        end_share(share=share, by=by)
