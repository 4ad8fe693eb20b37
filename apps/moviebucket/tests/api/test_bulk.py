"""/api/buckets/<id>/items/bulk: up to a thousand items at once."""

import pytest

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket.models import Change, Item
from apps.moviebucket.models.item import RATING

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(base):
    return f"{base}/items/bulk"


def test_a_list_goes_in_at_once_and_is_one_change(as_user, alice, address, send, values):
    film = MovieFactory()
    rows = [values | {"title": f"Film {n}", "movie": film.pk if n else None} for n in range(3)]
    response = send(as_user(alice), "post", address, rows)
    assert response.status_code == 201
    report = response.json()
    assert (report["rows"], report["bad_rows"], report["faults"], len(report["added"])) == (3, 0, [], 3)
    items = Item.objects.in_bulk(report["added"])
    assert [items[pk].title for pk in report["added"]] == ["Film 0", "Film 1", "Film 2"]
    assert [items[pk].movie_id for pk in report["added"]] == [None, film.pk, film.pk]
    assert Change.objects.get().kind == "imported"


MIXED = [
    {}, {"rating": 6}, {"length": "1:60", "format": "Betamax"}, {"movie": 2**40}, {"movie": True},
]  # fmt: skip
FAULTS = {
    ("#/1/rating", "max_value"), ("#/2/length", "invalid"), ("#/2/format", "invalid_choice"),
    ("#/3/movie", "invalid_choice"), ("#/4/movie", "invalid_choice"), ("#/5", "invalid"), ("#/6/title", "required"),
}  # fmt: skip


@pytest.fixture
def mixed(values):
    """One right row and six wrong ones."""
    without_title = {name: value for name, value in values.items() if name != "title"}
    return [*(values | wrong for wrong in MIXED), "no item", without_title]


def test_of_a_list_with_faults_nothing_goes_in_and_each_is_pointed_at(as_user, alice, address, send, mixed):
    response = send(as_user(alice), "post", address, mixed)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    problem = response.json()
    assert {(error["pointer"], error["code"]) for error in problem["errors"]} == FAULTS
    assert (problem["rows"], problem["bad_rows"], problem["code"]) == (7, 6, "invalid")
    assert next(error["detail"] for error in problem["errors"] if error["pointer"] == "#/1/rating") == RATING
    assert not Item.objects.exists()
    assert not Change.objects.exists()


def test_what_is_right_of_it_goes_in_if_one_says_so(as_user, alice, address, send, mixed):
    response = send(as_user(alice), "post", f"{address}?partial=1", mixed)
    assert response.status_code == 200
    report = response.json()
    assert (report["rows"], report["bad_rows"]) == (7, 6)
    assert {(fault["pointer"], fault["code"]) for fault in report["faults"]} == FAULTS
    assert report["added"] == [Item.objects.get().pk]


@pytest.mark.parametrize("body", [{}, [], '"x"', "null", [{}] * 1001])
def test_what_is_no_list_of_up_to_a_thousand_is_refused(as_user, alice, address, send, body):
    response = send(as_user(alice), "post", address, body)
    assert response.status_code == 400
    assert "list of 1 to 1,000" in response.json()["errors"][0]["detail"]


def test_partial_is_1_or_nothing(as_user, alice, address, send, values):
    for there, body in ((address, [values]), (address.removesuffix("/bulk"), values)):
        assert send(as_user(alice), "post", f"{there}?partial=yes", body).status_code == 400


def test_queries_grow_by_batch_and_not_by_row(as_user, alice, address, send, values, django_assert_max_num_queries):
    film = MovieFactory()
    rows = [values | {"title": f"Film {n}", "movie": film.pk} for n in range(1000)]
    client = as_user(alice)
    client.get("/api/buckets")
    with django_assert_max_num_queries(45):  # SQLite writes some thirty rows of so many columns with each statement
        assert send(client, "post", address, rows).status_code == 201
    assert Item.objects.count() == 1000
