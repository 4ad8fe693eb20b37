"""Buckets shared with groups. Whoever leaves a group, or whose group is deleted, is off at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.groups.actions.history import locked
from apps.groups.models import Group, Membership
from apps.moviebucket.actions.history import record
from apps.moviebucket.actions.sharing import forget_asks, held
from apps.moviebucket.models import Bucket, Change, GroupShare

NOT_IN_IT = "Share with a group that you are in."


@transaction.atomic
def share_with_group(*, bucket: Bucket, by: User, group: Group, role: str) -> GroupShare:
    """With a group that the owner is in; a second time changes the role."""
    group = locked(group)  # before the bucket, as those do who leave it
    bucket = held(bucket)
    membership = group.memberships.filter(user=bucket.owner_id).first()
    if membership is None:
        raise ValidationError({"group": NOT_IN_IT})
    share = bucket.group_shares.filter(membership=membership).first()
    share = share or GroupShare(bucket=bucket, membership=membership)
    if share.pk is None or share.role != role:
        share.role = role
        share.full_clean()
        share.save()
        _tell(share, Change.Kind.SHARED, by)
    return share


def change_group_role(*, share: GroupShare, by: User, role: str) -> GroupShare:
    return share_with_group(bucket=share.bucket, by=by, group=share.membership.group, role=role)


@transaction.atomic
def end_group_share(*, share: GroupShare, by: User) -> None:
    """Nobody sees the bucket by the group any more. What they put in stays, and what they asked for ends."""
    users = list(share.membership.group.memberships.values_list("user", flat=True))
    share.delete()
    forget_asks(users)
    _tell(share, Change.Kind.UNSHARED, by)


@contextmanager
def parting(*, memberships: Sequence[Membership], by: User) -> Iterator[None]:
    """Around people's leaving a group: what they shared with it ends, and what they asked for in what others did."""
    shares = GroupShare.objects.filter(membership__in=memberships).select_related("bucket", "membership__group")
    for share in shares:
        end_group_share(share=share, by=by)
    yield
    forget_asks([membership.user_id for membership in memberships])


def _tell(share: GroupShare, kind: str, by: User) -> None:
    may = f", who {share.get_role_display().lower()}" if kind == Change.Kind.SHARED else ""
    record(bucket=share.bucket, by=by, kind=kind, about=f"the group {share.membership.group.name}{may}")
