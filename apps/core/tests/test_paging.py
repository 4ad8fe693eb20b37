"""Pages over large tables, tried on people with log-ins: core has no model of its own."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core import paging
from apps.core.paging import QuickPaginator, cached_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    user = get_user_model()
    user.objects.bulk_create(user(email=f"p{n:02}@example.org", name=f"P{n:02}") for n in range(25))
    return user.objects.order_by("-email")


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def test_pages_keep_the_order_and_cover_every_row_once(people):
    paginator = QuickPaginator(people, 10)
    seen = [row.email for page in paginator for row in page]
    assert seen == list(people.values_list("email", flat=True))
    assert (paginator.num_pages, paginator.page(3).end_index()) == (3, 25)


def test_ids_are_read_alone_and_rows_only_for_the_page(people):
    paginator = QuickPaginator(people, 5, refine=lambda rows: rows.only("email"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = paginator.page(4)
    count, ids, rows = (query["sql"] for query in queries)
    assert "COUNT(*)" in count
    assert "OFFSET 15" in ids
    assert "name" not in ids
    assert "OFFSET" not in rows
    assert page[0].get_deferred_fields() >= {"name"}


@pytest.mark.parametrize("number", ["0", "-1", 10**9, "1" + "0" * 30, 4])
def test_a_page_outside_is_empty_and_asks_for_no_rows(people, number):
    paginator = QuickPaginator(people, 10)
    paginator.count  # noqa: B018
    with CaptureQueriesContext(connection) as queries, pytest.raises(EmptyPage):
        paginator.page(number)
    assert len(queries) == 0


@pytest.mark.parametrize("number", ["abc", "", "1.5", "\x00", "9" * 5000, None])
def test_what_is_no_number_is_said_to_be_none(people, number):
    with pytest.raises(PageNotAnInteger):
        QuickPaginator(people, 10).page(number)


def test_an_empty_list_has_one_empty_page(people):
    assert list(QuickPaginator(people.none(), 10).page(1)) == []
    assert list(QuickPaginator(people.filter(pk__in=[]), 10).page(1)) == []


def test_a_row_deleted_between_ids_and_rows_is_left_out(people):
    paginator = QuickPaginator(people, 30, refine=lambda rows: rows.exclude(email="p07@example.org"))
    assert [row.email for row in paginator.page(1)].count("p07@example.org") == 0
    assert len(paginator.page(1)) == 24


def test_a_small_count_is_always_exact(people):
    assert cached_count(people) == 25
    people.filter(email="p07@example.org").delete()
    assert cached_count(people) == 24


def test_a_large_count_is_kept_for_each_filter_by_itself(people, monkeypatch):
    monkeypatch.setattr(paging, "CACHED_FROM", 10)
    assert cached_count(people) == 25
    with CaptureQueriesContext(connection) as queries:
        assert cached_count(people.order_by("name")) == 25
    assert len(queries) == 0
    assert cached_count(people.filter(email__lt="p05")) == 5
    assert cached_count(people.filter(email__lt="p15@")) == 15


@pytest.mark.parametrize("few", [0, 500])
def test_few_are_sorted_as_many_are(people, monkeypatch, few):
    monkeypatch.setattr(paging, "FEW", few)
    paginator = QuickPaginator(people.filter(email__gt="p05"), 10, sorts_few=True)
    seen = [row.email for page in paginator for row in page]
    assert seen == [f"p{n:02}@example.org" for n in range(24, 4, -1)]


def test_few_are_found_before_they_are_sorted(people):
    with CaptureQueriesContext(connection) as queries:
        QuickPaginator(people, 5, sorts_few=True).page(2)
    inner = queries[1]["sql"].partition("IN (SELECT")[2].partition(")")[0]
    assert inner and "ORDER BY" not in inner
