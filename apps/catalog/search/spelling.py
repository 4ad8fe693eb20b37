"""Words near a mistyped one: those of the dictionary that are one edit away.

Every possible edit is made and looked up. A word of eight letters has some 600 of them, and a primary key answers that
many questions in a fraction of the time that reading similar words takes; nothing has to be kept in step but the words.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from apps.catalog.models import SearchWord

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
SHORTEST = 3  # letters: any two-letter word is one edit away from dozens
MOST_NEIGHBOURS = 8
MOST_BEGINNINGS = 12
WORDS_COUNTED = 300
AFTER_ALL = "~"  # after every letter and digit in the order of bytes, which SQLite uses and PostgreSQL calls "C"
_TABLE = SearchWord._meta.db_table
_COLLATE = {"sqlite": "", "postgresql": ' COLLATE "C"'}
_BEGINNING = {
    vendor: f"SELECT sum(entries) FROM (SELECT entries FROM {_TABLE} WHERE word{collate} >= %s AND word{collate} < %s"  # noqa: S608
    " LIMIT %s) begun"
    for vendor, collate in _COLLATE.items()
}


def entries_of(words: Iterable[str]) -> dict[str, int]:
    """In how many entries each word is, about; words that the dictionary does not have are left out."""
    return dict(_known(set(words)))


def entries_beginning(start: str) -> int:
    """In how many entries a word is that begins with `start`, about; of very many words the first ones are counted."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING[connection.vendor], [start, start + AFTER_ALL, WORDS_COUNTED])
        return cursor.fetchone()[0] or 0


def edits(word: str) -> set[str]:
    """Every string that one deletion, swap of neighbours, replacement or insertion makes of `word`."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    made = {left + right[1:] for left, right in splits if right}
    made.update(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    made.update(left + letter + right[1:] for left, right in splits if right for letter in LETTERS)
    made.update(left + letter + right for left, right in splits for letter in LETTERS)
    made.discard(word)
    made.discard("")
    return made


def neighbours(words: Sequence[str]) -> dict[str, list[str]]:
    """For each word those of the dictionary one edit away, the commonest first; one query for all."""
    long_enough = [word for word in words if len(word) >= SHORTEST]
    made = {word: edits(word) for word in long_enough}
    known = dict(_known(set().union(*made.values()) if made else set()))
    return {
        word: sorted(made[word] & known.keys(), key=lambda near: -known[near])[:MOST_NEIGHBOURS] for word in long_enough
    }


def beginnings(start: str) -> list[str]:
    """Strings one edit away from `start` with which some word of the dictionary begins, the commonest first.

    The first letter stands: people rarely mistype it, and this is asked at every key.
    """
    candidates = sorted(made for made in edits(start) if made[0] == start[0])
    if not candidates:
        return []
    rows = sorted(_that_begin_words(candidates), key=lambda row: -row[1])
    return [made for made, _ in rows[:MOST_BEGINNINGS]]


def _known(words: set[str]) -> Iterator[tuple[str, int]]:
    if not words:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"SELECT word, entries FROM {_TABLE} WHERE word = ANY(%s)"  # noqa: S608
            cursor.execute(sql, [list(words)])
        else:
            # One parameter: SQLite joins the table of a JSON array to the primary key.
            sql = f"SELECT word, entries FROM json_each(%s) JOIN {_TABLE} ON word = value"  # noqa: S608
            cursor.execute(sql, ['["' + '","'.join(words) + '"]'])
        yield from cursor.fetchall()


def _that_begin_words(starts: Sequence[str]) -> list[tuple[str, int]]:
    """Those of `starts` that a word begins with, and how common the first few such words are."""
    source = "unnest(%s::text[]) AS s(start)" if connection.vendor == "postgresql" else "json_each(%s) AS s"
    column = "s.start" if connection.vendor == "postgresql" else "s.value"
    given = list(starts) if connection.vendor == "postgresql" else '["' + '","'.join(starts) + '"]'
    collate = _COLLATE[connection.vendor]
    sql = (
        f"SELECT {column}, (SELECT sum(entries) FROM (SELECT entries FROM {_TABLE}"  # noqa: S608
        f" WHERE word{collate} >= {column} AND word{collate} < {column} || '{AFTER_ALL}' LIMIT 20) first) AS common"
        f" FROM {source}"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) found WHERE common IS NOT NULL", [given])  # noqa: S608
        found: list[tuple[str, int]] = cursor.fetchall()
    return found
