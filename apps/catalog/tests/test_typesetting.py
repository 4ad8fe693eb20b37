import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.catalog.typesetting import (
    LEADING,
    MAX_CHARACTERS,
    MAX_LINES,
    SMALLEST,
    has_italics,
    initial_of,
    is_right_to_left,
    set_title,
)

words = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=9).map(" ".join)


@given(title=words, height=st.integers(50, 200))
@settings(deadline=None)
def test_every_word_of_a_title_that_fits_is_there_in_order(title, height):
    setting = set_title(title, 168, height, 58)

    if len(title) <= MAX_CHARACTERS:
        assert " ".join(setting.lines).split() == title.split()
    assert 1 <= len(setting.lines) <= MAX_LINES


@given(title=words.filter(lambda title: len(title) * 2 < MAX_CHARACTERS))
@settings(deadline=None)
def test_the_longer_the_title_the_smaller_the_type(title):
    # One unit of play: a further line is taken only where it gains something.
    assert set_title(f"{title} {title}", 168, 80, 58).size <= set_title(title, 168, 80, 58).size + 1


@given(title=words, height=st.integers(50, 200))
@settings(deadline=None)
def test_the_lines_fit_the_height_unless_the_type_is_as_small_as_it_gets(title, height):
    setting = set_title(title, 168, height, 58)

    assert len(setting.lines) * setting.size * LEADING <= height or setting.size == SMALLEST


def test_lines_balance():
    setting = set_title("Night of the Living Dead", 168, 96, 58)

    lengths = [len(line) for line in setting.lines]
    assert len(lengths) > 1
    assert max(lengths) - min(lengths) <= 8


def test_no_line_ends_in_a_short_word_when_it_can_be_helped():
    setting = set_title("The Passion of Joan of Arc", 168, 110, 58)

    assert not any(line.endswith(" of") for line in setting.lines)


def test_a_very_long_title_is_cut_between_words():
    setting = set_title("The Persecution and Assassination " * 8, 168, 80, 58)

    assert setting.lines[-1].endswith("…")
    assert sum(map(len, setting.lines)) <= MAX_CHARACTERS + MAX_LINES


def test_a_script_without_spaces_breaks_anywhere_but_before_a_closing_mark():
    setting = set_title("となりのトトロー", 168, 110, 58)

    assert "".join(setting.lines) == "となりのトトロー"
    assert len(setting.lines) > 1
    assert not any(line.startswith("ー") for line in setting.lines)


def test_a_word_too_long_for_any_line_is_divided():
    setting = set_title("Antidisestablishmentarianism", 168, 80, 58)

    assert len(setting.lines) > 1
    assert setting.lines[0].endswith("-")
    assert "".join(setting.lines).replace("-", "") == "Antidisestablishmentarianism"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("باب الحديد", True), ("שלום", True), ("Alien", False), ("8½", False), ("2 باب", True), ("", False)],
)
def test_direction_follows_the_first_letter_that_has_one(text, expected):
    assert is_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alien", "A"),
        ("«Сталкер»", "С"),
        ("8½", "8"),
        ("", ""),
        ("…", "…"),
        ("पथेर", "प"),
        ("किताब", "कि"),
        ("ßen", "ß"),
    ],
)
def test_the_initial_is_a_whole_letter(text, expected):
    assert initial_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alien", True),
        ("Сталкер", True),
        ("Ορέστης", True),
        ("Việt Nam", True),
        ("8½: §", True),
        ("기생충", False),
        ("باب", False),
        ("पथेर", False),
    ],
)
def test_only_scripts_that_have_italics_are_slanted(text, expected):
    assert has_italics(text) is expected
