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


def linked(request: HttpRequest, secret: str) -> Bucket:
    """The bucket that a link opens; 404 for what is no link."""
    buckets = Bucket.objects.with_secret(secret).with_share_of(request.profile).select_related("owner")
    return get_object_or_404(buckets)


def can_at_link(request: HttpRequest, bucket: Bucket) -> str:
    """What whoever looks at a bucket by its link can do beside looking: "sign in", "take part", "open" it, or ""."""
    profile = request.profile
    if profile is not None and (profile.for_child or role_in(bucket, profile) in ("owner", "editor")):
        return "" if profile.for_child else "open"
    if not bucket.is_edited_by_link:
        return ""
    if profile is None:
        return "sign in"
    return "open" if bucket.shares.filter(user=profile.account_id).exists() else "take part"


def item_in(request: HttpRequest, bucket: Bucket, item_id: int) -> Item:
    """An item of a bucket that the viewer may see; 404 for any other."""
    items = bucket.items.suitable_for(request.profile).select_related("movie", "photo")
    item = get_object_or_404(items, pk=min(item_id, LARGEST_ID))
    item.bucket = bucket
    return item
