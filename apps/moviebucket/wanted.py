"""What somebody asks of a bucket by the query of the address: a view, an order, and which of its items."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from apps.accounts.models import Profile
from apps.catalog.narrowing import Narrowing, narrowings
from apps.core.templatetags.core import runtime
from apps.moviebucket.criteria import CRITERIA, LOANS, LONGEST, Criterion
from apps.moviebucket.models import Item, ItemQuerySet

VIEWS = {"posters": ("Posters", "layout-grid"), "table": ("Table", "table-2"), "shelf": ("Shelf", "library-big")}
SORTS = {
    "title": "Title, A to Z", "-title": "Title, Z to A", "format": "Format", "-format": "Format, the other way round",
    "length": "Shortest first", "-length": "Longest first", "release_year": "Oldest film first",
    "-release_year": "Newest film first", "-rating": "Best rated first", "rating": "Lowest rated first",
    "-added_at": "Added last", "added_at": "Added first", "-changed_at": "Changed last", "changed_at": "Changed first",
    "place": "Place", "-place": "Place, the other way round", "price": "Cheapest first", "-price": "Dearest first",
    "-bought_on": "Bought last", "bought_on": "Bought first", "condition": "Best kept first",
    "-condition": "Worst kept first", "edition": "Edition", "-edition": "Edition, Z to A", "region": "Region",
    "-region": "Region, Z to A", "shelf": "Shelf", "-shelf": "Shelf, Z to A", "bought_at": "Shop",
    "-bought_at": "Shop, Z to A", "service": "Service", "-service": "Service, Z to A", "barcode": "Barcode",
    "-barcode": "Barcode, 9 to 0",
}  # fmt: skip
COLUMNS = {
    "edition": "Edition", "condition": "Condition", "place": "Place", "service": "Streams on", "price": "Price",
    "region": "Region", "audio": "Audio", "subtitles": "Subtitles", "barcode": "Barcode", "added_at": "Added",
    "bought_on": "Bought on", "bought_at": "Bought at", "tags": "Tags",
}  # fmt: skip
# What whoever has the link is not told, neither in words nor by the order of things.
PRIVATE = (
    "place", "price", "added_at", "changed_at", "barcode", "condition", "shelf", "bought_on", "bought_at", "tags",
)  # fmt: skip
RATINGS = ("2", "3", "4", "5")
LENGTHS = ("90", "120", "150", "180")
NOWHERE = "-"  # as a room or a shelf: those that stand in none
OWN_NARROWING = "owned"  # of a bucket itself that says nothing
# What stands under "More filters": groups of rows.
MORE = {
    "The copy": (("edition",), ("region",), ("condition",), ("audio",), ("subtitles",), ("barcode",)),
    "Bought": (("bought_at",), ("bought_from", "bought_to"), ("price_from", "price_to"), ("currency",)),
    "Kept": (
        ("shelf",), ("notes",), ("added_from", "added_to"), ("changed_from", "changed_to"), ("film",),
    ),
}  # fmt: skip


class Filter(NamedTuple):
    """A criterion as a page calls it. `chip` says a value in words; `only` has all values that there are, if not any.

    `kind` is that of the field: "text", "select", "day", "money" or "digits". `none` stands for the empty value.
    """

    label: str
    criterion: Criterion
    chip: Callable[[str], str]
    kind: str = "select"
    is_private: bool = False
    only: Collection[str] = ()
    none: str = ""

    def read(self, given: str) -> str:
        """The text that an address keeps; nothing where it is not understood."""
        text = " ".join(given.replace("\0", "").split())[:LONGEST]
        is_offered = not self.only or text in self.only
        return text if text and is_offered and self._value(text) is not None else ""

    def narrow(self, items: ItemQuerySet, text: str) -> ItemQuerySet:
        return self.criterion.narrow(items, self._value(text))

    def _value(self, text: str) -> Any:
        if text == self.none:
            text = ""
        return self.criterion.read(text.replace(",", ".") if self.kind == "money" else text)


def _private(label: str, name: str, chip: Callable[[str], str], kind: str, *only: str, none: str = "") -> Filter:
    """Of what whoever has the link is not told."""
    return Filter(label, CRITERIA[name], chip, kind, True, only, none)


def _said(words: str) -> Callable[[str], str]:
    return f"{words}: {{}}".format


def _on(words: str) -> Callable[[str], str]:
    def chip(text: str) -> str:
        day = date.fromisoformat(text)
        return f"{words} {day.day} {day:%b} {day.year}"

    return chip


_CONDITIONS: dict[str, str] = {str(value): str(label) for value, label in Item.Condition.choices}
FILTERS = {
    "q": Filter("Title", CRITERIA["q"], "“{}”".format, "text"),
    "format": Filter("Format", CRITERIA["format"], str),
    "from": Filter("From", CRITERIA["release_year_min"], "From {}".format, "digits"),
    "to": Filter("To", CRITERIA["release_year_max"], "Up to {}".format, "digits"),
    "length": Filter("Length", CRITERIA["length_max"], lambda v: f"Up to {runtime(int(v))}", only=LENGTHS),
    "rating": Filter(
        "Rating", CRITERIA["rating_min"], lambda v: f"{v} of 5 or better" if v != "5" else "5 of 5", only=RATINGS
    ),
    "tag": _private("Tag", "tag", _said("Tag"), "select"),
    "room": _private("Room", "room", lambda v: "No room" if v == NOWHERE else v, "select", none=NOWHERE),
    "service": Filter("Streams on", CRITERIA["service"], str),
    "lent": _private("Lent", "lent", LOANS.__getitem__, "select", *LOANS),
    "edition": Filter("Edition", CRITERIA["edition"], _said("Edition"), "text"),
    "region": Filter("Region", CRITERIA["region"], _said("Region"), "text"),
    "condition": _private("Condition", "condition", _CONDITIONS.__getitem__, "select", *_CONDITIONS),
    "audio": Filter("Audio", CRITERIA["audio"], _said("Audio"), "text"),
    "subtitles": Filter("Subtitles", CRITERIA["subtitles"], _said("Subtitles"), "text"),
    "barcode": _private("Barcode", "barcode", _said("Barcode"), "digits"),
    "bought_at": _private("Bought at", "bought_at", _said("Bought at"), "text"),
    "bought_from": _private("Bought from", "bought_on_min", _on("Bought from"), "day"),
    "bought_to": _private("Bought until", "bought_on_max", _on("Bought until"), "day"),
    "price_from": _private("Price from", "price_min", _said("Price from"), "money"),
    "price_to": _private("Price to", "price_max", _said("Price up to"), "money"),
    "currency": _private("Currency", "currency", _said("Currency"), "text"),
    "shelf": _private("Shelf", "shelf", lambda v: "No shelf" if v == NOWHERE else f"Shelf: {v}", "text", none=NOWHERE),
    "notes": _private("Notes", "notes", _said("Notes"), "text"),
    "added_from": _private("Added from", "added_at_min", _on("Added from"), "day"),
    "added_to": _private("Added until", "added_at_max", _on("Added until"), "day"),
    "changed_from": _private("Changed from", "changed_at_min", _on("Changed from"), "day"),
    "changed_to": _private("Changed until", "changed_at_max", _on("Changed until"), "day"),
    "film": Filter(
        "In the catalogue", CRITERIA["film"], lambda v: "Not in the catalogue" if v == "no" else "In the catalogue",
        only=("yes", "no"),
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
    def column_names(self) -> list[str]:
        return [COLUMNS[name] for name in self.columns]

    @property
    def uses_more(self) -> bool:
        """Whether one of MORE is on."""
        return any(name in self.values for rows in MORE.values() for row in rows for name in row)

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

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """What a form has to send along to ask for the same again, but for `names`."""
        asked = QueryDict(self.address().removeprefix("?"))
        return [(name, value) for name, values in asked.lists() if name not in names for value in values]

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
    values = [value for value in words if value]
    criterion = Criterion(str, lambda items, value: known.narrow(items, viewer, value), {}, "")
    return Filter(known.label, criterion, words.__getitem__, only=values)
