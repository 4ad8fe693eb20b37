"""Many items at once: all of them or none, or those that are right."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.actions import Refused, add_many, check_many
from apps.moviebucket.actions import items as items_module
from apps.moviebucket.actions import many as many_module
from apps.moviebucket.models.item import RATING, TITLE

pytestmark = pytest.mark.django_db


def test_all_of_them(bucket, alice, values):
    movie = MovieFactory()
    told = []
    rows = [values | {"movie": movie}, values | {"title": " Brazil ", "length": "2:22"}]
    report = add_many(bucket=bucket, by=alice, rows=rows, told=told.append)
    assert (report.rows, report.bad_rows, told) == (2, 0, [2])
    items = bucket.items.in_bulk(report.added)
    assert [(item.title, item.length, item.movie, item.added_by) for item in items.values()] == [
        ("Alien", 117, movie, alice),
        ("Brazil", 142, None, alice),
    ]
    change = bucket.changes.get()
    assert (change.kind, change.about, change.after) == ("imported", "2 items", {"items": report.added})


def test_none_of_them_when_one_is_wrong(bucket, alice, values):
    rows = [values, values | {"rating": "6", "title": ""}, values]
    with pytest.raises(Refused) as refusal:
        add_many(bucket=bucket, by=alice, rows=rows)
    assert refusal.value.report.bad_rows == 1
    assert {tuple(fault) for fault in refusal.value.report.faults} == {
        (2, "rating", "max_value", RATING),
        (2, "title", "required", TITLE),
    }
    assert not bucket.items.exists() and not bucket.changes.exists()


def test_those_that_are_right(bucket, alice, values):
    report = add_many(bucket=bucket, by=alice, rows=[values, values | {"rating": 0}], partial=True)
    assert (report.rows, report.bad_rows, len(report.added)) == (2, 1, 1)
    assert bucket.items.count() == 1


def test_a_look_before_writes_nothing(bucket, values):
    report = check_many(bucket=bucket, rows=[values, values | {"length": -1}])
    assert (report.rows, report.bad_rows, report.added) == (2, 1, [])
    assert not bucket.items.exists()


def test_so_many_faults_are_told_and_all_are_counted(bucket, values, monkeypatch):
    monkeypatch.setattr(many_module, "MOST_FAULTS", 3)
    report = check_many(bucket=bucket, rows=[values | {"rating": 0}] * 9)
    assert (report.bad_rows, len(report.faults)) == (9, 3)


def test_what_has_no_room_stays_outside_as_a_whole(bucket, alice, values, monkeypatch):
    monkeypatch.setattr(items_module, "MOST_ITEMS", 2)
    with pytest.raises(ValidationError, match="has room for"):
        add_many(bucket=bucket, by=alice, rows=[values] * 3)
    assert not bucket.items.exists()


def test_nothing_is_no_import(bucket, alice):
    assert add_many(bucket=bucket, by=alice, rows=[]).added == []
    assert not bucket.changes.exists()


def test_rows_are_read_and_written_in_pieces(bucket, alice, values):
    """A statement for so many rows as fit into one; nothing is asked for each."""
    counts = []
    for number in (2, 400):
        with CaptureQueriesContext(connection) as queries:
            add_many(bucket=bucket, by=alice, rows=[values] * number)
        counts.append(len(queries))
    assert counts[1] - counts[0] < 20
