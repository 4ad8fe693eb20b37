"""How a title may be written elsewhere: its article at the end, a subtitle more, numbers in Roman letters."""

import re
from collections.abc import Iterator

from apps.catalog.search.documents import title_key
from apps.catalog.search.folding import fold

_ARTICLES = {
    "the",
    "a",
    "an",
    "le",
    "la",
    "les",
    "l",
    "der",
    "die",
    "das",
    "el",
    "los",
    "las",
    "il",
    "lo",
    "gli",
    "un",
    "une",
}
_ARTICLE_LAST = re.compile(r"^(?P<rest>.+),\s*(?P<article>[A-Za-z]{1,3}['’]?)$")
_YEAR_LAST = re.compile(r"^(?P<rest>.*\S)\s*\((?P<year>(?:18[7-9]|19\d|20\d)\d)\)$")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_CUTS = re.compile(r"\s*(?:[:;]|\s[-–—/|]\s)\s*")
_OWNER = re.compile(r"^\S+(?:\s\S+){0,3}?['’]s?\s+(?=\S)")
_ROMAN = dict(zip(("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), map(str, range(2, 11)), strict=True))
_ARABIC = {number: letters for letters, number in _ROMAN.items()}
SHORTEST_PART = 5  # letters of a subtitle that stands for the whole


def split_year(title: str) -> tuple[str, int | None]:
    """Alien (1979) is Alien, of 1979."""
    match = _YEAR_LAST.match(title)
    return (match["rest"], int(match["year"])) if match else (title, None)


def keys_of(title: str) -> list[str]:
    """The words of the index for the title as it stands, the likeliest first; none for a title without letters."""
    written = [title]
    if (match := _ARTICLE_LAST.match(title)) and match["article"].casefold().strip("'’") in _ARTICLES:
        written.insert(0, f"{match['article']} {match['rest']}")
    return _keys(written)


def loose_keys_of(title: str) -> list[str]:
    """The words of the index for what the film may be called instead. Only good together with the very year."""
    return [key for key in _keys(_variants(title)) if key not in keys_of(title)]


def _keys(titles: Iterator[str] | list[str]) -> list[str]:
    return list(dict.fromkeys(title_key(words) for title in titles if (words := fold(title))))


def _variants(title: str) -> Iterator[str]:
    plain = _BRACKETS.sub("", title).strip()
    for whole in dict.fromkeys((title, plain)):
        yield from _with_and_without_article(whole)
        yield from _numbered_otherwise(whole)
        yield _OWNER.sub("", whole, count=1)
    parts = [part for part in _CUTS.split(plain) if part]
    for cut in range(1, len(parts)):
        for part in (" ".join(parts[:cut]), " ".join(parts[cut:])):
            if sum(map(len, fold(part))) >= SHORTEST_PART:
                yield part
                yield from _with_and_without_article(part)


def _with_and_without_article(title: str) -> Iterator[str]:
    first, _, rest = title.partition(" ")
    if rest and first.casefold() in _ARTICLES:
        yield rest
    else:
        yield f"The {title}"
        yield f"A {title}"


def _numbered_otherwise(title: str) -> Iterator[str]:
    words = list(fold(title))
    for place, word in enumerate(words):
        other = _ROMAN.get(word) or _ARABIC.get(word)
        if other and place:
            yield " ".join([*words[:place], other, *words[place + 1 :]])
    without_part = [word for word in words if word not in ("part", "chapter", "volume", "vol", "episode")]
    if len(without_part) < len(words):
        yield " ".join(without_part)
