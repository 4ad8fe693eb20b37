"""Buckets, what is in them, whom they are shared with, and what was done in them."""

from apps.moviebucket.models.bucket import Bucket, BucketQuerySet, GroupShare, Invitation, Role, Share, role_in
from apps.moviebucket.models.change import Change
from apps.moviebucket.models.item import CONTRACT, MOST_ITEMS, Format, Item, ItemQuerySet, format_sentence
from apps.moviebucket.models.item_import import ItemImport
from apps.moviebucket.models.loan import Ask, Loan, loans_out, people_of
from apps.moviebucket.models.photo import ItemPhoto
from apps.moviebucket.models.tag import ItemTag, write_tags

__all__ = [
    "CONTRACT",
    "MOST_ITEMS",
    "Ask",
    "Bucket",
    "BucketQuerySet",
    "Change",
    "Format",
    "GroupShare",
    "Invitation",
    "Item",
    "ItemImport",
    "ItemPhoto",
    "ItemQuerySet",
    "ItemTag",
    "Loan",
    "Role",
    "Share",
    "format_sentence",
    "loans_out",
    "people_of",
    "role_in",
    "write_tags",
]
