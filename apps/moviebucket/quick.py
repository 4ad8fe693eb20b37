"""A shelf added at once: each line that somebody typed or scanned is a title or a barcode, looked up and shown first.

What is chosen ends in `actions.add_many`; here is how lines become its rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from apps.accounts.models import Profile
from apps.catalog import search
from apps.catalog.models import Movie
from apps.core.ids import id_in
from apps.moviebucket import filling
from apps.moviebucket.barcodes import LENGTHS, is_barcode, plain
from apps.moviebucket.models import Item

MOST_LINES = 50
LONGEST_LINE = 200
FOUND = 4  # films that a line is offered
OUT = "out"  # stands for a film where a line is left out
NOTHING = "Type or scan at least one title or barcode."
TOO_MANY = f"At most {MOST_LINES} lines at a time. Add these, then the next."
WRONG_DIGIT = "This looks like a barcode, but its last digit does not fit the others. Scan it again, or say its title."
UNKNOWN = "No copy that you may see has this barcode. Say its title."
NOT_FOUND = "No film of the catalogue is called so. Say its length and year."
YEAR = re.compile(r"^(?P<title>.+?)[\s,]*\(?(?P<year>(?:18|19|20)\d\d)\)?$")
TYPED = ("title", "length", "release_year", "rating")


@dataclass
class Line:
    """`film` is the id that is chosen, OUT, or "" for none; `typed` has what somebody says instead of the film's facts.

    `known` is a copy with the same barcode that the viewer may see.
    """

    number: int
    text: str
    barcode: str = ""
    note: str = ""
    film: str = ""
    films: list[Movie] = field(default_factory=list)
    known: Item | None = None
    typed: dict[str, str] = field(default_factory=lambda: dict.fromkeys(TYPED, ""))
    faults: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say what no film says."""
        return bool(self.faults or any(self.typed.get(name) for name in TYPED[:3])) or not self.films

    @property
    def movie(self) -> Movie | None:
        return next((film for film in self.films if film.pk == id_in(self.film)), None)

    @property
    def is_out(self) -> bool:
        return self.film == OUT


def lines_of(given: str) -> list[str]:
    """ValidationError where there is nothing, or more than is looked up at once."""
    lines = [line for one in given.replace("\0", " ").splitlines() if (line := " ".join(one.split())[:LONGEST_LINE])]
    if not lines:
        raise ValidationError(NOTHING)
    if len(lines) > MOST_LINES:
        raise ValidationError(TOO_MANY)
    return lines


def looked_up(viewer: Profile, texts: Sequence[str]) -> list[Line]:
    """A search for each title; copies with the barcodes in one query."""
    lines = [_line(number, text) for number, text in enumerate(texts)]
    known = _copies_with(viewer, {line.barcode for line in lines} - {""})
    for line in lines:
        if line.barcode:
            _take_over(line, known.get(line.barcode))
        elif not line.note:
            _find(line, viewer)
    return lines


def _line(number: int, text: str) -> Line:
    digits = plain(text)
    if is_barcode(digits):
        return Line(number, text, barcode=digits)
    return Line(number, text, note=WRONG_DIGIT if digits.isdigit() and len(digits) in LENGTHS else "")


def _copies_with(viewer: Profile, barcodes: set[str]) -> dict[str, Item]:
    copies = Item.objects.visible_to(viewer).filter(barcode__in=barcodes).select_related("movie")
    return {copy.barcode: copy for copy in copies.order_by("-changed_at", "-pk")}


def _take_over(line: Line, known: Item | None) -> None:
    if known is None:
        line.note = UNKNOWN
        return
    line.known = known
    if known.movie is not None:
        line.films, line.film = [known.movie], str(known.movie_id)
    line.typed |= {"title": known.title, "length": str(known.length), "release_year": str(known.release_year)}


def _find(line: Line, viewer: Profile) -> None:
    line.films = search.search(line.text, viewer=viewer, limit=FOUND).movies
    if line.films:
        line.film = str(line.films[0].pk)
        return
    line.note = NOT_FOUND
    found = YEAR.match(line.text)
    line.typed |= {"title": found["title"], "release_year": found["year"]} if found else {"title": line.text}


def chosen(viewer: Profile, sent: Mapping[str, str]) -> list[Line]:
    """The lines of the page as they come back: `text-0`, `film-0`, `title-0` and so on."""
    count = min(id_in(sent.get("count", "")), MOST_LINES)
    lines = [_line(number, sent.get(f"text-{number}", "")[:LONGEST_LINE].replace("\0", "")) for number in range(count)]
    for line in lines:
        line.film = sent.get(f"film-{line.number}", "")[:20]
        line.typed = {name: sent.get(f"{name}-{line.number}", "").strip()[:LONGEST_LINE] for name in TYPED}
    films = Movie.objects.visible_to(viewer).in_bulk({id_in(line.film) for line in lines})
    for line in lines:
        line.films = [film for film in [films.get(id_in(line.film))] if film]
    return lines


def look_up_again(viewer: Profile, lines: Sequence[Line]) -> None:
    """What the lines were offered before: what was chosen and typed stays."""
    for line, fresh in zip(lines, looked_up(viewer, [line.text for line in lines]), strict=True):
        line.note, line.known = fresh.note, fresh.known
        line.films = [*fresh.films, *(film for film in line.films if film not in fresh.films)]


def row_of(line: Line, shared: Mapping[str, str]) -> dict[str, Any]:
    """What `add_many` takes: what was typed, else what the film says, else the line itself."""
    film = line.movie
    facts = filling.facts_of(film) if film else {"title": "" if line.barcode or line.note else line.text}
    facts.pop("movie", None)
    typed = {name: value for name, value in line.typed.items() if value}
    return {"length": "", "release_year": "", **facts, **shared, **typed, "barcode": line.barcode, "movie": film}
