"""The items of a page as cards, lines and spines, built in Python as the cards of films are: a page has fifty."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.genres import genre_name
from apps.catalog.pictures import is_picture_path
from apps.catalog.posters import Design, deal, design_of, draw_poster
from apps.catalog.templatetags.catalog import poster
from apps.core.templatetags.core import icon, runtime
from apps.moviebucket.lending import Sign
from apps.moviebucket.models import Item
from apps.moviebucket.wanted import COLUMNS, Wanted

EAGER = 6  # pictures that load at once
# Where a title leads: to its item, for those with the link to its film or nowhere.
Address = Callable[[Item], str]
# What is said of items that are out, by their ids.
Signs = Mapping[int, Sign]


class Sheet(NamedTuple):
    """What a poster is drawn from: the film where there is one, else what the item itself says."""

    title: str
    year: int | None
    director: str
    genre: str


def sheet_of(item: Item) -> Sheet:
    if item.movie is None:
        return Sheet(item.title, item.release_year, "", "")
    return Sheet(item.movie.title, item.movie.year, item.movie.director_names, genre_name(item.movie.lead_genre_id))


def item_poster(item: Item, size: str = "card") -> SafeString:
    """The poster of the film, or a drawn one. `size` as with the catalogue's own."""
    if item.movie is not None:
        return poster(item.movie, size)
    return draw_poster(design_of(item.title, item.release_year, ""), item.title, item.release_year)


@cache
def stars(rating: int) -> SafeString:
    """A rating of 1 to 5 in print, and in words for who hears it."""
    return mark_safe(  # noqa: S308
        f'<span class="item-stars" aria-hidden="true">{"★" * rating}<i>{"★" * (5 - rating)}</i></span>'
        f'<span class="visually-hidden">{rating} of 5</span>'
    )


def minutes(length: int) -> str:
    return runtime(length) or "0 min"


def linked(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def _said(signs: Signs, item: Item) -> str:
    return signs[item.pk].whole if item.pk in signs else ""


def item_cards(items: Iterable[Item], address: Address, photo: Address, signs: Signs) -> SafeString:
    """`<li>`s for a grid. No neighbours are drawn alike. `photo` is where the photo of a copy lies."""
    sheets = [(item, sheet_of(item)) for item in items]
    designs = [design for _, design in deal((sheet, sheet.genre) for _, sheet in sheets)]
    cards = (
        _card(item, _picture(item, sheet, design, photo, place < EAGER), address(item), _said(signs, item))
        for place, ((item, sheet), design) in enumerate(zip(sheets, designs, strict=True))
    )
    return mark_safe("".join(cards))  # noqa: S308


def _picture(item: Item, sheet: Sheet, design: Design, photo: Address, is_eager: bool) -> str:
    """The poster of the film; for want of one what somebody took of the copy, or a drawn one."""
    if item.movie is not None and is_picture_path(item.movie.poster_path):
        return poster(item.movie, "card", is_eager)
    if item.photo_id:
        loading = "eager" if is_eager else "lazy"
        return f'<img class="poster" src="{escape(photo(item))}" alt="" width="400" height="600" loading="{loading}">'
    return draw_poster(design, sheet.title, sheet.year, sheet.director)


def _card(item: Item, picture: str, url: str, sign: str) -> str:
    body = linked(url, f"{picture}<b>{escape(item.title)}</b>")
    facts = f'<span class="sticker">{escape(item.format_id)}</span> {item.release_year} {stars(item.rating)}'
    return f'<li class="card copy">{body}<small>{facts}</small>{sign}</li>'


def item_lines(
    items: Iterable[Item], columns: Iterable[str], address: Address, signs: Signs, *, may_choose: bool = False
) -> SafeString:
    """`<tr>`s: the five that each item has, then the columns that somebody chose; a box to choose it before them.

    The roles are those that rows and cells have by themselves, and lose where a phone shows them as something else.
    """
    makes = [(COLUMNS[name], _CELLS[name]) for name in columns]
    lines = (_line(item, makes, address(item), _said(signs, item), _box(item) if may_choose else "") for item in items)
    return mark_safe("".join(lines))  # noqa: S308


def _box(item: Item) -> str:
    box = f'<input type="checkbox" name="item" value="{item.pk}" aria-label="Choose {escape(item.title)}">'
    return f'<td role="cell" class="pick"><label>{box}</label></td>'


def _line(item: Item, makes: Iterable[tuple[str, Callable[[Item], str]]], url: str, sign: str, box: str) -> str:
    five = (escape(item.format_id), minutes(item.length), item.release_year, stars(item.rating))
    cells = "".join(f'<td role="cell">{cell}</td>' for cell in five)
    more = "".join(f'<td role="cell" data-label="{label}">{escape(make(item))}</td>' for label, make in makes)
    head = f'<th scope="row" role="rowheader">{linked(url, escape(item.title))}{sign}</th>'
    return f'<tr role="row">{box}{head}{cells}{more}</tr>'


def printed_lines(items: Iterable[Item], columns: Iterable[str]) -> SafeString:
    """`<tr>`s of text alone, for paper."""
    makes = [_CELLS[name] for name in columns]
    lines = (
        f'<tr><th scope="row">{escape(item.title)}</th><td>{escape(item.format_id)}</td><td>{minutes(item.length)}</td>'
        f"<td>{item.release_year}</td><td>{item.rating}</td>"
        + "".join(f"<td>{escape(make(item))}</td>" for make in makes)
        + "</tr>"
        for item in items
    )
    return mark_safe("".join(lines))  # noqa: S308


def place_of(item: Item) -> str:
    return " · ".join(part for part in (item.room, item.shelf) if part)


def price_of(item: Item) -> str:
    return "" if item.price is None else f"{item.price:,.2f} {item.currency}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""


_CELLS: Mapping[str, Callable[[Item], str]] = {name: attrgetter(name) for name in COLUMNS} | {
    "place": place_of,
    "price": price_of,
    "condition": lambda item: item.get_condition_display(),
    "added_at": lambda item: _day(item.added_at),
    "bought_on": lambda item: _day(item.bought_on),
    "tags": lambda item: ", ".join(item.tags),
}


def item_heads(wanted: Wanted) -> SafeString:
    """`<th>`s that sort by what they stand over, and the other way round when pressed again."""
    five = {"title": "Title", "format": "Format", "length": "Length", "release_year": "Year", "rating": "Rating"}
    chosen = {name: COLUMNS[name] for name in wanted.columns}
    return mark_safe("".join(_head(wanted, name, words) for name, words in (five | chosen).items()))  # noqa: S308


def _head(wanted: Wanted, name: str, words: str) -> str:
    if name not in wanted.sorts:
        return f'<th scope="col">{words}</th>'
    now = {name: "ascending", f"-{name}": "descending"}.get(wanted.sort, "")
    # Best and newest first is what one looks for there.
    first, then = (f"-{name}", name) if name in ("rating", "added_at", "bought_on") else (name, f"-{name}")
    url = escape(wanted.address(sort=then if wanted.sort == first else first))
    sign = icon("arrow-up" if now == "ascending" else "arrow-down") if now else ""
    state = f' aria-sort="{now}"' if now else ""
    return f'<th scope="col"{state}><a href="{url}">{words}{sign}</a></th>'


class Board(NamedTuple):
    """A shelf of a room with the spines that stand on it."""

    shelf: str
    spines: SafeString


def item_shelves(items: Iterable[Item], address: Address, signs: Signs) -> Iterator[tuple[str, list[Board]]]:
    """Rooms with their shelves, of items in the order of their places."""
    for room, in_room in groupby(items, key=lambda item: item.room):
        yield (
            room,
            [
                Board(shelf, _spines(standing, address, signs))
                for shelf, standing in groupby(in_room, key=lambda item: item.shelf)
            ],
        )


def _spines(items: Iterable[Item], address: Address, signs: Signs) -> SafeString:
    return mark_safe("".join(_spine(item, address(item), signs.get(item.pk)) for item in items))  # noqa: S308


def _spine(item: Item, url: str, sign: Sign | None) -> str:
    sheet = sheet_of(item)
    out = ""
    if sign:
        out = f'<i aria-hidden="true">{sign.word}</i><span class="visually-hidden">{sign.whole}</span>'
    palette = design_of(sheet.title, sheet.year, sheet.genre).palette
    return (
        f'<li><a class="spine q{palette}" href="{escape(url)}"><b>{escape(item.title)}</b>'
        f"{out}<small>{escape(item.format_id)}</small></a></li>"
    )
