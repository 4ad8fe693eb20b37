from decimal import Decimal
from time import process_time

import pytest

from apps.diary.stars import half_stars_of, printed, stars_of


@pytest.mark.parametrize(("stars", "half_stars"), [(0.5, 1), ("3.5", 7), (Decimal("4.0"), 8), (5, 10), (" 2 ", 4)])
def test_half_stars_are_counted(stars, half_stars):
    assert half_stars_of(stars) == half_stars
    assert stars_of(half_stars) == Decimal(str(stars).strip())


@pytest.mark.parametrize("nothing", [None, "", 0, "0", "0.0", Decimal(0)])
def test_nothing_and_0_are_no_rating(nothing):
    assert half_stars_of(nothing) is None
    assert stars_of(None) is None


@pytest.mark.parametrize("wrong", [0.25, 5.5, -1, "four", "NaN", "Infinity", "1e999999", "1e-999999", "★★★"])
def test_what_is_no_number_of_half_stars_is_refused(wrong):
    began = process_time()
    with pytest.raises(ValueError, match="steps of 0.5"):
        half_stars_of(wrong)
    assert process_time() - began < 1


@pytest.mark.parametrize(
    ("half_stars", "stars", "said"),
    [(1, "½", "½"), (2, "★", "1"), (7, "★★★½", "3½"), (10, "★★★★★", "5")],
)
def test_stars_are_printed_and_said(half_stars, stars, said):
    assert printed(half_stars) == f'<span class="rated" role="img" aria-label="Rated {said} of 5">{stars}</span>'


def test_no_rating_prints_nothing():
    assert printed(None) == ""
