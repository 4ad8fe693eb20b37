"""The body of an item as the schema describes it, and as an action takes it: raw. What is wrong with it says the model.

Written by hand, since no field of a serializer is "117, or "1:57", and with blanks around it too".
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import ValidationError as Invalid

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.core.fields import ANY_TEXT, MORE_THAN_BLANKS
from apps.core.ids import LARGEST_ID
from apps.moviebucket.actions import WRITABLE
from apps.moviebucket.actions.many import Row
from apps.moviebucket.models import CONTRACT, Item
from apps.moviebucket.models.tag import LONGEST_TAG, MOST_TAGS

MOST_AT_ONCE = 1_000
NO_OBJECT = "Send an object with the fields of an item."
NO_LIST = f"Send a list of 1 to {MOST_AT_ONCE:,} items."
NO_FILM = "There is no such film, or none that you may see."


# What is printed and no comma; a tag is more than blanks. As one text they have commas between them.
_SIGN = r"[^\u0000-\u001f\u007f-\u009f,]"
_A_TAG = rf"^{_SIGN}*[^\s\u0000-\u001f\u007f-\u009f,]{_SIGN}*$"
_TAGS_TEXT = rf"^{_SIGN}{{0,{LONGEST_TAG}}}(,{_SIGN}{{0,{LONGEST_TAG}}}){{0,{MOST_TAGS - 1}}}$"


def _number(pattern: str, least: int, most: int) -> dict[str, Any]:
    """As a number, or as the text that somebody typed."""
    text = {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}
    return {"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, text]}


def _text(name: str) -> dict[str, Any]:
    described = Item._meta.get_field(name)
    text = {"type": ["string", "null"], "maxLength": described.max_length, "pattern": ANY_TEXT}
    return text | ({"description": described.help_text} if described.help_text else {})


TAGS: dict[str, Any] = {
    "type": "array",
    "maxItems": MOST_TAGS,
    "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_TAG, "pattern": _A_TAG},
    "description": "Words of one's own. Two that differ in case alone are one. The schema counts code points, so a tag "
    "in a script that combines several into one character may be longer.",
}
_PROPERTIES: dict[str, Any] = {
    "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 50,
        "pattern": MORE_THAN_BLANKS,
        "description": "1 to 50 characters as people count them; blanks around it go. The schema counts code points, "
        "so a title in a script that combines several into one character may be longer.",
    },
    "format": {"type": "string", "minLength": 1, "maxLength": 30, "examples": ["VHS", "DVD", "Streaming"]},
    "length": _number(r"-?0|[1-9]|[1-9][0-9]|[1-4][0-9]{2}|500|0?[0-7]:[0-5][0-9]|0?8:([01][0-9]|20)", 0, 500)
    | {"description": "Minutes, or hours and minutes: 117 or 1:57."},
    "release_year": _number(r"1[89][0-9]{2}|20[0-9]{2}|2100", 1800, 2100),
    "rating": _number(r"[1-5]", 1, 5),
    **{name: _text(name) for name in WRITABLE if name not in (*CONTRACT, "bought_on", "price", "condition", "tags")},
    "condition": {"type": ["string", "null"], "enum": ["", *Item.Condition.values, None]},
    "bought_on": {"type": ["string", "null"], "format": "date"},
    "price": {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 9_999_999, "multipleOf": 0.01},
            {"type": "string", "pattern": r"^([0-9]{1,7}(\.[0-9]{1,2})?)?$"},
            {"type": "null"},
        ]
    },
    "tags": {"anyOf": [TAGS, {"type": "string", "pattern": _TAGS_TEXT}, {"type": "null"}]},
}
_ORDERED = {name: _PROPERTIES[name] for name in WRITABLE} | {
    "movie": {
        "type": ["integer", "null"],
        "minimum": 1,
        "maximum": LARGEST_ID,
        "description": "The film that it is a copy of: its id, as /api/movies has it.",
    }
}
CHANGE = {"type": "object", "properties": _ORDERED}
ITEM = CHANGE | {"required": list(CONTRACT)}
MANY = {"type": "array", "items": ITEM, "minItems": 1, "maxItems": MOST_AT_ONCE}


def facts_of(sent: Any) -> dict[str, Any]:
    """The fields of an item that a body names, raw, `movie` among them."""
    if not isinstance(sent, Mapping):
        raise Invalid([NO_OBJECT])
    return {name: sent[name] for name in (*WRITABLE, "movie") if name in sent}


def film_of(facts: dict[str, Any], viewer: Profile) -> dict[str, Any]:
    """Takes the id out of `facts`; what an action calls `movie`, if the body says anything about it."""
    if "movie" not in facts:
        return {}
    given = facts.pop("movie")
    films = films_of([given], viewer)
    if given is not None and not films:
        raise no_film()
    return {"movie": next(iter(films.values()), None)}


def no_film() -> ValidationError:
    return ValidationError({"movie": ValidationError(NO_FILM, code="invalid_choice")})


def films_of(given: list[Any], viewer: Profile) -> dict[int, Movie]:
    """The films with these ids that one may see, in one query; what is no id has none."""
    return Movie.objects.visible_to(viewer).in_bulk({pk for pk in given if is_id(pk)})


def rows_of(sent: Any, viewer: Profile) -> list[Row]:
    """A list of items as `add_many` takes it."""
    if not isinstance(sent, list) or not 1 <= len(sent) <= MOST_AT_ONCE:
        raise Invalid([NO_LIST])
    films = films_of([item.get("movie") for item in sent if isinstance(item, Mapping)], viewer)
    return [_row(item, films) for item in sent]


def _row(item: Any, films: dict[int, Movie]) -> Row:
    if not isinstance(item, Mapping):
        return ValidationError({"__all__": ValidationError(NO_OBJECT, code="invalid")})
    facts = facts_of(item)
    given = facts.pop("movie", None)
    if given is None:
        return facts
    return facts | {"movie": films[given]} if is_id(given) and given in films else no_film()


def is_id(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= LARGEST_ID
