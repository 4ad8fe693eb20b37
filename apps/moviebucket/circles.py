"""The groups that a bucket is shared with, as its page of people tells of them."""

from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import F

from apps.accounts.models import Profile
from apps.groups.models import Group, Membership
from apps.moviebucket.forms import GroupShareForm
from apps.moviebucket.models import Bucket, Role

SHARE = "group__memberships__bucket_shares"


class Insider(NamedTuple):
    """Somebody who sees a bucket by a group: from when the group did, or from when they came into it."""

    name: str
    since: datetime


class Circle(NamedTuple):
    share: int
    group: Group
    role: Role
    since: datetime
    people: list[Insider]


def circles_of(bucket: Bucket, profile: Profile) -> list[Circle]:
    """Those of the groups that `profile` is in, in one query: of others it learns nothing. The owner is in all."""
    mine = Group.objects.visible_to(profile).order_by().values("pk")
    inside = Membership.objects.counted().filter(**{f"{SHARE}__bucket": bucket, "group__in": mine})
    rows = inside.annotate(share=F(SHARE), may=F(f"{SHARE}__role"), shared=F(f"{SHARE}__since"))
    rows = rows.select_related("user", "group").order_by("shared", "share", "since", "pk")
    return [_circle(bucket, list(members)) for _, members in groupby(rows, attrgetter("share"))]


def _circle(bucket: Bucket, members: list[Any]) -> Circle:
    one = members[0]
    people = [
        Insider(member.user.shown_name, max(member.since, member.shared))
        for member in members
        if member.user_id != bucket.owner_id
    ]
    return Circle(one.share, one.group, Role(one.may), one.shared, people)


def group_form_of(bucket: Bucket, profile: Profile, data: Any = None) -> GroupShareForm:
    """Offers the groups that it is not shared with yet."""
    shared = bucket.group_shares.values("membership__group")
    return GroupShareForm(Group.objects.visible_to(profile).exclude(pk__in=shared), data)
