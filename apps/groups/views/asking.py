"""Which group a request names, as far as its profile is in it or manages it."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.core.ids import LARGEST_ID
from apps.groups.models import Group, Membership


def visible(request: HttpRequest, pk: int) -> Group:
    """A group that one is in, with `own_role` and `may_manage`; 404 for any other."""
    groups = Group.objects.visible_to(request.profile).with_place_of(request.profile)
    return get_object_or_404(groups, pk=min(pk, LARGEST_ID))


def managed(request: HttpRequest, pk: int) -> Group:
    """A group that one manages; who is merely in it is refused."""
    group = visible(request, pk)
    if not group.may_manage:
        raise PermissionDenied
    return group


def members_of(group: Group) -> QuerySet[Membership]:
    """Those who count, with their names, in the order in which they came."""
    return group.memberships.counted().select_related("user", "group").order_by("since", "pk")
