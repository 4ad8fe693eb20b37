"""The two full-text indexes behind one interface: words in, the most popular entries that have them out.

A query is a conjunction of groups, a group a disjunction of terms, a term a word or the beginning of one:
[["god*"], ["father", "fathers"]]. Words are a-z and 0-9 (see folding), so a term never needs quoting.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, Protocol

from django.db import connection

from apps.catalog.models import SearchEntry
from apps.catalog.search.documents import Document

ROWS_AT_ONCE = 1_000  # in one statement to PostgreSQL

Terms = Sequence[str]
Groups = Sequence[Terms]


class Match(NamedTuple):
    object_id: int
    titles: str


class Store(Protocol):
    def find(self, kind: int, alternatives: Sequence[Groups], limit: int, *, expected: int) -> list[Match]:
        """The `limit` most popular entries that have a term of every group of one of the `alternatives`; `expected`:
        about how many there are."""

    def add(self, kind: int, documents: Iterable[Document]) -> None:
        """Writes entries whose object ids have none."""

    def remove(self, kind: int, object_ids: Iterable[int]) -> None:
        """Takes entries out; ids without one are passed over."""

    def clear(self, kind: int) -> None:
        """Takes every entry of the kind out."""


class SqliteStore:
    """An FTS5 table for each kind, without text of its own: its row id is the entry's place, so that it is read in the
    order of popularity and the reading stops at the limit, however many entries have the word."""

    def find(self, kind: int, alternatives: Sequence[Groups], limit: int, *, expected: int) -> list[Match]:
        table = _fts_table(kind)
        query = " OR ".join(
            "(" + " AND ".join(f"({' OR '.join(group)})" for group in groups) + ")" for groups in alternatives
        )
        sql = (
            f"SELECT e.object_id, e.titles FROM (SELECT rowid AS place FROM {table} WHERE {table} MATCH %s"  # noqa: S608
            f" ORDER BY rowid LIMIT %s) f JOIN {_ENTRIES} e ON e.place = f.place AND e.kind = %s ORDER BY f.place"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [query, limit, kind])
            return [Match(*row) for row in cursor.fetchall()]

    def add(self, kind: int, documents: Iterable[Document]) -> None:
        # In ascending order: FTS5 writes a segment whenever a row id is smaller than the one before.
        rows = sorted(documents, key=attrgetter("place"))
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT + _ONE_ENTRY, _values(kind, rows))
            sql = f"INSERT INTO {_fts_table(kind)}(rowid, words) VALUES (%s, %s)"  # noqa: S608
            cursor.executemany(sql, [(row.place, row.words) for row in rows])

    def remove(self, kind: int, object_ids: Iterable[int]) -> None:
        entries = SearchEntry.objects.filter(kind=kind, object_id__in=list(object_ids))
        table = _fts_table(kind)
        with connection.cursor() as cursor:
            # A table without text of its own wants to be told which words to forget.
            sql = f"INSERT INTO {table}({table}, rowid, words) VALUES ('delete', %s, %s)"  # noqa: S608
            cursor.executemany(sql, list(entries.order_by("place").values_list("place", "words")))
        entries.delete()

    def clear(self, kind: int) -> None:
        table = _fts_table(kind)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608
        SearchEntry.objects.filter(kind=kind).delete()


class PostgresStore:
    """A generated tsvector column. GIN has no order: all matches are read and sorted. Where they may be many, only
    those among the most popular entries are asked for, then among more of them, until there are enough."""

    COMMON = 1_000

    def find(self, kind: int, alternatives: Sequence[Groups], limit: int, *, expected: int) -> list[Match]:
        query = " | ".join(f"({_all_of(groups)})" for groups in alternatives)
        # Several words together are in far fewer entries than the rarest of them.
        if expected > self.COMMON * len(alternatives[0]):
            enough = limit / expected  # the share of entries that holds an answer, if matches are spread evenly
            for tier, share in _TIERS.items():
                if share >= enough:
                    rows = self._matches(f"T{kind}x{tier} & ({query})", kind, limit)
                    if len(rows) == limit:
                        return rows
                    enough = share * limit / (len(rows) or 1)
        return self._matches(query, kind, limit)

    def _matches(self, query: str, kind: int, limit: int) -> list[Match]:
        with connection.cursor() as cursor:
            cursor.execute(_ALL_MATCHES, [query, kind, limit])
            return [Match(*row) for row in cursor.fetchall()]

    def add(self, kind: int, documents: Iterable[Document]) -> None:
        rows = _values(kind, documents)
        with connection.cursor() as cursor:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                part = rows[start : start + ROWS_AT_ONCE]
                cursor.execute(_INSERT + ", ".join([_ONE_ENTRY] * len(part)), list(chain.from_iterable(part)))

    def remove(self, kind: int, object_ids: Iterable[int]) -> None:
        SearchEntry.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()

    def clear(self, kind: int) -> None:
        SearchEntry.objects.filter(kind=kind).delete()


_ENTRIES = SearchEntry._meta.db_table
_INSERT = f"INSERT INTO {_ENTRIES} (kind, object_id, place, titles, words) VALUES "  # noqa: S608
_ONE_ENTRY = "(%s, %s, %s, %s, %s)"
# MATERIALIZED keeps the planner from walking the whole order for a word that hardly any entry has.
_ALL_MATCHES = (
    f"WITH matches AS MATERIALIZED (SELECT place, object_id, titles FROM {_ENTRIES}"  # noqa: S608
    " WHERE tsv @@ %s::tsquery AND kind = %s) SELECT object_id, titles FROM matches ORDER BY place LIMIT %s"
)


# How popular an entry is at least, in the steps of its place (see the migration postgres_search), and the share of
# entries that are so popular, at the most: where even those are too few for an answer, nobody is asked among them.
_TIERS = {68: 0.002, 76: 0.007, 84: 0.035, 91: 0.15, 96: 0.45}
LONGEST_BEGINNING = 4


def _fts_table(kind: int) -> str:
    return f"catalog_search_{SearchEntry.Kind(kind).name.lower()}"


def _all_of(groups: Groups) -> str:
    return " & ".join(f"({' | '.join(_lexeme(term) for term in group)})" for group in groups)


def _lexeme(term: str) -> str:
    """A term as PostgreSQL asks for it. A short beginning is a term of its own: thousands of words begin with "s"."""
    if not term.endswith("*"):
        return f"'{term}'"
    start = term[:-1]
    return f"'P{start}'" if len(start) <= LONGEST_BEGINNING else f"'{start}':*"


def _values(kind: int, documents: Iterable[Document]) -> list[tuple[int, int, int, str, str]]:
    # A million of these are written at a time: without a model instance each.
    return [(kind, row.object_id, row.place, row.titles, row.words) for row in documents]


_STORES: dict[str, Store] = {"sqlite": SqliteStore(), "postgresql": PostgresStore()}


def store() -> Store:
    """The store of the database in use."""
    return _STORES[connection.vendor]
