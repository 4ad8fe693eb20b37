"""Slugs, sort keys and the names of languages and countries. Pure functions; no rows."""

import re
from functools import cache

from babel import Locale
from django.utils.text import slugify as django_slugify
from text_unidecode import unidecode

_ARTICLES = re.compile(r"^(?:the|an?|der|die|das|les?|la|los|las|el|il|lo|gli) (?=\S)")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_ENGLISH = Locale("en")
# What TMDB writes and CLDR does not know.
_TMDB_LANGUAGES = {"cn": "Cantonese", "xx": "No language", "mo": "Moldavian", "sh": "Serbo-Croatian"}
_TMDB_COUNTRIES = {
    "SU": "Soviet Union",
    "XC": "Czechoslovakia",
    "XG": "East Germany",
    "YU": "Yugoslavia",
    "AN": "Netherlands Antilles",
    "CS": "Serbia and Montenegro",
    "ZR": "Zaire",
    "BU": "Burma",
    "TP": "East Timor",
    "XI": "Northern Ireland",
}

# What a curator may choose from; a synchronisation keeps whatever TMDB says.
LANGUAGE_CODES = sorted(
    {code for code in _ENGLISH.languages if code.isalpha() and len(code) < 4} | _TMDB_LANGUAGES.keys()
)
COUNTRY_CODES = sorted(
    {code for code in _ENGLISH.territories if code.isalpha() and len(code) == 2} | _TMDB_COUNTRIES.keys()
)


def slug_of(text: str) -> str:
    """A slug of at most 80 characters in the script of `text`; "untitled" when nothing of it can stand in a path."""
    return django_slugify(text, allow_unicode=True)[:80].strip("-_") or "untitled"


def sort_title_of(title: str) -> str:
    """`title` as a catalogue card files it: lower case, accents folded, any script in ASCII, no leading article."""
    without_article = _ARTICLES.sub("", title.lower())
    plain = without_article if without_article.isascii() else unidecode(without_article).lower()
    return _NOT_PLAIN.sub(" ", plain.replace("'", ""))[:120].strip() or title.lower()[:120]


@cache
def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code or one of TMDB's own; the code itself when nobody knows it."""
    return _TMDB_LANGUAGES.get(code) or _ENGLISH.languages.get(code) or code


@cache
def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 code, vanished countries included; the code itself when nobody knows it."""
    return _TMDB_COUNTRIES.get(code) or _ENGLISH.territories.get(code) or code
