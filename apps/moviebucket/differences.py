"""What two people wrote into one item at once, side by side."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from apps.catalog.models import Movie
from apps.moviebucket.actions.history import WRITABLE, facts_of
from apps.moviebucket.actions.items import fill
from apps.moviebucket.forms import ItemForm
from apps.moviebucket.models import Change, Item
from apps.moviebucket.rows import minutes

LATEST = 20  # changes of an item that are asked who made them


class Difference(NamedTuple):
    """`change` is the last that touched the field, where the log still knows."""

    label: str
    now: str
    yours: str
    change: Change | None


def differences(current: Item, form: ItemForm, film: Movie | None) -> list[Difference]:
    """Every field in which what somebody sent is not what stands there. `form` has been validated."""
    yours = _read(current, form.values)
    now = facts_of(current)
    changes = list(
        Change.objects.filter(bucket=current.bucket, item_id=current.pk, kind=Change.Kind.CHANGED)
        .select_related("by")
        .order_by("-at", "-pk")[:LATEST]
    )
    found = [
        Difference(form[name].label, _words(name, now[name]), _words(name, yours[name]), _last(changes, name))
        for name in WRITABLE
        if name in yours and yours[name] != now[name]
    ]
    if (film.pk if film else None) != current.movie_id:
        names = [movie.title if movie else "" for movie in (current.movie, film)]
        found.append(Difference("Film", *names, _last(changes, "movie")))
    return found


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


def _words(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "length" and isinstance(value, int):
        return minutes(value)
    if name == "condition" and value in Item.Condition.values:
        return str(Item.Condition(value).label)
    return str(value)


def _last(changes: list[Change], name: str) -> Change | None:
    return next((change for change in changes if name in change.after), None)
