"""Cells to values. Each reader gives None for a blank and adds a sentence to `faults` for what it cannot read."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FIRST_YEAR, LAST_YEAR = 1870, 2200
FIRST_SEEN = 1888  # the oldest film that survives is of this year
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE, LONGEST_NAME, LONGEST_PLACE = 300, 30_000, 2_000, 80, 100
MOST_TMDB = 2_147_483_647
_IMDB = re.compile(r"\btt(\d{5,10})\b")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\Z", re.DOTALL)
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\b")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_WRITTEN = ("%a %b %d %H:%M:%S %Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y")
_YES = {"yes", "true", "1", "y", "x", "ja", "oui", "si"}


def storable(text: str) -> str:
    """Without what no database keeps: NUL, and halves of characters, which JSON can spell."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def shown(cell: str) -> str:
    """A cell as a sentence names it."""
    return f"“{cell[:40]}…”" if len(cell) > 40 else f"“{cell}”"


def year_of(cell: str, faults: list[str]) -> int | None:
    """From 1994, (1994) or the year of a date."""
    cell = cell.strip().strip("()")
    if not cell:
        return None
    start = cell[:4]
    if start.isascii() and start.isdigit() and cell[4:5] in ("", "-", "/", ".") and in_years(int(start)):
        return int(start)
    if cell.endswith(".0") and cell[:-2].isascii() and cell[:-2].isdigit() and in_years(int(cell[:-2][:9])):
        return int(cell[:-2])
    faults.append(f"{shown(cell)} is no year of a film.")
    return None


def in_years(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def date_of(cell: str, faults: list[str], *, day_first: bool = False) -> date | None:
    """2024-01-05 with or without a time, 5.1.2024, 1/5/2024 (month first unless that cannot be), 5 Jan 2024 ..."""
    cell = cell.strip()
    if not cell:
        return None
    found = _numbers(cell, day_first=day_first) or _words(cell)
    if found is None:
        faults.append(f"{shown(cell)} is no date.")
        return None
    if not FIRST_SEEN <= found.year <= LAST_YEAR:
        faults.append(f"{shown(cell)} is no day on which anybody sees a film.")
        return None
    return found


def moment_of(cell: str) -> datetime | None:
    """2024-01-05T21:07:33Z; None for a day alone, and for an hour of nobody knows which zone."""
    try:
        moment = datetime.fromisoformat(cell.strip())
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None and FIRST_SEEN <= moment.year <= LAST_YEAR else None


def _numbers(cell: str, *, day_first: bool) -> date | None:
    if match := _ISO.match(cell):
        return _date(match[1], match[2], match[3])
    if match := _DOTTED.match(cell):
        return _date(match[3], match[2], match[1])
    if match := _SLASHED.match(cell):
        usual, other = (match[2], match[1]), (match[1], match[2])
        first, second = (usual, other) if day_first else (other, usual)
        return _date(match[3], *first) or _date(match[3], *second)
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _words(cell: str) -> date | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(cell[:60], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def half_stars_of(cell: str, faults: list[str], *, scale: int) -> int | None:
    """1 to 10, from a rating out of `scale`; None for a blank and for 0, which every service writes for "not rated"."""
    cell = cell.strip()
    if not cell:
        return None
    number = _stars(cell) if set(cell) <= {"★", "½"} else _decimal(cell)
    scale = 5 if set(cell) <= {"★", "½"} else scale
    if number is None or not 0 <= number <= scale:
        faults.append(f"{shown(cell)} is no rating from 0 to {scale}.")
        return None
    if number == 0:
        return None
    return max(1, int((number * 10 / scale).quantize(Decimal(1), ROUND_HALF_UP)))


def _stars(cell: str) -> Decimal:
    return Decimal(cell.count("★")) + Decimal(cell.count("½")) / 2


def _decimal(cell: str) -> Decimal | None:
    try:
        number = Decimal(cell.replace(",", ".")[:20])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def tmdb_id_of(cell: str, faults: list[str]) -> int | None:
    cell = cell.strip()
    if not cell:
        return None
    if cell.isascii() and cell.isdigit() and 0 < int(cell[:12]) <= MOST_TMDB and len(cell) <= 10:
        return int(cell)
    faults.append(f"{shown(cell)} is no TMDB id.")
    return None


def imdb_id_of(cell: str, faults: list[str]) -> str:
    """From tt0078748, or an address that holds it."""
    cell = cell.strip()
    if not cell:
        return ""
    match = _IMDB.search(cell[:200])
    if match is None:
        faults.append(f"{shown(cell)} is no IMDb id.")
        return ""
    return match[0]


def is_yes(cell: str) -> bool:
    return cell.strip().casefold() in _YES


def text_of(cell: str, longest: int = LONGEST_TEXT) -> str:
    return cell.strip()[:longest]


def title_of(cell: str, faults: list[str]) -> str:
    title = " ".join(cell.split())
    if len(title) > LONGEST_TITLE:
        faults.append("The title is longer than that of any film.")
    return title[:LONGEST_TITLE]


def with_tags(text: str, tags: str) -> str:
    """A note with the tags below it: the diary has no field for them, and nobody's words should be lost."""
    tags = ", ".join(tag.strip() for tag in tags.split(",") if tag.strip())
    return text_of("\n".join(part for part in (text.strip(), tags and f"Tags: {tags}") if part), LONGEST_NOTE)
