"""What somebody asks of a bucket by the query of the address: a view, an order, and which of its items."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone

from apps.accounts.models import Profile
from apps.catalog.names import sort_title_of
from apps.catalog.narrowing import Narrowing, narrowings
from apps.core.templatetags.core import runtime
from apps.moviebucket.models import Item, ItemQuerySet, Loan

VIEWS = {"posters": ("Posters", "layout-grid"), "table": ("Table", "table-2"), "shelf": ("Shelf", "library-big")}
SORTS = {
    "title": "Title, A to Z", "-title": "Title, Z to A", "format": "Format", "-format": "Format, the other way round",
    "length": "Shortest first", "-length": "Longest first", "release_year": "Oldest film first",
    "-release_year": "Newest film first", "-rating": "Best rated first", "rating": "Lowest rated first",
    "-added_at": "Added last", "added_at": "Added first", "-changed_at": "Changed last", "changed_at": "Changed first",
    "place": "Place", "-place": "Place, the other way round", "price": "Cheapest first", "-price": "Dearest first",
}  # fmt: skip
COLUMNS = {
    "edition": "Edition", "condition": "Condition", "place": "Place", "service": "Streams on", "price": "Price",
    "region": "Region", "audio": "Audio", "subtitles": "Subtitles", "barcode": "Barcode", "added_at": "Added",
}  # fmt: skip
# What whoever has the link is not told, neither in words nor by the order of things.
PRIVATE = ("place", "price", "added_at", "changed_at", "barcode", "condition")
LOANS = {"out": "Lent", "overdue": "Overdue", "in": "On the shelf"}
LENGTHS = ("90", "120", "150", "180")
NOWHERE = "-"  # as a room: those that stand in none
LONGEST = 100
OWN_NARROWING = "owned"  # of a bucket itself that says nothing


class Filter(NamedTuple):
    """`read` makes "" of what it does not understand; `chip` says a value in words."""

    label: str
    read: Callable[[str], str]
    narrow: Callable[[Any, str], Any]
    chip: Callable[[str], str]
    is_private: bool = False


def _text(given: str) -> str:
    return " ".join(given.replace("\0", "").split())[:LONGEST]


def _year(given: str) -> str:
    return given if len(given) == 4 and given.isascii() and given.isdigit() else ""


def _one_of(*values: str) -> Callable[[str], str]:
    return lambda given: given if given in values else ""


def _in_room(items: ItemQuerySet, room: str) -> ItemQuerySet:
    return items.filter(room="" if room == NOWHERE else room)


def _lent(items: ItemQuerySet, value: str) -> ItemQuerySet:
    loans = Loan.objects.overdue(timezone.localdate()) if value == "overdue" else Loan.objects.out()
    is_out = Exists(loans.filter(item=OuterRef("pk")).order_by())
    return items.filter(~is_out if value == "in" else is_out)


_CONDITIONS: dict[str, str] = {str(value): str(label) for value, label in Item.Condition.choices}
FILTERS = {
    "q": Filter("Title", _text, lambda items, v: items.filter(sort_title__contains=sort_title_of(v)), "“{}”".format),
    "format": Filter("Format", _text, lambda items, v: items.filter(format=v), str),
    "from": Filter("From", _year, lambda items, v: items.filter(release_year__gte=int(v)), "From {}".format),
    "to": Filter("To", _year, lambda items, v: items.filter(release_year__lte=int(v)), "Up to {}".format),
    "length": Filter(
        "Length", _one_of(*LENGTHS), lambda items, v: items.filter(length__lte=int(v)),
        lambda v: f"Up to {runtime(int(v))}",
    ),
    "rating": Filter(
        "Rating", _one_of("2", "3", "4", "5"), lambda items, v: items.filter(rating__gte=int(v)),
        lambda v: f"{v} of 5 or better" if v != "5" else "5 of 5",
    ),
    "condition": Filter(
        "Condition", _one_of(*_CONDITIONS), lambda items, v: items.filter(condition=v), _CONDITIONS.__getitem__, True
    ),
    "room": Filter("Room", _text, _in_room, lambda v: "No room" if v == NOWHERE else v, True),
    "service": Filter("Streams on", _text, lambda items, v: items.filter(service=v), str),
    "lent": Filter("Lent", _one_of(*LOANS), _lent, LOANS.__getitem__, True),
    "film": Filter(
        "In the catalogue", _one_of("yes", "no"), lambda items, v: items.filter(movie__isnull=v == "no"),
        lambda v: "Not in the catalogue" if v == "no" else "In the catalogue",
    ),
}  # fmt: skip


class Wanted:
    """What is not understood is left out. `values` are the filters that are on, by name."""

    def __init__(self, given: QueryDict, viewer: Profile | None, *, is_public: bool = False) -> None:
        self.viewer, self.is_public = viewer, is_public
        self.views = {name: words for name, words in VIEWS.items() if not (is_public and name == "shelf")}
        self.sorts = {name: words for name, words in SORTS.items() if self._is_told(name.removeprefix("-"))}
        self.columns_there = {name: words for name, words in COLUMNS.items() if self._is_told(name)}
        self.filters = _filters(viewer, is_public=is_public)
        self.view = given["view"] if given.get("view") in self.views else "posters"
        self.chosen_sort = given["sort"] if given.get("sort") in self.sorts else "title"
        self.sort = "place" if self.view == "shelf" else self.chosen_sort
        self.columns = [name for name in self.columns_there if name in given.getlist("columns")]
        read = {name: known.read(given.get(name, "").strip()) for name, known in self.filters.items()}
        self.values = {name: value for name, value in read.items() if value}

    def _is_told(self, name: str) -> bool:
        return not (self.is_public and name in PRIVATE)

    @property
    def narrows(self) -> bool:
        return bool(self.values)

    def narrow(self, items: ItemQuerySet) -> ItemQuerySet:
        for name, value in self.values.items():
            items = self.filters[name].narrow(items, value)
        return items

    def address(self, **changes: Any) -> str:
        """The query of the same page with something else in it; None takes it away. Begins at the first page."""
        asked: dict[str, Any] = {"view": self.view, "sort": self.chosen_sort, "columns": self.columns, **self.values}
        asked |= changes
        plain = {"view": "posters", "sort": "title"}
        said = {name: value for name, value in asked.items() if value and value != plain.get(name)}
        return f"?{urlencode(said, doseq=True)}"

    def unfiltered(self) -> str:
        return self.address(**dict.fromkeys(self.values))

    def chips(self) -> list[dict[str, str]]:
        return [
            {"label": self.filters[name].chip(value), "url": self.address(**{name: None})}
            for name, value in self.values.items()
        ]


def _filters(viewer: Profile | None, *, is_public: bool) -> dict[str, Filter]:
    """The bucket's own, and to whoever is signed in those of the apps above."""
    own = {name: known for name, known in FILTERS.items() if not (is_public and known.is_private)}
    if viewer is None:
        return own
    others = {name: known for name, known in narrowings().items() if name != OWN_NARROWING}
    return own | {name: _of_an_app_above(known, viewer) for name, known in others.items()}


def _of_an_app_above(known: Narrowing, viewer: Profile) -> Filter:
    words: Mapping[str, str] = dict(known.options)
    return Filter(
        known.label,
        _one_of(*(value for value in words if value)),
        lambda items, value: known.narrow(items, viewer, value),
        words.__getitem__,
    )
