"""CSV at /api/buckets/<id>/items: a bucket as a table, and a table into a bucket."""

import csv
from io import StringIO

import pytest

from apps.moviebucket.api import csv_format, many
from apps.moviebucket.models import Item
from apps.moviebucket.models.item import LENGTH
from apps.moviebucket.tables import COLUMNS
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
CSV = {"Accept": "text/csv"}
HEAD = "title,format,length,release_year,rating"


@pytest.fixture
def address(base):
    return f"{base}/items"


def table_of(client, address):
    response = client.get(address, headers=CSV)
    assert response["Content-Type"].startswith("text/csv")
    return b"".join(response.streaming_content).decode()


def post(client, address, text):
    return client.post(address, text, content_type="text/csv")


def test_a_bucket_is_a_table(as_user, alice, bucket, address):
    ItemFactory(bucket=bucket, title="Alien", price="9.5", currency="EUR", bought_on="2020-02-29", notes='a "b"\nc')
    [head, row] = csv.reader(StringIO(table_of(as_user(alice), address)))
    assert head == list(COLUMNS)
    assert head[:5] == HEAD.split(",")
    assert row[:5] == ["Alien", "DVD", "117", "1979", "4"]
    assert dict(zip(head, row, strict=True))["price"] == "9.50"


def test_the_filters_and_the_order_hold_for_the_table_too_and_pages_do_not(as_user, alice, bucket, address):
    for number in range(30):
        ItemFactory(bucket=bucket, title=f"Film {number:02}", rating=1 + number % 2)
    text = table_of(as_user(alice), f"{address}?rating_min=2&ordering=-title&page_size=5")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [f"Film {n:02}" for n in range(29, 0, -2)]


def test_a_table_costs_the_same_however_many_rows_it_has(
    as_user, alice, bucket, address, django_assert_max_num_queries
):
    client = as_user(alice)
    for _ in range(60):
        ItemFactory(bucket=bucket)
    with django_assert_max_num_queries(6):
        assert len(table_of(client, address).splitlines()) == 61


def test_who_may_not_see_a_bucket_gets_a_problem_and_no_table(as_user, charlie, address):
    for client, status in ((as_user(charlie), 404), (as_user(None), 401)):
        response = client.get(address, headers=CSV)
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert response.json()["status"] == status


def test_other_resources_have_no_tables(as_user, alice, base):
    assert as_user(alice).get(base, headers=CSV).status_code == 406


def test_what_a_spreadsheet_would_run_comes_back_as_it_was(as_user, alice, bucket, address):
    odd = ["=1+1", "@SUM(A1)", "-1", "+1", "'=x", "''quoted", "'Round Midnight", 'A "q", b']
    for title in odd:
        ItemFactory(bucket=bucket, title=title, notes="=cmd|' /C calc'!A0")
    text = table_of(as_user(alice), address)
    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    other = BucketFactory(owner=alice)
    assert post(as_user(alice), f"/api/buckets/{other.pk}/items", text).status_code == 200
    assert sorted(other.items.values_list("title", flat=True)) == sorted(odd)
    assert set(other.items.values_list("notes", flat=True)) == {"=cmd|' /C calc'!A0"}


def test_a_table_goes_in(as_user, alice, bucket, address):
    text = "Title;Format;Year;Length;Rating;Mood\r\nAmélie;DVD;2001;2:02;5;sunny\r\n\r\nAlien;VHS;1979;117;4;\r\n"
    response = post(as_user(alice), address, text.encode("cp1252"))
    assert response.status_code == 200
    report = response.json()
    assert (report["rows"], report["bad_rows"], report["unknown_columns"]) == (2, 0, ["Mood"])
    assert list(bucket.items.values_list("title", "format", "length", "release_year", "rating")) == [
        ("Alien", "VHS", 117, 1979, 4),
        ("Amélie", "DVD", 122, 2001, 5),
    ]


BAD = f"""{HEAD},notes
Alien,VHS,117,1979,5,
Aliens,VHS,501,1986,x,

"Two
lines",DVD,1,2000,1,ok
,Betamax,1,2000,1,
Too,many,1,2000,1,cells,here
NUL\0,DVD,1,2000,1,
"""


def test_of_a_table_with_faults_nothing_goes_in_and_each_is_named(as_user, alice, address):
    response = post(as_user(alice), address, BAD)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    problem = response.json()
    assert (problem["rows"], problem["bad_rows"]) == (6, 4)
    assert {(error["row"], error["line"], error["column"], error["code"]) for error in problem["errors"]} == {
        (2, 3, "length", "max_value"), (2, 3, "rating", "invalid"), (4, 7, "title", "required"),
        (4, 7, "format", "invalid_choice"), (5, 8, "", "unreadable"), (6, 9, "", "unreadable"),
    }  # fmt: skip
    assert problem["errors"][0]["detail"] == LENGTH
    assert not Item.objects.exists()


def test_what_is_right_of_it_goes_in_if_one_says_so(as_user, alice, bucket, address):
    report = post(as_user(alice), f"{address}?partial=1", BAD).json()
    assert (report["rows"], report["bad_rows"], len(report["faults"])) == (6, 4, 6)
    assert set(bucket.items.values_list("title", flat=True)) == {"Alien", "Two lines"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title,format,length\nA,DVD,1\n", "release_year, rating are not among them"), ("\n", "nothing in"),
        ("<html>", "not among them"), (b"\xff\xfe\x00", ""), (b"\x00" * 50, ""), ('"' * 99_999, ""),
        ("x" * 300_000, ""),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(as_user, alice, address, text, said):
    response = post(as_user(alice), address, text)
    assert response.status_code == 400
    assert said in response.json()["errors"][0]["detail"]


def test_a_table_has_limits(as_user, alice, address, monkeypatch):
    monkeypatch.setattr(many, "MOST_ROWS", 2)
    response = post(as_user(alice), f"{address}?partial=1", f"{HEAD}\n" + "A,DVD,1,2000,1\n" * 3)
    assert response.status_code == 400
    assert "At most 2 rows" in response.json()["errors"][0]["detail"]
    assert not Item.objects.exists()
    monkeypatch.setattr(csv_format, "MOST_BYTES", 100)
    assert post(as_user(alice), address, f"{HEAD}\n" + "x" * 100).status_code == 413
