"""Buckets themselves: made, described, opened by a link, deleted."""

from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.moviebucket.models import Bucket
from apps.moviebucket.models.bucket import new_secret

CHANGEABLE = ("name", "description", "visibility")


@transaction.atomic
def create_bucket(*, by: User, name: str, description: str = "", visibility: str = Bucket.Visibility.PRIVATE) -> Bucket:
    # Whoever makes buckets in two windows at once waits here, so that the limit holds.
    User.objects.select_for_update().get(pk=by.pk)
    bucket = Bucket(owner=by, name=name.strip(), description=description.strip(), visibility=visibility)
    bucket.full_clean()
    bucket.save()
    return bucket


@transaction.atomic
def change_bucket(*, bucket: Bucket, by: User, **facts: Any) -> Bucket:
    """Writes those of CHANGEABLE that are given."""
    if unknown := facts.keys() - set(CHANGEABLE):
        raise TypeError(f"a bucket has no such facts: {sorted(unknown)}")
    bucket = Bucket.objects.select_for_update(of=("self",)).select_related("owner").get(pk=bucket.pk)
    for name, value in facts.items():
        setattr(bucket, name, value.strip())
    bucket.full_clean()
    bucket.save()
    return bucket


@transaction.atomic
def delete_bucket(*, bucket: Bucket, by: User) -> None:
    """With all that is in it. There is no way back."""
    bucket.delete()


def renew_secret(*, bucket: Bucket, by: User) -> Bucket:
    """Gives the bucket another link; the old one leads nowhere from now on."""
    bucket.secret = new_secret()
    bucket.save(update_fields=["secret", "updated_at"])
    return bucket
