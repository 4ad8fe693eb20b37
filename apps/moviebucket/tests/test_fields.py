"""Counting as people count, and reading what people write."""

import pytest

from apps.moviebucket.barcodes import is_barcode, plain
from apps.moviebucket.fields import shortened, size_of
from apps.moviebucket.models import Item

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "size"), [("", 0), ("Alien", 5), ("e\u0301", 1), ("नमस्ते", 3), (FAMILY, 1), ("🇫🇷🇯🇵", 2), ("각", 1)]
)
def test_a_character_is_what_people_call_one(text, size):
    assert size_of(text) == size


@pytest.mark.parametrize(
    ("text", "short"), [("Alien", "Alien"), ("Aliens", "Alie…"), ("Ali en", "Ali…"), (FAMILY * 6, FAMILY * 4 + "…")]
)
def test_what_is_too_long_is_shortened_visibly(text, short):
    assert shortened(text, 5) == short


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        (117, 117),
        ("117", 117),
        ("1:57", 117),
        ("01:57", 117),
        (" 1:57 ", 117),
        ("0", 0),
        (0, 0),
        (3.0, 3),
        ("8:20", 500),
    ],
)
def test_a_length_is_minutes_or_hours_and_minutes(given, minutes):
    assert Item._meta.get_field("length").clean(given, None) == minutes


@pytest.mark.parametrize("digits", ["5051892007771", "73513537", "036000291452", "00012345600012"])
def test_barcodes(digits):
    assert is_barcode(digits)


@pytest.mark.parametrize("digits", ["", "5051892007770", "1234567", "50518920o7771", "٥٠٥١٨٩٢٠٠٧٧٧١", "5" * 30])
def test_no_barcodes(digits):
    assert not is_barcode(digits)


def test_blanks_and_hyphens_between_digits_do_not_count():
    assert plain("5-051892 007771") == "5051892007771"
