"""Tags: the words of their own that people put on a copy, and by which a bucket finds it again.

The column `tags` of an item says which it has. A row of `ItemTag` repeats each, so that an index finds the items of a
tag and the database holds the rules. `write_tags` keeps the two alike; whoever writes items calls it, or saves them
one by one. ADR 17.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from apps.moviebucket.fields import fault_of, has_size, size_of, tidied
from apps.moviebucket.models.bucket import Bucket

if TYPE_CHECKING:
    from apps.moviebucket.models.item import Item

MOST_TAGS = 20  # of an item
LONGEST_TAG = 30  # characters as people count them
MOST_CODE_POINTS = 100  # of a tag: what 30 characters with all their marks may need
COMMA = ","
TAGS = f"A tag has 1 to {LONGEST_TAG} printable characters and no comma; a copy has at most {MOST_TAGS} of them."
BATCH = 500


@lru_cache(maxsize=4096)  # a table of 50,000 copies has a few tags, again and again
def key_of(tag: str) -> str:
    """What two spellings of a tag have in common: case does not tell them apart."""
    return unicodedata.normalize("NFC", tidied(tag).casefold())


class TagsField(models.TextField):
    """A list of tags, each once and in the order of the alphabet; in the database one text with commas between them.

    It is read from such a text, in which nothing between two commas is nothing, or from a list of texts.
    """

    empty_values = ()  # nothing is no tags, which `to_python` has to say

    def from_db_value(self, value: str | None, *args: Any) -> list[str]:
        return value.split(COMMA) if value else []

    def get_prep_value(self, value: Any) -> Any:
        return COMMA.join(value) if isinstance(value, (list, tuple)) else super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = [part for part in value.split(COMMA) if tidied(part)]
        elif value is None:
            value = []
        if not isinstance(value, (list, tuple)) or not all(isinstance(tag, str) for tag in value):
            raise ValidationError(TAGS, code="invalid")
        return [tidied(tag) for tag in value]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if len(value) > MOST_TAGS:
            raise ValidationError(TAGS, code="max_length")
        for tag in value:
            if code := "invalid" if COMMA in tag else fault_of(tag, LONGEST_TAG, MOST_CODE_POINTS):
                raise ValidationError(TAGS, code=code)

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        return joined(super().clean(value, model_instance))


def joined(*lists: Collection[str]) -> list[str]:
    """The tags of all of them, each as it is spelt first."""
    found: dict[str, str] = {}
    for tag in (tag for tags in lists for tag in tags):
        found.setdefault(key_of(tag), tag)
    return [found[key] for key in sorted(found)]


def without(tags: Collection[str], others: Collection[str]) -> list[str]:
    gone = {key_of(tag) for tag in others}
    return [tag for tag in tags if key_of(tag) not in gone]


class ItemTag(models.Model):
    """A tag of an item. `key` is what it is found by, `bucket` that of the item."""

    item = models.ForeignKey("moviebucket.Item", models.CASCADE, related_name="tag_rows", db_index=False)
    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=MOST_CODE_POINTS)
    key = models.CharField(max_length=3 * MOST_CODE_POINTS)  # a letter may be three in lower case
    size = models.PositiveSmallIntegerField(help_text="Characters of the name as people count.")

    class Meta:
        ordering = ["item", "key"]
        constraints = [
            models.CheckConstraint(
                name="moviebucket_tag_name",
                condition=has_size("name", "size", LONGEST_TAG) & ~Q(name__contains=COMMA),
                violation_error_message=TAGS,
            ),
            models.UniqueConstraint(
                fields=["item", "key"], name="moviebucket_tag_once", violation_error_message="It has this tag already."
            ),
        ]
        indexes = [models.Index(fields=["bucket", "key", "item", "name"], name="moviebucket_tag_of_bucket")]

    def __str__(self) -> str:
        return self.name


def write_tags(items: Collection[Item], *, are_new: bool = False) -> None:
    """Makes the rows of these items what their columns say."""
    if not are_new:
        ItemTag.objects.filter(item__in=[item.pk for item in items]).delete()
    rows = [
        ItemTag(item_id=item.pk, bucket_id=item.bucket_id, name=tag, key=key_of(tag), size=size_of(tag))
        for item in items
        for tag in item.tags
    ]
    if rows:
        ItemTag.objects.bulk_create(rows, batch_size=BATCH)
