"""Slugs, sort keys and names of languages and countries, for any title there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog.names import country_name, language_name, slug_of, sort_title_of


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Third Man", "third man"),
        ("A Man Escaped", "man escaped"),
        ("Die Hard", "hard"),
        ("Les Misérables", "miserables"),
        ("Theatre of Blood", "theatre of blood"),
        ("The", "the"),
        ("À bout de souffle", "a bout de souffle"),
        ("Сталкер", "stalker"),
        ("???", "???"),
    ],
)
def test_sort_title(title, key):
    assert sort_title_of(title) == key


@given(st.text(min_size=1, max_size=400))
def test_any_title_has_a_slug_and_a_sort_key_that_fit(title):
    slug, key = slug_of(title), sort_title_of(title)
    assert 1 <= len(slug) <= 80
    assert not set(slug) & set("/?#% \n\0")
    assert 1 <= len(key) <= 120


@given(st.text(min_size=1, max_size=400))
def test_a_slug_is_its_own_slug(title):
    assert slug_of(slug_of(title)) == slug_of(title)


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("ja", "Japanese"), ("cn", "Cantonese"), ("xx", "No language"), ("q", "q")]
)
def test_language_name(code, name):
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("code", "name"), [("GB", "United Kingdom"), ("SU", "Soviet Union"), ("XC", "Czechoslovakia"), ("??", "??")]
)
def test_country_name(code, name):
    assert country_name(code) == name
