"""Each service's files become rows: what they are, what they say, and what is wrong with which line."""

import datetime
import json

import pytest

from apps.transfers.formats import TABLE_KINDS, Columns, Kind, Limits, NotImportable, open_source, sample_of
from apps.transfers.formats.rows import Row
from apps.transfers.formats.values import moment_of
from apps.transfers.tests import files
from apps.transfers.tests.files import LETTERBOXD, opener, zipped


def source_of(content, name="file", **options):
    return open_source(opener(content), name, limits=Limits(), **options)


def rows_of(content, name="file", **options) -> list[Row]:
    return list(source_of(content, name, **options).rows())


def brief(rows):
    return [(row.kind.value, row.title, row.year, row.date and row.date.isoformat(), row.half_stars) for row in rows]


# --- Letterboxd ---


@pytest.mark.parametrize("inside", ["", "letterboxd-somebody-2024/", "a b/"])
def test_the_zip_of_letterboxd_with_or_without_a_folder_around_it(inside):
    source = source_of(zipped(LETTERBOXD, inside=inside), "photo.jpg")
    assert source.format == "letterboxd"
    assert sorted(source.left_out) == ["deleted/diary.csv", "orphaned/diary.csv", "profile.csv"]
    rows = list(source.rows())
    assert {row.kind.value for row in rows} == {kind.value for kind in TABLE_KINDS}
    assert not any(row.title == "Gone" for row in rows)
    assert [row.title for row in rows if row.kind == Kind.LIKE] == ["Stalker"]


def test_a_list_of_letterboxd_has_two_tables():
    rows = rows_of(files.LIST)
    assert [(row.list_name, row.list_text, row.position, row.title, row.text) for row in rows] == [
        ("Space", "Where nobody hears you", 1, "Alien", "The first"),
        ("Space", "Where nobody hears you", 2, "Solaris", ""),
    ]


def test_two_lists_of_one_name_are_known_by_their_files():
    rows = rows_of(
        zipped({"lists/space.csv": files.LIST, "lists/space-2.csv": files.LIST, "watched.csv": files.WATCHED})
    )
    keys = [(row.list_name, row.list_key) for row in rows if row.kind == Kind.LIST]
    assert keys == [("Space", "lists/space.csv")] * 2 + [("Space", "lists/space-2.csv")] * 2


def test_a_diary_keeps_rewatches_and_days():
    first, again, bad = rows_of(files.DIARY)
    assert brief([first]) == [("diary", "Alien", 1979, "2019-12-30", 9)]
    assert (again.rewatch, again.half_stars, again.date) == (True, None, datetime.date(2020, 2, 1))
    assert bad.faults == ["“2020-02-30” is no date."]


def test_tables_that_look_alike_go_by_their_name_or_by_what_is_said():
    assert {row.kind for row in rows_of(files.WATCHLIST, "watchlist.csv")} == {Kind.WATCHLIST}
    assert {row.kind for row in rows_of(files.WATCHLIST, "films.csv")} == {Kind.WATCHED}
    assert {row.kind for row in rows_of(files.WATCHLIST, "x.csv", mapping=Columns(kind=Kind.LIKE))} == {Kind.LIKE}


def test_a_review_alone_is_a_day_and_a_review_and_in_the_zip_only_a_review():
    table = files.REVIEWS.splitlines()[0] + "\n2020-01-02,Alien,1979,x,4,,Good,,2020-01-01\n"
    assert [row.kind for row in rows_of(table)] == [Kind.DIARY, Kind.REVIEW]
    assert [row.kind for row in rows_of(zipped({"reviews.csv": table, "watched.csv": files.WATCHED}))][
        -1
    ] == Kind.WATCHED
    assert Kind.DIARY not in [row.kind for row in rows_of(zipped({"reviews.csv": table, "watched.csv": files.WATCHED}))]


def test_the_format_that_letterboxd_imports():
    table = (
        "tmdbID,imdbID,Title,Year,WatchedDate,Rating,Rating10,Rewatch,Tags,Review\n"
        '348,tt0078748,Alien,1979,2024-01-05,4.5,9,true,"a, b","Great, again"\n'
        ",,Stalker,1979,,,8,,,\n"
        ",,Solaris,1972,2024-02-30,,11,,,\n"
    )
    day, review, rating, bad = rows_of(table)
    assert (day.kind, day.tmdb_id, day.imdb_id, day.half_stars, day.rewatch, day.text) == (
        Kind.DIARY, 348, "tt0078748", 9, True, "Tags: a, b",
    )  # fmt: skip
    assert (review.kind, review.text) == (Kind.REVIEW, "Great, again")
    assert (rating.kind, rating.half_stars) == (Kind.RATING, 8)
    assert bad.faults == ["“2024-02-30” is no date.", "“11” is no rating from 0 to 10."]


# --- IMDb, Trakt, TMDB ---


def test_ratings_of_imdb_without_the_series():
    film, series = rows_of(files.IMDB_RATINGS)
    assert brief([film]) == [("rating", "Alien", 1979, "2020-01-01", 9)]
    assert film.imdb_id == "tt0078748"
    assert series.not_a_film == "The X-Files is no film: IMDb calls it TV Series."


def test_old_headings_of_imdb_in_windows_1252():
    [row] = rows_of(files.IMDB_OLD.encode("cp1252"), "ratings.csv")
    assert brief([row]) == [("rating", "Fanny och Alexander åäö", 1982, "2013-11-17", 10)]


@pytest.mark.parametrize(("name", "kind"), [("WATCHLIST.csv", Kind.WATCHLIST), ("Cult films.csv", Kind.LIST)])
def test_lists_of_imdb(name, kind):
    table = "Position,Const,Created,Description,Title,Title Type,Year\n1,tt0078748,2020-01-01,Why,Alien,Movie,1979\n"
    [row] = rows_of(table, name)
    assert (row.kind, row.text, row.list_name) == (kind, "Why", "Cult films" if kind == Kind.LIST else "")


def test_trakt_json_and_its_series():
    film, series = rows_of(files.TRAKT_RATINGS, "anything")
    assert brief([film]) == [("rating", "Alien", 1979, "2024-03-07", 8)]
    assert (film.tmdb_id, film.imdb_id) == (348, "tt0078748")
    assert series.not_a_film == "Dark is no film: Trakt calls it show."


def test_trakts_history_has_the_days_and_what_is_watched_only_says_so():
    members = {"history-1.json": json.dumps(files.TRAKT_HISTORY), "watched.json": json.dumps(files.TRAKT_WATCHED)}
    rows = rows_of(zipped(members))
    assert [(row.kind.value, row.date and str(row.date)) for row in rows] == [
        ("diary", "2024-03-06"),
        ("watched", None),
    ]
    [alone] = rows_of(files.TRAKT_WATCHED)
    assert (alone.kind, str(alone.date), alone.rewatch) == (Kind.DIARY, "2024-03-06", True)


def test_a_table_of_trakt():
    film, episode = rows_of(files.TRAKT_CSV)
    assert brief([film]) == [("rating", "Alien", 1979, "2000-07-30", 8)]
    assert "episode" in episode.not_a_film


def test_the_table_of_tmdb_without_the_series():
    film, series = rows_of(files.TMDB)
    assert brief([film]) == [("rating", "Alien", 1979, "2023-01-07", 8)]
    assert (series.tmdb_id, series.not_a_film) == (None, "Breaking Bad is no film: TMDB calls it tv.")


# --- our own, and any other ---


def test_our_own_export_is_read_for_one_profile():
    film = {"title": "Alien", "year": 1979, "tmdb_id": 348, "imdb_id": "tt0078748"}
    viewing = {"film": film, "watched_on": "2020-01-01", "half_stars": 7, "rewatch": True, "note": "n", "place": "p",
               "companion": "c"}  # fmt: skip
    lists = [
        {
            "name": "Watchlist",
            "is_main": True,
            "entries": [{"film": film, "note": "", "added_at": "2020-01-01T00:00:00Z"}],
        },
        {"name": "Space", "description": "d", "visibility": "members", "entries": [{"film": film, "note": "x"}]},
    ]
    members = {
        "notflix.json": json.dumps({"version": 1, "profiles": [{"number": 1}, {"number": 2}]}),
        "profiles/1/viewings.json": json.dumps([viewing, {"film": film}, {"film": film, "half_stars": 7}]),
        "profiles/1/watchlists.json": json.dumps(lists),
        "profiles/2/viewings.json": json.dumps([]),
        "letterboxd/diary.csv": files.DIARY,
    }
    source = source_of(zipped(members))
    rows = list(source.rows())
    assert source.format == "notflix"
    assert [row.kind.value for row in rows] == ["diary", "watched", "watched", "watchlist", "list"]
    assert [row.half_stars for row in rows[:3]] == [7, None, 7]
    assert (rows[0].place, rows[0].companion, rows[0].text, rows[0].rewatch) == ("p", "c", "n", True)
    assert (rows[4].list_name, rows[4].list_visibility, rows[4].text) == ("Space", "members", "x")
    assert rows_of(zipped(members), profile=2) == []
    newer = members | {"notflix.json": json.dumps({"version": 2, "profiles": []})}
    with pytest.raises(NotImportable, match="newer"):
        rows_of(zipped(newer))


def test_a_table_that_nobody_knows_is_guessed_at():
    unmapped = source_of(files.OWN_TABLE, "meine.csv").unmapped
    sample = sample_of(unmapped)
    assert sample.headings == ["Film", "Gesehen am", "Punkte", "Anmerkung"]
    assert sample.guess.columns == {"title": 0}


def test_a_mapped_table_with_a_long_note_keeps_it_as_a_review():
    table = f"title,note\nAlien,{'x' * 3000}\n"
    rows = rows_of(table, mapping=Columns({"title": 0, "text": 1}, Kind.WATCHED))
    assert [(row.kind, len(row.text)) for row in rows] == [(Kind.REVIEW, 3000), (Kind.WATCHED, 0)]


# --- values ---


@pytest.mark.parametrize(
    ("cell", "scale", "expected"),
    [("", 5, None), ("0", 5, None), ("0.0", 10, None), ("0.5", 5, 1), ("5", 5, 10), ("4,5", 5, 9), ("7", 10, 7),
     ("7.6", 10, 8), ("85", 100, 9), ("1", 100, 1), ("★★★½", 10, 7)],
)  # fmt: skip
def test_ratings_on_every_scale(cell, scale, expected):
    mapping = Columns({"title": 0, "rating": 1}, Kind.DIARY, scale)
    [row] = rows_of(f'title;r\nAlien;"{cell}"\n', mapping=mapping)
    assert (row.half_stars, row.faults) == (expected, [])


@pytest.mark.parametrize("cell", ["11", "-1", "NaN", "Infinity", "good", "1e400", "0x1"])
def test_ratings_that_are_none(cell):
    [row] = rows_of(f"title,r\nAlien,{cell}\n", mapping=Columns({"title": 0, "rating": 1}, Kind.RATING, 10))
    assert row.faults == [f"“{cell}” is no rating from 0 to 10."]


@pytest.mark.parametrize(
    ("cell", "day_first", "expected"),
    [("2024-01-05", False, "2024-01-05"),
     ("2024-01-05T23:00:00Z", False, "2024-01-05"), ("5.1.2024", False, "2024-01-05"),
     ("1/5/2024", False, "2024-01-05"), ("5/1/2024", True, "2024-01-05"), ("25/1/2024", False, "2024-01-25"),
     ("5 Jan 2024", False, "2024-01-05"), ("January 5, 2024", False, "2024-01-05"), ("2024/1/5", False, "2024-01-05")],
)  # fmt: skip
def test_days_in_every_shape(cell, day_first, expected):
    mapping = Columns({"title": 0, "date": 1}, Kind.DIARY, day_first=day_first)
    [row] = rows_of(f'title;d\nAlien;"{cell}"\n', mapping=mapping)
    assert str(row.date) == expected


@pytest.mark.parametrize("cell", ["2024-13-01", "yesterday", "0001-01-01", "1/2", "99999-01-01"])
def test_days_that_are_none(cell):
    [row] = rows_of(f"title,d\nAlien,{cell}\n", mapping=Columns({"title": 0, "date": 1}, Kind.DIARY))
    assert row.date is None
    assert len(row.faults) == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("", None), ("1994", 1994), ("(1994)", 1994), ("1994-05-01", 1994), ("1994.0", 1994), ("1", None), ("12", None),
     ("199", None), ("19942", None), ("0012", None), ("²⁰¹²", None)],
)  # fmt: skip
def test_years_and_what_is_none(cell, expected):
    [row] = rows_of(f'title;y\nAlien;"{cell}"\n', mapping=Columns({"title": 0, "year": 1}, Kind.WATCHED))
    assert row.year == expected
    assert row.faults == ([] if expected or not cell else [f"“{cell}” is no year of a film."])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("2021-05-04T21:07:33.123456+00:00", "2021-05-04T21:07:33.123456+00:00"), ("2021-05-04T21:07:33Z",
     "2021-05-04T21:07:33+00:00"), ("2021-05-04T23:07:33+02:00", "2021-05-04T23:07:33+02:00"), ("2021-05-04", None),
     ("2021-05-04T21:07:33", None), ("0001-01-01T00:00:00+14:00", None), ("9999-12-31T23:59:59-14:00", None),
     ("", None), ("soon", None)],
)  # fmt: skip
def test_moments_and_what_is_none(cell, expected):
    moment = moment_of(cell)
    assert (moment and moment.isoformat()) == expected
