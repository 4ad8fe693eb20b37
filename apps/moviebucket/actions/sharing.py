"""Who else may look at a bucket or change what is in it: asked, let in, taken off. Taken off is gone at once."""

from collections.abc import Iterable

from django.db import transaction

from apps.accounts.models import User
from apps.moviebucket.actions.history import record
from apps.moviebucket.models import Ask, Bucket, Change, Invitation, Share


@transaction.atomic
def invite(*, bucket: Bucket, by: User, email: str, role: str) -> Invitation:
    """Asks whoever signs in with this address. It says the same whether anybody does."""
    bucket = held(bucket)
    invitation = Invitation(bucket=bucket, email=email.strip().lower(), role=role)
    invitation.clean_fields()  # what is no address is not looked for: PostgreSQL refuses some of it
    there = bucket.invitations.filter(email__iexact=invitation.email).first()
    invitation = there or invitation
    invitation.role = role
    invitation.full_clean()
    invitation.save()
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Share:
    """`by` must be one for whom `Invitation.objects.for_profile` has it."""
    bucket = held(invitation.bucket)
    share = bucket.shares.filter(user=by).first() or Share(bucket=bucket, user=by)
    share.role, share.by_link = invitation.role, False
    share.full_clean()
    share.save()
    invitation.delete()
    _tell(share, Change.Kind.SHARED, bucket.owner)
    return share


@transaction.atomic
def drop_invitation(*, invitation: Invitation, by: User) -> None:
    """Declined by who was asked, or taken back by who asked."""
    invitation.delete()


@transaction.atomic
def change_role(*, share: Share, by: User, role: str) -> Share:
    if share.role != role:
        share.role = role
        share.full_clean()
        share.save()
        _tell(share, Change.Kind.SHARED, by)
    return share


@transaction.atomic
def end_share(*, share: Share, by: User) -> None:
    """The owner takes somebody off, or somebody leaves.

    What they put in stays, and what they asked for ends, unless they still see the bucket by a group.
    """
    share.delete()
    forget_asks([share.user_id])
    _tell(share, Change.Kind.UNSHARED, by)


def forget_asks(users: Iterable[int]) -> None:
    """What people have asked for in buckets that they see no more."""
    Ask.objects.filter(user__in=users).lapsed().delete()


def _tell(share: Share, kind: str, by: User) -> None:
    may = f", who {share.get_role_display().lower()}" if kind == Change.Kind.SHARED else ""
    record(bucket=share.bucket, by=by, kind=kind, about=f"{share.user.shown_name}{may}")


def held(bucket: Bucket) -> Bucket:
    return Bucket.objects.select_for_update(of=("self",)).select_related("owner").get(pk=bucket.pk)
