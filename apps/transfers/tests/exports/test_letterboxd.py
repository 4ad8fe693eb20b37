"""The tables for Letterboxd: its columns, what stays out of them, and that our own importer reads them."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog.models import Movie
from apps.diary.actions import log_viewing
from apps.transfers.exporting.letterboxd import _text
from apps.transfers.formats import Limits, open_source
from apps.transfers.tests.exports.conftest import contents, table
from apps.watchlists.actions import create_watchlist

pytestmark = pytest.mark.django_db

FOLDER = "profiles/1/letterboxd"
# https://letterboxd.com/about/importing-data/
THEIRS = {
    "LetterboxdURI", "tmdbID", "imdbID", "Title", "Year", "Directors", "Rating", "Rating10", "WatchedDate", "Rewatch",
    "Tags", "Review",
}  # fmt: skip


def read_again(text: str, name: str) -> list:
    """The rows that our importer makes of a table."""
    return list(open_source(lambda: io.BytesIO(text.encode()), name, limits=Limits()).rows())


@pytest.fixture
def tables(household, exported):
    export = exported(household)
    whole = contents(export)
    return {name.removeprefix(f"{FOLDER}/"): text for name, text in whole.items() if name.startswith(FOLDER)}


def test_the_columns_are_those_that_letterboxd_imports(household, exported):
    export = exported(household)
    for name in ("diary", "watched", "ratings", "reviews"):
        head, *rows = table(export, f"{FOLDER}/{name}.csv")
        assert set(head) <= THEIRS and {"tmdbID", "imdbID", "Title", "Year", "Rating10", "WatchedDate"} <= set(head)
        assert rows and all(len(row) == len(head) for row in rows)


def test_the_diary(household, exported):
    head, *rows = table(exported(household), f"{FOLDER}/diary.csv")
    assert [dict(zip(head, row, strict=True)) for row in rows] == [
        {"tmdbID": "1398", "imdbID": "", "Title": "Stalker", "Year": "1979", "Rating10": "10",
         "WatchedDate": "2019-05-04", "Rewatch": "", "Tags": "", "Review": ""},
        {"tmdbID": "348", "imdbID": "tt0078748", "Title": "Alien", "Year": "1979", "Rating10": "9",
         "WatchedDate": "2020-01-01", "Rewatch": "", "Tags": "", "Review": "'-- cold"},
        {"tmdbID": "348", "imdbID": "tt0078748", "Title": "Alien", "Year": "1979", "Rating10": "8",
         "WatchedDate": "2020-01-01", "Rewatch": "true", "Tags": "", "Review": ""},
    ]  # fmt: skip


def test_each_film_once_among_those_watched_and_rated(household, exported):
    export = exported(household)
    titles = {name: [row[2] for row in table(export, f"{FOLDER}/{name}.csv")[1:]] for name in ("watched", "ratings")}
    assert sorted(titles["watched"]) == ["Alien", "Solaris", "Stalker"]
    assert sorted(titles["ratings"]) == ["Alien", "Solaris", "Stalker"]


def test_a_film_is_rated_as_it_was_the_last_time(alice, films, exported):
    profile = alice.profiles.get()
    for day, stars in ((date(2021, 1, 1), 4), (date(2023, 1, 1), 9), (None, 2)):
        log_viewing(profile=profile, movie=films["alien"], watched_on=day, half_stars=stars)
    log_viewing(profile=profile, movie=films["alien"], watched_on=date(2024, 1, 1))
    [_, row] = table(exported(alice), f"{FOLDER}/ratings.csv")
    assert row[4] == "9"


def test_reviews_without_a_day_in_the_diary_have_a_table(household, exported):
    [_, row] = table(exported(household), f"{FOLDER}/reviews.csv")
    assert (row[2], row[5], row[8]) == ("Stalker", "", "Slow.")


def test_private_words_of_the_diary_stay_out(tables):
    whole = "".join(tables.values())
    for word in ("At last", "Rialto", "As a child", "Ann"):
        assert word not in whole


def test_nothing_in_them_is_a_formula(alice, films, exported):
    Movie.objects.filter(pk=films["alien"].pk).update(title='=HYPERLINK("http://x")')
    log_viewing(profile=alice.profiles.get(), movie=films["alien"], watched_on=date(2021, 1, 1))
    create_watchlist(profile=alice.profiles.get(), name="@SUM(A1)", description="+1")
    export = exported(alice)
    for name in contents(export):
        if name.endswith(".csv"):
            assert not [
                cell for row in table(export, name) for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            ]


def test_two_lists_of_the_same_name_have_a_table_each(alice, exported):
    for name in ("Cult", "Cult!", "映画", "Cult 2"):
        create_watchlist(profile=alice.profiles.get(), name=name)
    names = {name for name in contents(exported(alice)) if "/lists/" in name}
    assert names == {f"{FOLDER}/lists/{name}.csv" for name in ("cult", "cult--2", "cult-2", "list")}


# --- read by our own importer ---


def test_the_importer_reads_the_diary_again(tables):
    rows = read_again(tables["diary.csv"], "diary.csv")
    assert not [row.faults for row in rows if row.faults]
    assert [
        (row.kind, row.title, row.year, row.tmdb_id, str(row.date), row.half_stars, row.rewatch) for row in rows
    ] == [
        ("diary", "Stalker", 1979, 1398, "2019-05-04", 10, False),
        ("diary", "Alien", 1979, 348, "2020-01-01", 9, False),
        ("review", "Alien", 1979, 348, "2020-01-01", 9, False),
        ("diary", "Alien", 1979, 348, "2020-01-01", 8, True),
    ]
    assert rows[2].text == "-- cold", "without the apostrophe that kept spreadsheets from running it"


def test_the_importer_reads_watched_ratings_and_reviews_again(tables):
    assert {(row.kind, row.title) for row in read_again(tables["watched.csv"], "watched.csv")} == {
        ("watched", "Alien"), ("watched", "Stalker"), ("watched", "Solaris"),
    }  # fmt: skip
    assert {(row.title, row.half_stars) for row in read_again(tables["ratings.csv"], "ratings.csv")} == {
        ("Alien", 8), ("Stalker", 10), ("Solaris", 7),
    }  # fmt: skip
    assert ("review", "Slow.") in {(row.kind, row.text) for row in read_again(tables["reviews.csv"], "reviews.csv")}


def test_the_importer_reads_the_watchlist_again(tables):
    [row] = read_again(tables["watchlist.csv"], "watchlist.csv")
    assert (row.kind, row.title, row.year, str(row.date)) == ("watchlist", "The Thing", 1982, "2021-05-04")


def test_the_importer_reads_a_list_again(tables):
    rows = read_again(tables["lists/club.csv"], "club.csv")
    assert [(row.kind, row.list_name, row.list_text, row.title, row.position, row.text) for row in rows] == [
        ("list", "Club", "On Fridays", "The Thing", 1, ""),
        ("list", "Club", "On Fridays", "Alien", 2, "=1+1"),
    ]


@given(st.text(alphabet="'=+-@\té\" ,x", min_size=1, max_size=12).filter(lambda text: text.strip()))
def test_whatever_a_title_is_it_comes_back(title):
    lines = _text([("tmdbID", "imdbID", "Title", "Year", "WatchedDate"), (1, "", title, 1979, "2020-01-01")])
    [row] = read_again(lines, "diary.csv")
    assert row.title == " ".join(title.split())
