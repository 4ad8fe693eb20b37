"""Buckets themselves: made, described, opened by a link, deleted."""

from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.moviebucket.actions.linking import end_link_shares
from apps.moviebucket.actions.sharing import held
from apps.moviebucket.models import Bucket, Role
from apps.moviebucket.models.bucket import new_secret

CHANGEABLE = ("name", "description", "visibility", "link_role")


@transaction.atomic
def create_bucket(
    *,
    by: User,
    name: str,
    description: str = "",
    visibility: str = Bucket.Visibility.PRIVATE,
    link_role: str = Role.VIEWER,
) -> Bucket:
    # Whoever makes buckets in two windows at once waits here, so that the limit holds.
    User.objects.select_for_update().get(pk=by.pk)
    bucket = Bucket(owner=by, name=name.strip(), description=description.strip(), visibility=visibility)
    bucket.link_role = link_role
    bucket.full_clean()
    bucket.save()
    return bucket


@transaction.atomic
def change_bucket(*, bucket: Bucket, by: User, **facts: Any) -> Bucket:
    """Writes those of CHANGEABLE that are given. Without a link that lets people edit, those who came by it go."""
    if unknown := facts.keys() - set(CHANGEABLE):
        raise TypeError(f"a bucket has no such facts: {sorted(unknown)}")
    bucket = held(bucket)
    for name, value in facts.items():
        setattr(bucket, name, value.strip())
    bucket.full_clean()
    bucket.save()
    if not bucket.is_edited_by_link:
        end_link_shares(bucket=bucket, by=by)
    return bucket


@transaction.atomic
def delete_bucket(*, bucket: Bucket, by: User) -> None:
    """With all that is in it. There is no way back."""
    bucket.delete()


@transaction.atomic
def renew_secret(*, bucket: Bucket, by: User) -> Bucket:
    """Gives the bucket another link; the old one leads nowhere from now on, and who came by it is off."""
    bucket = held(bucket)
    bucket.secret = new_secret()
    bucket.save(update_fields=["secret", "updated_at"])
    end_link_shares(bucket=bucket, by=by)
    return bucket
