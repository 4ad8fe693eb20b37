"""Fields of several items at once: tags put on and taken off, and whatever is the same for all. One change in the log.

What that keeps is, of each item, the fields that it wrote as they were and as they became; so one can take it back.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.moviebucket.actions.history import facts_of, record
from apps.moviebucket.actions.items import fill
from apps.moviebucket.actions.several import chosen, named
from apps.moviebucket.models import Bucket, Change, Format, Item, write_tags
from apps.moviebucket.models.change import LONGEST_ABOUT
from apps.moviebucket.models.tag import MOST_TAGS, joined, without

# What one writes in several at a time. Titles, years and places have their own ways; the rest is said copy by copy.
SAME_FOR_ALL = ("format", "rating", "condition", "region", "audio", "subtitles", "service", "bought_at")
NO_TAG = "Say at least one tag."
HAVE_IT = "They have that already."
HAVE_IT_NOT = "None of them has that tag."
NOTHING_SAID = "Fill in at least one field."
BATCH = 100
Facts = dict[str, Any]


@transaction.atomic
def tag_items(*, bucket: Bucket, by: User, ids: Collection[int], tags: Any) -> Change:
    """Puts `tags`, a text with commas or a list, on each. ValidationError: one has no room, or all have them."""
    more = _read(tags)
    items = [(item, {"tags": joined(item.tags, more)}) for item in chosen(bucket, ids)]
    for item, facts in items:
        if len(facts["tags"]) > MOST_TAGS:
            raise ValidationError({"tags": f"“{item}” would have more than {MOST_TAGS} tags. Take some off first."})
    return _write(bucket, by, Change.Kind.TAGGED, items, ", ".join(more), HAVE_IT)


@transaction.atomic
def untag_items(*, bucket: Bucket, by: User, ids: Collection[int], tags: Any) -> Change:
    """Takes `tags` off each that has one of them, however that is spelt."""
    gone = _read(tags)
    items = [(item, {"tags": without(item.tags, gone)}) for item in chosen(bucket, ids)]
    return _write(bucket, by, Change.Kind.UNTAGGED, items, ", ".join(gone), HAVE_IT_NOT)


@transaction.atomic
def edit_items(*, bucket: Bucket, by: User, ids: Collection[int], values: Mapping[str, Any]) -> Change:
    """Writes what `values` has of SAME_FOR_ALL into each; a field that is empty there stays as it is."""
    if unknown := values.keys() - set(SAME_FOR_ALL):
        raise TypeError(f"several items have no such fields in common: {sorted(unknown)}")
    said = {name: value for name, value in values.items() if not _is_empty(value)}
    if not said:
        raise ValidationError(NOTHING_SAID)
    facts = _facts(bucket, said)
    words = ", ".join(_words(name, value) for name, value in facts.items())
    return _write(bucket, by, Change.Kind.EDITED, [(item, facts) for item in chosen(bucket, ids)], words, HAVE_IT)


def write_back(change: Change, by: User, later: str) -> None:
    """Those that still are as `change` made them, as they were before. ValidationError with `later`: none is."""
    was, became = change.before["items"], change.after["items"]
    standing = Item.objects.select_for_update(of=("self",)).filter(bucket=change.bucket, pk__in=was).order_by("pk")
    items = [
        (item, was[str(item.pk)]) for item in standing if _fields(item, became[str(item.pk)]) == became[str(item.pk)]
    ]
    kind = Change.Kind(change.kind)
    _write(change.bucket, by, _OTHER_WAY.get(kind, kind), items, "as before", later)


_OTHER_WAY = {Change.Kind.TAGGED: Change.Kind.UNTAGGED, Change.Kind.UNTAGGED: Change.Kind.TAGGED}


def _write(
    bucket: Bucket, by: User, kind: str, items: Iterable[tuple[Item, Facts]], words: str, nothing: str
) -> Change:
    """Writes into each its facts and notes it; ValidationError with `nothing` where all of them are so already."""
    wanted = {item: facts for item, facts in items if _fields(item, facts) != facts}
    if not wanted:
        raise ValidationError(nothing)
    before = {str(item.pk): _fields(item, facts) for item, facts in wanted.items()}
    now, formats = timezone.now(), Format.objects.names()
    for item, facts in wanted.items():
        fill(item, facts).check_rules(formats)
        item.version += 1
        item.changed_at = now
    names = sorted({name for facts in before.values() for name in facts})
    Item.objects.bulk_update(wanted, [*names, "version", "changed_at"], batch_size=BATCH)
    if "tags" in names:
        write_tags(list(wanted))
    after = {str(item.pk): _fields(item, facts) for item, facts in wanted.items()}
    about = f"{named(wanted)}: {words}"[:LONGEST_ABOUT]
    return record(bucket=bucket, by=by, kind=kind, about=about, before={"items": before}, after={"items": after})


def _fields(item: Item, names: Iterable[str]) -> Facts:
    facts = facts_of(item)
    return {name: facts[name] for name in names}


def _read(tags: Any) -> list[str]:
    """The tags that somebody wrote, by the rules that an item has for them."""
    try:
        read: list[str] = Item._meta.get_field("tags").clean(tags, None)
    except ValidationError as error:
        raise ValidationError({"tags": error}) from None
    if not read:
        raise ValidationError({"tags": NO_TAG})
    return read


def _facts(bucket: Bucket, said: Facts) -> Facts:
    """What was said as the rules of an item read it. ValidationError."""
    draft = fill(Item(bucket=bucket), said)
    try:
        draft.check_rules()
    except ValidationError as error:  # also for what nobody said
        if wrong := {name: errors for name, errors in error.error_dict.items() if name in said}:
            raise ValidationError(wrong) from None
    return _fields(draft, said)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _words(name: str, value: Any) -> str:
    label = str(Item._meta.get_field(name).verbose_name)
    return f"{label} {Item.Condition(value).label if name == 'condition' else value}"
