"""Items as CSV and JSON: what is written comes back, hostile files say what is wrong, long ones stream."""

import csv
import json
import tracemalloc
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.tables import NotImportable, Part
from apps.moviebucket import tables
from apps.moviebucket.actions import EXTRAS, add_many, check_many
from apps.moviebucket.models import Item
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
HEAD = b"title,format,length,release_year,rating"


def part(body):
    return Part("items", lambda: BytesIO(body))


def values_of(bucket):
    return list(bucket.items.order_by("title", "pk").values_list(*tables.COLUMNS))


# --- there and back --------------------------------------------------------------------------------

# Lines of a table end with what a cell may hold too, and NUL is in no text.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=15)
ITEMS = st.fixed_dictionaries(
    {
        "title": WORDS.map(lambda text: f"{text}a"),
        "format_id": st.sampled_from(["VHS", "DVD", "Streaming"]),
        "length": st.integers(0, 500),
        "release_year": st.integers(1800, 2100),
        "rating": st.integers(1, 5),
        "edition": WORDS,
        "notes": WORDS | st.sampled_from(["=1+1", "'=1", "-", "@x", "+", "'", "''", 'a "b"', "a\nb", " a ", ",;\t|"]),
        "bought_on": st.none() | st.dates().map(str),
        "price": st.none() | st.decimals(0, 9999, places=2),
        "currency": st.just("EUR"),
    }
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(ITEMS, min_size=1, max_size=4))
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_is_written_comes_back_as_it_was(alice, kind, made):
    Item.objects.all().delete()
    first, second = (BucketFactory(owner=alice, name=name) for name in "ab")
    for values in made:
        item = Item(bucket=first, **values)
        item.check_rules()
        item.save()
    write, read = {"csv": (tables.csv_of, tables.read_csv), "json": (tables.json_of, tables.read_json)}[kind]
    body = "".join(write(first.items.all())).encode()
    add_many(bucket=second, by=alice, rows=read(part(body)))
    assert values_of(second) == values_of(first)
    first.delete()
    second.delete()


def test_the_columns_are_the_contract_first(bucket):
    assert "".join(tables.csv_of(bucket.items.all())) == ",".join([*HEAD.decode().split(","), *EXTRAS]) + "\r\n"


def test_nothing_that_a_spreadsheet_would_run_is_written_bare(bucket):
    ItemFactory(bucket=bucket, title="=1+1", notes="@cmd", room="-2", shelf="\tx", edition="+x")
    [_, row] = csv.reader(StringIO("".join(tables.csv_of(bucket.items.all()))))
    assert not [cell for cell in row if cell.startswith(tuple("=+-@\t"))]


def test_an_empty_bucket_is_json_too(bucket):
    assert json.loads("".join(tables.json_of(bucket.items.all()))) == []


# --- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"Title;Format;Length;Release year;Rating\nAm\xe9lie;DVD;2:02;2001;5\n",
        "\ufefftitle\tformat\truntime\tyear\trating\r\nAmélie\tDVD\t122\t2001\t5\r\n".encode(),
        "rating,release-year,title,format,LENGTH,mood\n5,2001,Amélie,DVD,122,sunny\n\n\n".encode("utf-16"),
    ],
)
def test_a_table_may_come_from_any_program(bucket, alice, body):
    rows = tables.read_csv(part(body))
    add_many(bucket=bucket, by=alice, rows=rows)
    assert values_of(bucket)[0][:5] == ("Amélie", "DVD", 122, 2001, 5)


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"", "nothing in"), (b"\n\n", "nothing in"),
     (b"title,format\nA,DVD\n", "length, release_year, rating are not"),
     (HEAD.replace(b",rating", b""), "rating is not"),
     (b"," * 400, "401 columns"), (b"\0", "columns"), (b'"', "columns")],
)  # fmt: skip
def test_what_is_no_table_of_items_says_so(body, said):
    with pytest.raises(NotImportable, match=said):
        tables.read_csv(part(body))


def test_each_bad_row_is_told_by_row_line_column_and_rule(bucket):
    body = (
        HEAD + b'\nA,VHS,117,1979,5\n"B\nB",DVD,999,x,5\nC,DVD,1\n' + b"D,DVD,1,2000,1,more\n" + b"E\0,DVD,1,2000,1\n"
    )
    rows = tables.read_csv(part(body))
    report = check_many(bucket=bucket, rows=rows)
    assert (report.rows, report.bad_rows) == (5, 4)
    said = [rows.said(fault) for fault in report.faults]
    assert [(one["row"], one["line"], one["column"], one["code"]) for one in said] == [
        (2, 3, "length", "max_value"), (2, 3, "release_year", "invalid"), (3, 5, "release_year", "required"),
        (3, 5, "rating", "required"), (4, 6, "", "unreadable"), (5, 7, "", "unreadable"),
    ]  # fmt: skip
    assert not Item.objects.exists()


@pytest.mark.parametrize("body", [b'[1, null, [], {}, {"title": {}}]', b'{"results": [3, {}]}', b'{"items": ["x"]}'])
def test_json_of_other_things_has_faults_and_nothing_breaks(bucket, body):
    report = check_many(bucket=bucket, rows=tables.read_json(part(body)))
    assert report.rows == report.bad_rows > 0


@pytest.mark.parametrize("body", [b"[", b"[{]", b"nonsense", b"[" * 100_000])
def test_what_is_no_json_says_so(bucket, body):
    with pytest.raises(NotImportable):
        check_many(bucket=bucket, rows=tables.read_json(part(body)))


def test_a_page_of_the_api_is_json_that_comes_back(bucket, alice, values):
    body = json.dumps({"count": 1, "next": None, "results": [values | {"id": 5, "version": 7}]}).encode()
    add_many(bucket=bucket, by=alice, rows=tables.read_json(part(body)))
    assert values_of(bucket)[0][0] == "Alien"


def test_more_rows_than_go_in_at_a_time_say_so(bucket, alice):
    body = HEAD + b"\nA,DVD,1,2000,1" * 3
    with pytest.raises(NotImportable, match="At most 2 rows"):
        add_many(bucket=bucket, by=alice, rows=tables.read_csv(part(body), most=2))
    assert not Item.objects.exists()


def test_a_row_that_cannot_be_read_is_a_fault_among_others(bucket, alice, values):
    rows = [values, ValidationError({"__all__": ValidationError("No row.", code="unreadable")})]
    report = add_many(bucket=bucket, by=alice, rows=rows, partial=True)
    assert (report.rows, report.bad_rows, len(report.added)) == (2, 1, 1)


# --- size ------------------------------------------------------------------------------------------


def test_a_long_table_is_written_in_constant_memory(bucket):
    Item.objects.bulk_create(
        Item(
            bucket=bucket, title=f"Film {n}", title_size=len(f"Film {n}"), sort_title=f"film {n}", format_id="DVD",
            length=1, release_year=2000, rating=1, notes="x" * 500,
        )
        for n in range(6_000)
    )  # fmt: skip
    for write in (tables.csv_of, tables.json_of):
        tracemalloc.start()
        size = sum(len(line) for line in write(bucket.items.all()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size > 3_000_000
        assert peak < 5_000_000 + size // 4, f"{peak:,} for {size:,}"
