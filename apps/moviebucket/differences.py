"""What two people wrote into one item at once, side by side."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from apps.catalog.models import Movie
from apps.moviebucket.actions.history import WRITABLE, facts_of
from apps.moviebucket.actions.items import fill
from apps.moviebucket.forms import ItemForm, tags_text
from apps.moviebucket.models import Change, Item
from apps.moviebucket.rows import minutes

LATEST = 50  # changes of an item that are read: who made them, and what stood there before


class Difference(NamedTuple):
    """`change` is the last that touched the field, where the log still knows.

    `is_untouched`: whoever was slower left the field as they found it, so that it can have what is there now.
    """

    name: str
    label: str
    now: str
    yours: str
    change: Change | None
    is_untouched: bool


def differences(current: Item, form: ItemForm, film: Movie | None) -> list[Difference]:
    """Every field in which what somebody sent is not what stands there. `form` has been validated."""
    now = facts_of(current)
    yours = _read(current, form.values) | {"movie": film.pk if film else None}
    changes = list(
        Change.objects.filter(bucket=current.bucket, item_id=current.pk)
        .exclude(kind__in=Change.OF_LOANS)
        .select_related("by")
        .order_by("-at", "-pk")[:LATEST]
    )
    found_by_them = _as_it_was(current, form.cleaned_data["version"], changes)
    titles = {pk: movie.title for movie in (current.movie, film) if movie for pk in (movie.pk,)}
    return [
        Difference(
            name,
            "Film" if name == "movie" else form[name].label,
            _words(name, now[name], titles),
            _words(name, yours[name], titles),
            next((change for change in changes if _touches(change, name)), None),
            name in found_by_them and found_by_them[name] == yours[name],
        )
        for name in (*WRITABLE, "movie")
        if name in yours and yours[name] != now[name]
    ]


def _read(current: Item, values: dict[str, Any]) -> dict[str, Any]:
    """What was typed as the model reads it; what it would refuse as it was typed."""
    draft = fill(Item(bucket=current.bucket), values)
    try:
        draft.check_rules()
    except ValidationError as error:
        wrong = set(error.error_dict)
    else:
        wrong = set()
    read = facts_of(draft)
    return {name: value if name in wrong else read[name] for name, value in values.items()}


def _as_it_was(current: Item, version: int | None, changes: list[Change]) -> dict[str, Any]:
    """The facts of an earlier version, by taking the changes since then back; nothing where the log does not say."""
    since = changes[: current.version - (version or 0)]
    if version is None or len(since) < current.version - version or not all(map(_is_change, since)):
        return {}
    facts = facts_of(current)
    for change in since:
        facts |= change.before
    return facts


def _is_change(change: Change) -> bool:
    return change.kind == Change.Kind.CHANGED


def _touches(change: Change, name: str) -> bool:
    return _is_change(change) and name in change.after


def _words(name: str, value: Any, titles: dict[int, str]) -> str:
    if value in (None, "", []):
        return ""
    if name == "tags":
        return tags_text(value) if isinstance(value, list) else str(value)
    if name == "length" and isinstance(value, int):
        return minutes(value)
    if name == "condition" and value in Item.Condition.values:
        return str(Item.Condition(value).label)
    return titles[value] if name == "movie" else str(value)
