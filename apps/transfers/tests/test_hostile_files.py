"""Files that were made to break something: refused, or read with the bad lines named. Never anything else."""

import io
import json
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.transfers.formats import Columns, Kind, Limits, NotImportable, open_source, sample_of
from apps.transfers.tests import files
from apps.transfers.tests.files import LETTERBOXD, opener, zipped

SMALL = Limits(unpacked=2_000_000, members=50)
HEAD = "Date,Name,Year,Letterboxd URI\n"
GOOD = "2020-01-01,Alien,1979,x\n"


def rows_of(content, name="watched.csv", limits=SMALL, **options):
    return list(open_source(opener(content), name, limits=limits, **options).rows())


def bad(rows):
    return [(row.line, " ".join(row.faults)) for row in rows if row.faults]


# --- archives ---


def test_a_bomb_by_ratio():
    with pytest.raises(NotImportable, match="far more than any text"):
        rows_of(zipped({"watched.csv": HEAD + "0" * 1_900_000}))


def test_a_bomb_by_size_is_refused_by_what_its_list_says():
    with pytest.raises(NotImportable, match="larger than 2 MB"):
        rows_of(zipped({f"{n}.csv": HEAD + "0" * 500_000 for n in range(5)}))


def test_an_archive_in_an_archive_is_not_opened():
    inner = zipped({"watched.csv": HEAD + GOOD})
    with pytest.raises(NotImportable, match="nothing in this file"):
        rows_of(zipped({"inner.zip": inner, "other.zip": inner}))


def test_too_many_members():
    with pytest.raises(NotImportable, match="51 files"):
        rows_of(zipped({f"{n}.csv": HEAD for n in range(51)}))


def lying(content: bytes, said: int) -> bytes:
    """The same archive, whose list says another unpacked size of each member."""
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = struct.pack("<I", said)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


@pytest.mark.parametrize("said", [0, 10, 3_000_000_000])
def test_an_archive_that_lies_about_its_size(said):
    with pytest.raises(NotImportable):
        rows_of(lying(zipped({"watched.csv": HEAD + GOOD * 1000, "b.txt": "x"}), said))


def test_a_large_bomb_takes_no_memory():
    content = lying(zipped({"watched.csv": HEAD + "0" * 30_000_000}), 1000)
    tracemalloc.start()
    with pytest.raises(NotImportable):
        rows_of(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.csv", "/etc/passwd.csv", "..\\..\\windows.csv", "C:\\x\\watched.csv", "a\0b.csv", "." * 300],
)
def test_paths_are_only_names(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with_path = io.BytesIO()
    with zipfile.ZipFile(with_path, "w") as archive:
        archive.writestr(name, HEAD + GOOD)
        archive.writestr("ratings.csv", files.RATINGS)
    rows = rows_of(with_path.getvalue())
    assert rows
    assert not any(".." in row.file.split("/") or row.file.startswith("/") or "\\" in row.file for row in rows)
    assert list(tmp_path.iterdir()) == []


def test_a_locked_archive_is_named():
    content = bytearray(zipped({"watched.csv": HEAD + GOOD}))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(start) + offset] |= 1
    with pytest.raises(NotImportable, match="password"):
        rows_of(bytes(content))


def test_an_unusual_packing_is_named():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("watched.csv", HEAD + GOOD)
    with pytest.raises(NotImportable, match="unusual"):
        rows_of(packed.getvalue())


# --- tables ---


def test_a_quotation_mark_that_never_closes_spoils_one_line():
    rows = rows_of(HEAD + GOOD + '2020-01-01,"Alien,1979,x\n' + GOOD * 3000)
    assert bad(rows) == [(3, "A quotation mark opens and never closes.")]
    assert len(rows) == 3002


def test_a_cell_over_several_lines_is_one_line():
    rows = rows_of(files.REVIEWS + '2020-01-01,Alien,1979,x,,,"a\n\n""b"" c",,\n')
    assert [(row.line, row.text) for row in rows] == [
        (2, '=SUM(A1), said the "Zone".\nTwice.'), (4, 'a\n\n"b" c'),
    ]  # fmt: skip


def test_what_a_merge_left_over_is_named():
    table = HEAD + GOOD + "<<<<<<< HEAD\n" + GOOD + "=======\n" + GOOD + ">>>>>>> other\n"
    said = "It was left over when two versions of the file were merged."
    assert bad(rows_of(table)) == [(3, said), (5, said), (7, said)]


def test_a_nul_character_is_named():
    assert bad(rows_of(HEAD + "2020-01-01,Al\0ien,1979,x\n" + GOOD)) == [
        (2, "It has a NUL character in it, which no text has.")
    ]


def test_formulas_are_text():
    [row] = rows_of(HEAD + '2020-01-01,"=HYPERLINK(""http://x"")",1979,x\n')
    assert row.title == '=HYPERLINK("http://x")'


def test_a_huge_cell_and_a_huge_line():
    rows = rows_of(HEAD + "2020-01-01," + "x" * 150_000 + ",1979,x\n" + "y" * 900_000 + "\n" + GOOD)
    assert [line for line, _ in bad(rows)] == [2, 3]
    assert rows[-1].title == "Alien"


def test_a_million_columns():
    with pytest.raises(NotImportable):
        rows_of("a," * 1_000_000 + "\n")
    with pytest.raises(NotImportable, match="columns"):
        sample_of(open_source(opener("title," + "a," * 5_000 + "\nx\n"), "x.csv", limits=SMALL).unmapped)
    assert bad(rows_of(HEAD + GOOD + "," * 1_000 + "x\n")) == [
        (3, "The line has 1001 cells where the headings have 4.")
    ]


def test_more_lines_than_anybody_has():
    with pytest.raises(NotImportable, match="more than 10 lines"):
        rows_of(HEAD + GOOD * 11, limits=Limits(rows=10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    [row] = rows_of((HEAD + "2020-01-01,Amélie – “x”,2001,x\n").encode(encoding))
    assert row.title == "Amélie – “x”"


@pytest.mark.parametrize("encoding", ["shift-jis", "utf-32", "cp037"])
def test_encodings_that_nobody_said(encoding):
    try:
        rows_of((HEAD + "2020-01-01,Alien,2001,x\n").encode(encoding))
    except NotImportable as error:
        assert str(error)


@pytest.mark.parametrize("line", ["", "\n\n", "\ufeff", ",,,\n"])
def test_tables_with_nothing_in_them(line):
    try:
        assert rows_of(line) == []
    except NotImportable as error:
        assert str(error)


def test_a_table_of_200_mb_is_read_with_little_memory():
    """Twenty will do here: what is not read at once does not grow."""

    class Endless(io.RawIOBase):
        def __init__(self):
            self.left = 20_000_000

        def readable(self):
            return True

        def readinto(self, buffer):
            size = min(len(buffer), self.left)
            buffer[:size] = (GOOD.encode() * (size // len(GOOD) + 1))[:size]
            self.left -= size
            return size

    tracemalloc.start()
    source = open_source(lambda: io.BufferedReader(Endless()), "films.csv", limits=Limits(rows=50_000),
                         mapping=Columns({"title": 1}, Kind.WATCHED))  # fmt: skip
    with pytest.raises(NotImportable, match="more than 50,000"):
        for _ in source.rows():
            pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3_000_000


# --- JSON ---


@pytest.mark.parametrize(
    "text",
    ["[", "[1, 2", '[{"movie": ', "[" * 100_000, '{"a":' * 50_000, "[NaN]", "[1e999]", '["' + "x" * 10,
     "[" + "9" * 10_000,
     '[{"rated_at": 1, "movie": {"title": [], "year": {}, "ids": 7}}]', '[{"watched_at": "x", "movie": null}]'],
)  # fmt: skip
def test_json_that_is_broken_or_odd(text):
    try:
        rows = rows_of(text, "x.json")
    except NotImportable as error:
        assert str(error)
    else:
        assert all(row.faults or row.title for row in rows)


def test_what_no_database_keeps_is_taken_out_of_json():
    [row] = rows_of(
        '[{"rated_at": "2020-01-01", "rating": 5, "movie": {"title": "A\\u0000b\\ud800", "year": 1979}}]', "x"
    )
    assert row.title == "Ab?"


def test_elements_that_are_odd_are_named_by_their_place():
    rows = rows_of(
        json.dumps([files.TRAKT_RATINGS[0], 7, {"rated_at": None, "movie": {"ids": {"tmdb": -1}}}]), "x.json"
    )
    assert [(row.line, bool(row.faults)) for row in rows] == [(1, False), (2, True), (3, True)]


# --- whatever else ---

HEADINGS = [
    HEAD, files.DIARY.splitlines()[0] + "\n", files.LIST.split("1,Alien")[0], files.IMDB_RATINGS.splitlines()[0] + "\n",
    files.TRAKT_CSV.splitlines()[0] + "\n", files.TMDB.splitlines()[0] + "\n", "title,imdbID,Rating10\n",
    "[", "{", "PK",
]  # fmt: skip
anything = st.one_of(
    st.binary(max_size=2_000),
    st.builds(lambda head, text: (head + text).encode("utf-8", "surrogatepass"), st.sampled_from(HEADINGS), st.text()),
    st.builds(
        lambda head, cells: (head + "\n".join(",".join(line) for line in cells)).encode("utf-8", "replace"),
        st.sampled_from(HEADINGS),
        st.lists(
            st.lists(st.sampled_from(["", '"', "1", "tt1", "2024-01-01", "x\0", "=1", "9" * 40, "²", "é"]) | st.text())
        ),
    ),
)
GENERATED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def only_its_own_error(content: bytes, **options) -> None:
    try:
        source = open_source(lambda: io.BytesIO(content), "x", limits=SMALL, **options)
        if source.unmapped:
            sample_of(source.unmapped)
        for row in source.rows():
            assert row.faults or row.not_a_film or row.title or row.tmdb_id or row.imdb_id
    except NotImportable as error:
        assert str(error)


@GENERATED
@given(content=anything)
@example(content=b"\xff\xfe")
@example(content=b"PK\x05\x06" + b"\0" * 18)
def test_no_bytes_raise_anything_but_their_own_error(content):
    only_its_own_error(content)
    only_its_own_error(content, mapping=Columns({"title": 0, "rating": 1, "date": 2}, Kind.DIARY))


@GENERATED
@given(place=st.integers(0, 3_000), change=st.binary(min_size=1, max_size=12))
def test_no_damage_of_an_archive_raises_anything_but_its_own_error(place, change):
    content = bytearray(WHOLE)
    place %= len(content)
    content[place : place + len(change)] = change
    only_its_own_error(bytes(content))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
KEYS = ["movie", "rated_at", "watched_at", "plays", "comment", "rating", "ids", "title", "year", "show", "type", "rank"]


@settings(GENERATED, max_examples=60)  # each draws a document of its own
@given(
    elements=st.lists(
        st.dictionaries(st.sampled_from(KEYS), values | st.dictionaries(st.sampled_from(KEYS), values)), max_size=3
    )
)
def test_no_json_raises_anything_but_its_own_error(elements):
    only_its_own_error(json.dumps([{"rated_at": "2024-01-01", "movie": {"title": "x"}}, *elements]).encode())


@GENERATED
@given(told=values, viewings=values, lists=values)
def test_no_export_of_our_own_raises_anything_but_its_own_error(told, viewings, lists):
    members = {
        "notflix.json": json.dumps({"version": 1, "profiles": [{"number": 1}, told]}),
        "profiles/1/viewings.json": json.dumps([viewings, {"film": viewings, "half_stars": told}]),
        "profiles/1/watchlists.json": json.dumps([lists, {"name": told, "entries": [lists, {"film": told}]}]),
    }
    only_its_own_error(zipped(members))


WHOLE = zipped(LETTERBOXD)
