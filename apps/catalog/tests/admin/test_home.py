"""The rows of the home page in the admin."""

import pytest
from zeal import zeal_ignore

from apps.catalog.actions.rows import ensure_default_rows, fill_home_rows
from apps.catalog.models import HomeRow
from apps.catalog.tests.factories import GenreFactory, MovieFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/catalog/homerow/"


@pytest.fixture
def films():
    return MovieFactory.create_batch(5)


def form_of(**fields):
    """What the page of a row posts; `chosen` are pairs of a film's id and its place."""
    chosen = fields.pop("chosen", [])
    data = {"title": "Row", "kind": "chosen", "position": 0, "enabled": "on", **fields}
    data |= {"chosen-TOTAL_FORMS": len(chosen), "chosen-INITIAL_FORMS": 0}
    for number, (movie, position) in enumerate(chosen):
        data |= {f"chosen-{number}-movie": movie, f"chosen-{number}-position": position}
    return data


@pytest.fixture
def row(films):
    row = HomeRow.objects.create(title="Popular here", kind="popular", position=10)
    fill_home_rows()
    return row


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 302), ("alice", 302), ("moderator", 403), ("curator", 200), ("administrator", 200)]
)
def test_who_may_come_in(persona, expected, as_user, row, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get(LIST).status_code == expected
    assert client.get(f"{LIST}{row.pk}/change/").status_code == expected


def test_a_row_of_chosen_films_is_on_the_home_page_at_once(
    client, as_user, curator, films, django_capture_on_commit_callbacks
):
    assert "Our evening" not in client.get("/").content.decode()
    data = form_of(title="Our evening", chosen=[(film.pk, 50 - n) for n, film in enumerate(films)])
    with zeal_ignore(), django_capture_on_commit_callbacks(execute=True):
        assert as_user(curator).post(LIST + "add/", data).status_code == 302
    shown = HomeRow.objects.get().entries.order_by("position").values_list("movie", flat=True)
    assert list(shown) == [film.pk for film in reversed(films)]
    assert "Our evening" in client.get("/").content.decode()


def test_order_and_switches_are_set_in_the_list(client, as_user, curator, films, django_capture_on_commit_callbacks):
    ensure_default_rows()
    fill_home_rows()
    popular, newest = HomeRow.objects.get(kind="popular"), HomeRow.objects.get(kind="newest")
    rows = list(HomeRow.objects.order_by("position", "pk"))
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-id": row.pk, f"form-{number}-position": row.position + 1}
        if row != popular:
            data[f"form-{number}-enabled"] = "on"
    # Django's formset reads each of its rows by itself; a home page has a dozen.
    with zeal_ignore(), django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert as_user(curator).post(LIST, data).status_code == 302
    assert len([call for call in callbacks if call.__name__ == "refill"]) == 1
    assert not popular.entries.exists()
    assert newest.entries.exists()


def test_deleting_a_row_takes_it_off_the_page(client, as_user, curator, row, django_capture_on_commit_callbacks):
    assert "Popular here" in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        as_user(curator).post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert "Popular here" not in client.get("/").content.decode()


def test_a_film_stands_in_a_row_once(as_user, curator, films):
    data = form_of(chosen=[(films[0].pk, 0), (films[0].pk, 1)])
    with zeal_ignore():
        page = as_user(curator).post(LIST + "add/", data).content.decode()
    assert "duplicate" in page
    assert not HomeRow.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 81},
        {"kind": "weekly"},
        {"kind": "genre"},
        {"kind": "decade"},
        {"kind": "popular", "decade": 1970},
        {"position": -1},
        {"position": "9" * 30},
        {"chosen": [("abc", 0)]},
        {"chosen": [(999999, 0)]},
        {"chosen": [("1", "first")]},
        {"genre": "x"},
    ],
)
def test_bad_rows_are_refused_in_words(as_user, curator, films, fields):
    response = as_user(curator).post(LIST + "add/", form_of(**fields))
    assert response.status_code == 200
    assert response.context["errors"]
    assert not HomeRow.objects.exists()


def test_a_row_of_a_genre(as_user, curator, films):
    western = GenreFactory(name="Western")
    data = form_of(title="Out west", kind="genre", genre=western.pk)
    assert as_user(curator).post(LIST + "add/", data).status_code == 302
    page = as_user(curator).get(LIST).content.decode()
    assert "too few: not shown" in page
