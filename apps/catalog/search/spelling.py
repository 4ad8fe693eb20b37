"""Words near a mistyped one: those of the dictionary that are one edit away.

Every possible edit is made and looked up. A word of eight letters has some 450 of them, and a primary key answers that
many questions in a fraction of the time that reading similar words takes; nothing has to be kept in step but the words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection

from apps.catalog.models import SearchWord

LETTERS, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
SHORTEST = 3  # letters: any two-letter word is one edit away from dozens
MOST_NEIGHBOURS = 8
MOST_BEGINNINGS = 12
WORDS_COUNTED = 300
MANY = 1_000_000
HALVED, LONG = 6, 7  # letters from which on half a word, and the end of one, is that of few others
AFTER_ALL = "~"  # after every letter and digit in the order of bytes, which SQLite uses and PostgreSQL calls "C"
_TABLE = SearchWord._meta.db_table
_COLLATE = {"sqlite": "", "postgresql": ' COLLATE "C"'}
_BEGINNING = {
    vendor: f"SELECT sum(entries), count(*) FROM (SELECT entries FROM {_TABLE}"  # noqa: S608
    f" WHERE word{collate} >= %s AND word{collate} < %s LIMIT %s) begun"
    for vendor, collate in _COLLATE.items()
}

# Words that begin or end like a mistyped one: index-only scans, much cheaper than as many look-ups.
_LIKE = """SELECT found.word, entries FROM unnest(%s::text[], %s::int[]) AS mistyped(half, size)
CROSS JOIN LATERAL (
    SELECT word, entries FROM {table} WHERE {column} COLLATE "C" >= half AND {column} COLLATE "C" < half || '~'
        AND length(word) BETWEEN size - 1 AND size + 1
) found"""
_NEAR_ON_POSTGRES = " UNION ALL ".join(
    [
        f'SELECT word, entries FROM {_TABLE} WHERE word COLLATE "C" = ANY(%s::text[])',  # noqa: S608
        _LIKE.format(table=_TABLE, column="word"),
        _LIKE.format(table=_TABLE, column="reverse(word)"),
    ]
)


def entries_of(words: Iterable[str]) -> dict[str, int]:
    """In how many entries each word is, about; words that the dictionary does not have are left out."""
    return dict(_known(set(words)))


def entries_beginning(start: str) -> int:
    """In how many entries a word is that begins with `start`, about; where very many words do, MANY."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING[connection.vendor], [start, start + AFTER_ALL, WORDS_COUNTED])
        entries, words = cursor.fetchone()
    return MANY if words == WORDS_COUNTED else entries or 0


def edits(word: str, before: int | None = None) -> set[str]:
    """Every string that one deletion, swap of neighbours, replacement or insertion makes of `word`; with `before` only
    those that change something before this position.

    Digits are put in where there is one already: "se7n" is meant to have one, "sevn" is not.
    """
    letters = LETTERS + DIGITS if any(map(str.isdigit, word)) else LETTERS
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)][:before]
    made = {left + right[1:] for left, right in splits if right}
    made.update(_swapped(word, at) for at in range(1, len(word))[:before])
    made.update(left + letter + right[1:] for left, right in splits if right for letter in letters)
    made.update(left + letter + right for left, right in splits for letter in letters)
    made.discard(word)
    made.discard("")
    return made


def neighbours(words: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each word those of the dictionary one edit away, the commonest first, and in how many entries each is."""
    made = {word: edits(word) for word in words if len(word) >= SHORTEST}
    if not made:
        return {}
    candidates = _near_on_postgres(made) if connection.vendor == "postgresql" else _known(set().union(*made.values()))
    known = dict(candidates)
    best = {word: sorted(edited & known.keys(), key=lambda near: -known[near]) for word, edited in made.items()}
    return {word: {near: known[near] for near in found[:MOST_NEIGHBOURS]} for word, found in best.items()}


def beginnings(start: str) -> dict[str, int]:
    """Strings one edit away from `start` with which some word of the dictionary begins, the commonest first, and in how
    many entries the first few such words are.

    The first letter stands: people rarely mistype it, and this is asked at every key.
    """
    candidates = sorted(made for made in edits(start) if made[0] == start[0])
    if not candidates:
        return {}
    rows = sorted(_that_begin_words(candidates), key=lambda row: -row[1])
    return dict(rows[:MOST_BEGINNINGS])


def _known(words: set[str]) -> Iterator[tuple[str, int]]:
    if not words:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f'SELECT word, entries FROM {_TABLE} WHERE word COLLATE "C" = ANY(%s::text[])'  # noqa: S608
            cursor.execute(sql, [_array(words)])
        else:
            # One parameter: SQLite joins the table of a JSON array to the primary key.
            sql = f"SELECT word, entries FROM json_each(%s) JOIN {_TABLE} ON word = value"  # noqa: S608
            cursor.execute(sql, ['["' + '","'.join(words) + '"]'])
        yield from cursor.fetchall()


def _near_on_postgres(made: Mapping[str, set[str]]) -> list[tuple[str, int]]:
    """Words of the dictionary among which are those that one edit makes of the mistyped ones.

    PostgreSQL takes long for hundreds of look-ups. An edit leaves one half of a word as it is, but for the swap across
    its middle: what begins like a long word is one range of an index, what ends like it another. The end of a short one
    is that of thousands, so the edits of its first half are looked up; of a very short one, all of them.
    """
    looked_up: set[str] = set()
    for word, edited in made.items():
        middle = len(word) // 2
        if len(word) >= LONG:
            looked_up.add(_swapped(word, middle))
        else:
            looked_up |= edited if len(word) < HALVED else edits(word, before=middle)
    begins = [word for word in made if len(word) >= HALVED]
    ends = [word for word in made if len(word) >= LONG]
    parameters = [
        _array(looked_up),
        *(_array(word[: len(word) // 2] for word in begins), _array(str(len(word)) for word in begins)),
        *(_array(word[: len(word) // 2 - 1 : -1] for word in ends), _array(str(len(word)) for word in ends)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_NEAR_ON_POSTGRES, parameters)
        found: list[tuple[str, int]] = cursor.fetchall()
    return found


def _swapped(word: str, at: int) -> str:
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _array(words: Iterable[str]) -> str:
    """An array of PostgreSQL as one literal: the server takes longer to read five hundred. Words are a-z and 0-9."""
    return "{" + ",".join(words) + "}"


def _that_begin_words(starts: Sequence[str]) -> list[tuple[str, int]]:
    """Those of `starts` that a word begins with, and how common the first few such words are."""
    source = "unnest(%s::text[]) AS s(start)" if connection.vendor == "postgresql" else "json_each(%s) AS s"
    column = "s.start" if connection.vendor == "postgresql" else "s.value"
    given = _array(starts) if connection.vendor == "postgresql" else '["' + '","'.join(starts) + '"]'
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
