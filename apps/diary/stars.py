"""Ratings in half stars. Kept as whole numbers 1 to 10, shown and exchanged as 0.5 to 5."""

from decimal import Decimal, InvalidOperation
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

MOST_HALF_STARS = 10


def stars_of(half_stars: int | None) -> Decimal | None:
    """Of 7 it is 3.5; of None, no rating, None."""
    return None if half_stars is None else Decimal(half_stars) / 2


def half_stars_of(stars: Decimal | float | str | None) -> int | None:
    """Of 3.5, or "3.5", it is 7. Nothing, "" and 0 are no rating; ValueError for what lies between or outside."""
    if stars in (None, ""):
        return None
    try:
        doubled = Decimal(str(stars).strip()) * 2
    except InvalidOperation:
        doubled = Decimal("NaN")
    # The range first: to make a whole number of 1e999999 takes minutes.
    if not doubled.is_finite() or not 0 <= doubled <= MOST_HALF_STARS or doubled != int(doubled):
        raise ValueError("A rating is a number from 0.5 to 5 in steps of 0.5.")
    return int(doubled) or None


def stars_in_words(half_stars: int) -> str:
    """As one says it: 1 is "half a star", 7 is "3 and a half stars"."""
    whole, half = divmod(half_stars, 2)
    if not whole:
        return "half a star"
    return f"{whole}{' and a half' if half else ''} star{'' if half_stars == 2 else 's'}"


@cache
def printed(half_stars: int | None) -> SafeString | str:
    """A rating in print, "" for none; 7 is three stars and a half."""
    if not half_stars:
        return ""
    words = f"{stars_of(half_stars):g}".replace(".5", "½").replace("0½", "½")
    stars = "★" * (half_stars // 2) + "½" * (half_stars % 2)
    return format_html('<span class="rated" role="img" aria-label="Rated {} of 5">{}</span>', words, stars)
