"""What a request names, as far as its profile may see or change it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.core.ids import LARGEST_ID
from apps.moviebucket.models import Bucket, Item, role_in


def visible(request: HttpRequest, pk: int) -> Bucket:
    """A bucket that one may look at, with `role`, `may_edit` and `is_own`; 404 for any other."""
    buckets = Bucket.objects.visible_to(request.profile).with_share_of(request.profile).select_related("owner")
    bucket = get_object_or_404(buckets, pk=min(pk, LARGEST_ID))
    bucket.role = role_in(bucket, request.profile)
    bucket.is_own = bucket.role == "owner"
    bucket.may_edit = bucket.role in ("owner", "editor")
    return bucket


def editable(request: HttpRequest, pk: int) -> Bucket:
    """A bucket whose items one may change; who may only look is refused."""
    bucket = visible(request, pk)
    if not bucket.may_edit:
        raise PermissionDenied
    return bucket


def owned(request: HttpRequest, pk: int) -> Bucket:
    """One's own bucket; whoever else sees it is refused."""
    bucket = visible(request, pk)
    if not bucket.is_own:
        raise PermissionDenied
    return bucket


def item_in(request: HttpRequest, bucket: Bucket, item_id: int) -> Item:
    """An item of a bucket that the viewer may see; 404 for any other."""
    items = bucket.items.suitable_for(request.profile).select_related("movie", "photo")
    item = get_object_or_404(items, pk=min(item_id, LARGEST_ID))
    item.bucket = bucket
    return item
