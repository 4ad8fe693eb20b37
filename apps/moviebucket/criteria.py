"""What the items of a bucket are narrowed down by: each criterion once, for pages, API, print and export.

A criterion reads a value from the text of an address and says what it means. A page leaves out what cannot be read, the
API answers it with a 400; which criteria a page offers and how it calls them says `wanted.py`.
"""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.catalog.names import sort_title_of
from apps.moviebucket.barcodes import plain
from apps.moviebucket.models import Item, ItemQuerySet, ItemTag, Loan
from apps.moviebucket.models.item import CENT
from apps.moviebucket.models.tag import key_of

LONGEST = 100
LOANS = {"out": "Lent", "overdue": "Overdue", "in": "On the shelf"}
MOST_MONEY = 9_999_999
NO_FILM = 0  # no row has this id
# Beyond these no item was added; and a moment of the year 1 has no day before it in the next time zone.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2900, 1, 1)
_WHOLE = re.compile("[0-9]{1,19}", re.ASCII)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONEY = re.compile(r"[0-9]{1,7}(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)


class Criterion(NamedTuple):
    """`read` makes a value of the text, None where it is none; `narrow` leaves the items that it is true of."""

    read: Callable[[str], Any]
    narrow: Callable[[ItemQuerySet, Any], ItemQuerySet]
    schema: dict[str, Any]
    description: str


def _column(lookup: str) -> Callable[[ItemQuerySet, Any], ItemQuerySet]:
    return lambda items, value: items.filter(**{lookup: value})


def _number(lookup: str, least: int, most: int, description: str) -> Criterion:
    def read(text: str) -> int | None:
        number = int(text) if _WHOLE.fullmatch(text) else None
        return number if number is not None and least <= number <= most else None

    return Criterion(read, _column(lookup), {"type": "integer", "minimum": least, "maximum": most}, description)


def _words(text: str) -> str | None:
    return " ".join(text.replace("\0", "").split()) if len(text) <= LONGEST else None


def _text(narrow: Callable[[ItemQuerySet, Any], ItemQuerySet], description: str, least: int = 0) -> Criterion:
    schema = {"type": "string", "minLength": least, "maxLength": LONGEST}
    return Criterion(lambda text: _words(text) if len(text) >= least else None, narrow, schema, description)


def _part(column: str, description: str) -> Criterion:
    """Nothing is a part of everything."""
    return _text(lambda items, v: items.filter(**{f"{column}__icontains": v}) if v else items, description)


def _choice(
    values: Collection[str], narrow: Callable[[ItemQuerySet, Any], ItemQuerySet], description: str
) -> Criterion:
    return Criterion(lambda text: text if text in values else None, narrow, {"enum": [*values]}, description)


def _day(narrow: Callable[[ItemQuerySet, Any], ItemQuerySet], description: str) -> Criterion:
    def read(text: str) -> date | None:
        try:
            return date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:  # the 31st of June
            return None

    return Criterion(read, narrow, {"type": "string", "format": "date"}, description)


def _money(lookup: str, description: str) -> Criterion:
    def read(text: str) -> Decimal | None:
        amount = Decimal(text) if _MONEY.fullmatch(text) else None
        return amount.quantize(CENT) if amount is not None and amount <= MOST_MONEY else None

    return Criterion(read, _column(lookup), {"type": "number", "minimum": 0, "maximum": MOST_MONEY}, description)


def _midnight(day: date, days: int = 0) -> datetime:
    """When it begins where the site is."""
    return timezone.make_aware(datetime.combine(min(max(day, FIRST_DAY), LAST_DAY) + timedelta(days), time()))


def _since(column: str) -> Callable[[ItemQuerySet, Any], ItemQuerySet]:
    return lambda items, day: items.filter(**{f"{column}__gte": _midnight(day)})


def _until(column: str) -> Callable[[ItemQuerySet, Any], ItemQuerySet]:
    return lambda items, day: items.filter(**{f"{column}__lt": _midnight(day, 1)})


def _called(items: ItemQuerySet, words: str) -> ItemQuerySet:
    return items.filter(sort_title__contains=sort_title_of(words)) if words else items


def _tagged(items: ItemQuerySet, tag: str) -> ItemQuerySet:
    """Of one bucket the tags are read first, whatever the database thinks of how many there are."""
    tags = ItemTag.objects.filter(key=key_of(tag)).order_by()
    if items.bucket is None:
        return items.filter(Exists(tags.filter(item=OuterRef("pk"))))
    return items.filter(pk__in=tags.filter(bucket=items.bucket).values("item"))


def _lent(items: ItemQuerySet, value: str) -> ItemQuerySet:
    loans = Loan.objects.overdue(timezone.localdate()) if value == "overdue" else Loan.objects.out()
    is_out = Exists(loans.filter(item=OuterRef("pk")).order_by())
    return items.filter(~is_out if value == "in" else is_out)


def _of_film(items: ItemQuerySet, value: str) -> ItemQuerySet:
    """Not by the index of films, which knows no bucket and in which all copies without one stand together."""
    items = items.alias(film=Coalesce("movie", Value(NO_FILM), output_field=BigIntegerField()))
    return items.filter(film=NO_FILM) if value == "no" else items.exclude(film=NO_FILM)


CRITERIA = {
    "q": _text(_called, "Part of the title, whatever its case and accents."),
    "format": _text(_column("format"), "VHS, DVD, Streaming or another one of this site.", least=1),
    "release_year": _number("release_year", 1800, 2100, "Of this year."),
    "release_year_min": _number("release_year__gte", 1800, 2100, "From this year."),
    "release_year_max": _number("release_year__lte", 1800, 2100, "Up to this year."),
    "length_min": _number("length__gte", 0, 500, "At least so many minutes."),
    "length_max": _number("length__lte", 0, 500, "At most so many minutes."),
    "rating_min": _number("rating__gte", 1, 5, "Rated at least."),
    "rating_max": _number("rating__lte", 1, 5, "Rated at most."),
    "edition": _part("edition", "Part of the edition."),
    "region": _part("region", "Part of the region."),
    "audio": _part("audio", "Part of the languages that are spoken."),
    "subtitles": _part("subtitles", "Part of the languages to be read."),
    "barcode": _text(
        lambda items, v: items.filter(barcode__contains=plain(v)) if v else items, "Digits of the barcode."
    ),
    "condition": _choice(
        ["", *Item.Condition.values], _column("condition"), "In this condition; empty: nobody said."
    ),
    "room": _text(_column("room"), "In this room; empty: in none."),
    "shelf": _text(_column("shelf"), "On this shelf; empty: on none."),
    "bought_on_min": _day(_column("bought_on__gte"), "Bought on this day or later."),
    "bought_on_max": _day(_column("bought_on__lte"), "Bought on this day or earlier."),
    "bought_at": _part("bought_at", "Part of where it was bought."),
    "price_min": _money("price__gte", "Paid at least, in whichever currency."),
    "price_max": _money("price__lte", "Paid at most, in whichever currency."),
    "currency": _text(lambda items, v: items.filter(currency=v.upper()), "Paid in this currency; empty: in none."),
    "service": _text(_column("service"), "On this streaming service; empty: on none."),
    "notes": _part("notes", "Part of the notes."),
    "tag": _text(_tagged, "With this tag, whatever its case.", least=1),
    "movie": _number("movie", 1, 2**63 - 1, "Copies of this film, by its id."),
    "film": _choice(["yes", "no"], _of_film, "Whether it is linked to a film of the catalogue."),
    "lent": _choice(LOANS, _lent, "Lent, overdue, or in its place."),
    "added_at_min": _day(_since("added_at"), "Added on this day or later."),
    "added_at_max": _day(_until("added_at"), "Added on this day or earlier."),
    "changed_at_min": _day(_since("changed_at"), "Changed on this day or later."),
    "changed_at_max": _day(_until("changed_at"), "Changed on this day or earlier."),
}  # fmt: skip
