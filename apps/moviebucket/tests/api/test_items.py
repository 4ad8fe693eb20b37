"""/api/buckets/<id>/items and one item of it: the five rules, versions, filters and orders."""

import pytest

from apps.accounts.models import Profile
from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import actions
from apps.moviebucket.actions import EXTRAS
from apps.moviebucket.models import CONTRACT, Item
from apps.moviebucket.models.item import LENGTH, RATING, RELEASE_YEAR, TITLE
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "edition": "Director's cut", "region": "2", "audio": "en, fr", "subtitles": "de", "barcode": "5051892007771",
    "condition": "good", "room": "Study", "shelf": "3", "bought_on": "2020-02-29", "bought_at": "Flea market",
    "price": "9.50", "currency": "EUR", "service": "", "link": "https://example.org/a", "notes": "Signed",
    "tags": ["Christmas", "To lend"],
}  # fmt: skip


def errors_of(response):
    return {(error["pointer"], error["code"], error["detail"]) for error in response.json()["errors"]}


@pytest.fixture
def one(base, item):
    return f"{base}/items/{item.pk}"


# --- who -------------------------------------------------------------------------------------------


def test_who_looks_does_not_write_and_who_edits_does(as_user, bob, charlie, viewed, base, one, send, values):
    for who, status in ((bob, 403), (charlie, 404), (None, 401)):
        client = as_user(who)
        assert send(client, "post", f"{base}/items", values).status_code == status
        assert send(client, "post", f"{base}/items/bulk", [values]).status_code == status
        assert send(client, "put", one, values).status_code == status
        assert send(client, "patch", one, {"rating": 1}).status_code == status
        assert client.delete(one).status_code == status
        assert client.post(f"{base}/items", "title", content_type="text/csv").status_code == status
    assert Item.objects.get().rating == 4
    viewed.shares.update(role="editor")
    assert send(as_user(bob), "patch", one, {"rating": 1}).status_code == 200
    viewed.shares.all().delete()
    assert as_user(bob).get(one).status_code == 404


def test_an_item_is_found_in_its_own_bucket_alone(as_user, alice, item):
    other = BucketFactory(owner=alice)
    assert as_user(alice).get(f"/api/buckets/{other.pk}/items/{item.pk}").status_code == 404
    assert as_user(alice).get(f"/api/buckets/{other.pk}/items/{'9' * 19}").status_code == 404


# --- one item --------------------------------------------------------------------------------------


def test_an_item_is_put_in_read_changed_and_taken_out(as_user, alice, base, send, values):
    client = as_user(alice)
    made = send(client, "post", f"{base}/items", values)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    address = made["Location"]
    shown = client.get(address).json()
    assert list(shown)[:5] == list(CONTRACT)
    assert {name: shown[name] for name in CONTRACT} == values
    changed = send(client, "patch", address, {"rating": "3"})
    assert (changed.status_code, changed["ETag"], changed.json()["rating"]) == (200, '"2"', 3)
    assert changed["Location"] == address
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_everything_else_may_be_said_too(as_user, alice, base, send, values):
    movie = MovieFactory()
    made = send(as_user(alice), "post", f"{base}/items", values | EVERYTHING | {"movie": movie.pk}).json()
    assert set(EVERYTHING) == set(EXTRAS)
    assert {name: made[name] for name in EVERYTHING} == EVERYTHING
    assert made["movie"] == movie.pk


def test_numbers_and_their_texts_are_the_same(as_user, alice, base, send, values):
    texts = {"length": " 1:57 ", "release_year": "1979", "rating": "5"}
    made = send(as_user(alice), "post", f"{base}/items", values | texts).json()
    assert (made["length"], made["release_year"], made["rating"]) == (117, 1979, 5)
    assert send(as_user(alice), "post", f"{base}/items", values | {"length": 117.0}).json()["length"] == 117


def test_what_is_wrong_is_said_in_the_model_s_words(as_user, alice, base, send):
    wrong = {"title": "", "format": "8-track", "length": 501, "release_year": True, "rating": "0"}
    response = send(as_user(alice), "post", f"{base}/items", wrong)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert errors_of(response) == {
        ("#/title", "required", TITLE),
        ("#/format", "invalid_choice", "The format is VHS, DVD or Streaming."),
        ("#/length", "max_value", LENGTH),
        ("#/release_year", "invalid", RELEASE_YEAR),
        ("#/rating", "min_value", RATING),
    }
    assert not Item.objects.exists()


def test_all_five_are_needed_to_put_in_and_to_say_anew(as_user, alice, base, one, send):
    for method, address in (("post", f"{base}/items"), ("put", one)):
        response = send(as_user(alice), method, address, {"edition": "x"})
        assert {(pointer, code) for pointer, code, _ in errors_of(response)} == {
            (f"#/{name}", "required") for name in CONTRACT
        }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], "#"), ('"x"', "#"), ("null", "#"), ({"movie": True}, "#/movie"), ({"movie": "1"}, "#/movie"),
        ({"movie": 2**62}, "#/movie"), ({"movie": 2**70}, "#/movie"), ({"movie": []}, "#/movie"),
        ({"notes": []}, "#/notes"), ({"notes": "\ud800"}, "#/notes"), ({"price": {}}, "#/price"),
        ({"length": []}, "#/length"), ({"title": {}}, "#/title"), ({"format": 5}, "#/format"),
        ({"bought_on": 5}, "#/bought_on"), ({"link": "javascript:x"}, "#/link"), ({"rating": 10**400}, "#/rating"),
    ],
)  # fmt: skip
def test_hostile_bodies_are_refused(as_user, alice, one, send, body, pointer):
    response = send(as_user(alice), "patch", one, body)
    assert response.status_code == 400
    assert {error["pointer"] for error in response.json()["errors"]} == {pointer}


def test_what_an_answer_carries_besides_may_be_sent_back(as_user, alice, one, send):
    client = as_user(alice)
    shown = client.get(one).json()
    again = send(client, "put", one, shown)
    assert (again.status_code, again.json()) == (200, shown)


def test_a_film_above_the_limit_of_who_asks_cannot_be_named(as_user, alice, base, send, values):
    hidden = MovieFactory(adult=True)
    response = send(as_user(alice), "post", f"{base}/items", values | {"movie": hidden.pk})
    assert {(pointer, code) for pointer, code, _ in errors_of(response)} == {("#/movie", "invalid_choice")}


def test_a_full_bucket_says_so(as_user, alice, base, item, send, values, monkeypatch):
    monkeypatch.setattr(actions.items, "MOST_ITEMS", 1)
    response = send(as_user(alice), "post", f"{base}/items", values)
    assert response.status_code == 400
    assert "has room for" in response.json()["errors"][0]["detail"]


# --- versions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "status"), [('"1"', 304), ('W/"1"', 304), ('"7", "1"', 304), ("*", 304), ('"2"', 200), ("1", 200)]
)
def test_who_knows_an_item_already_is_told_so(as_user, alice, one, given, status):
    response = as_user(alice).get(one, headers={"If-None-Match": given})
    assert (response.status_code, response["ETag"]) == (status, '"1"')
    assert bool(response.content) is (status == 200)


@pytest.mark.parametrize(
    ("given", "status"), [('"1"', 200), ('"7", "1"', 200), ("*", 200), ('"2"', 412), ('W/"1"', 412), ("1", 412)]
)
@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_change_is_made_where_the_version_fits(as_user, alice, one, send, values, method, given, status):
    response = send(as_user(alice), method, one, values | {"rating": 1}, **{"If-Match": given})
    assert response.status_code == status
    assert Item.objects.get().rating == (1 if status == 200 else 4)


def test_who_comes_second_is_shown_what_stands_there(as_user, alice, bob, edited, one, send):
    assert send(as_user(alice), "patch", one, {"rating": 5}, **{"If-Match": '"1"'}).status_code == 200
    late = send(as_user(bob), "patch", one, {"length": 90}, **{"If-Match": '"1"'})
    assert (late.status_code, late["Content-Type"]) == (412, "application/problem+json")
    problem = late.json()
    assert (problem["code"], problem["current"]["rating"], problem["current"]["version"]) == (
        "precondition_failed",
        5,
        2,
    )
    assert as_user(bob).delete(one, headers={"If-Match": '"1"'}).status_code == 412
    assert as_user(bob).delete(one, headers={"If-Match": '"2"'}).status_code == 204
    assert as_user(bob).delete(one, headers={"If-Match": "*"}).status_code == 404


def test_without_a_version_only_the_fields_named_are_written(as_user, alice, bob, edited, one, send):
    send(as_user(alice), "patch", one, {"rating": 5})
    send(as_user(bob), "patch", one, {"length": 90})
    item = Item.objects.get()
    assert (item.rating, item.length, item.version) == (5, 90, 3)


def test_what_changes_nothing_makes_no_version(as_user, alice, one, send):
    assert send(as_user(alice), "patch", one, {"title": "Alien"})["ETag"] == '"1"'


def test_a_version_that_goes_while_it_is_written_is_met(as_user, alice, one, send, monkeypatch, item):
    def too_late(**kwargs):
        raise actions.Stale(None)

    monkeypatch.setattr(actions, "change_item", too_late)
    assert send(as_user(alice), "patch", one, {"rating": 1}).status_code == 404
    response = send(as_user(alice), "patch", one, {"rating": 1}, **{"If-Match": '"1"'})
    assert (response.status_code, response.json()["current"]) == (412, None)


# --- lists -----------------------------------------------------------------------------------------


@pytest.fixture
def shelf(bucket):
    film = MovieFactory()
    ItemFactory(bucket=bucket, title="Amélie", format_id="DVD", length=122, release_year=2001, rating=5, room="Study")
    ItemFactory(bucket=bucket, title="The Birds", format_id="VHS", length=119, release_year=1963, rating=3, movie=film)
    ItemFactory(
        bucket=bucket, title="Casablanca", format_id="Streaming", length=102, release_year=1942, rating=4,
        service="Mubi", condition="", price="3", currency="EUR",
    )  # fmt: skip
    ItemFactory(bucket=bucket, title="Dune", format_id="DVD", length=137, release_year=1984, rating=1, condition="worn")
    return film


def titles(response):
    return "".join(row["title"].removeprefix("The ")[0] for row in response.json()["results"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ABCD"), ("format=DVD", "AD"), ("format=Betamax", ""), ("release_year=1984", "D"),
        ("release_year_min=1963&release_year_max=1984", "BD"), ("length_min=119&length_max=122", "AB"),
        ("rating_min=4", "AC"), ("rating_max=3&format=VHS", "B"), ("condition=worn", "D"), ("room=Study", "A"),
        ("room=", "BCD"), ("service=Mubi", "C"), ("q=amelie", "A"), ("q=AM%C3%89", "A"), ("q=the+bird", "B"),
        ("q=", "ABCD"), ("q=bi%00rds", "B"), ("format=%00", ""), ("movie={film}", "B"),
        ("ordering=title", "ABCD"), ("ordering=-title", "DCBA"), ("ordering=length", "CBAD"),
        ("ordering=-release_year", "ADBC"), ("ordering=rating", "DBCA"), ("ordering=-rating", "ACBD"),
        ("ordering=format", "ADCB"), ("ordering=added_at", "ABCD"), ("ordering=-changed_at", "DCBA"),
        ("film=yes", "B"), ("film=no", "ACD"), ("lent=in", "ABCD"), ("lent=out", ""), ("price_min=3", "C"),
        ("price_max=2.99", ""), ("price_max=1e6", "C"), ("currency=eur", "C"), ("currency=", "ABD"), ("tag=x", ""),
        ("edition=", "ABCD"), ("edition=x", ""), ("added_at_min=2000-01-01", "ABCD"), ("added_at_max=0001-01-01", ""),
        ("changed_at_max=9999-12-31", "ABCD"), ("bought_on_min=0001-01-01", ""), ("shelf=", "ABCD"),
        ("ordering=condition", "DABC"), ("ordering=-condition", "DCBA"), ("ordering=service", "CABD"),
        ("ordering=place", "BCDA"), ("ordering=price", "C"), ("ordering=-price", "C"),
    ],
)  # fmt: skip
def test_items_are_narrowed_down_and_sorted(as_user, alice, base, shelf, query, found):
    given = titles(as_user(alice).get(f"{base}/items?{query.format(film=shelf.pk)}"))
    assert given == found if len(found) != 1 or "price" not in query else given.startswith(found)


@pytest.mark.parametrize(
    "query",
    ["ordering=x", "ordering=--title", "ordering=", "release_year=x", "release_year=1799", "length_min=501",
     "rating_min=0", "rating_max=%D9%A5", "movie=0", "movie=99999999999999999999", "format=",
     "condition=eaten", "tag=", "film=maybe", "lent=x", "price_min=-1", "price_max=NaN", "price_max=9999999.5",
     "bought_on_min=2020-02-30", "added_at_max=20200101", "changed_at_min=x", "notes=" + "x" * 101,
     "room=" + "x" * 101, "page=0", "page_size=101"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(as_user, alice, base, item, query):
    for address in (f"{base}/items", "/api/items"):
        response = as_user(alice).get(f"{address}?{query}")
        assert response.status_code in (400, 404), query
        if not query.startswith("page=0"):
            assert response.json()["errors"][0]["parameter"] == query.split("=")[0]


def test_a_list_of_items_costs_the_same_however_many_there_are(
    as_user, alice, bob, bucket, base, django_assert_max_num_queries
):
    for number in range(1, 25):
        ItemFactory(bucket=bucket, movie=MovieFactory(), added_by=alice)
        shared = BucketFactory(owner=bob)
        shared.shares.create(user=alice)
        ItemFactory(bucket=shared)
        if number in (2, 24):
            client = as_user(alice)
            for address in (f"{base}/items?page_size=50", "/api/items?page_size=50"):
                with django_assert_max_num_queries(8):
                    assert client.get(address).status_code == 200


# --- all buckets -----------------------------------------------------------------------------------


def test_who_has_alien_on_vhs(as_user, alice, bob, charlie, viewed, item):
    ItemFactory(bucket=BucketFactory(owner=bob, name="Cellar"), title="Aliens", format_id="VHS")
    ItemFactory(bucket=BucketFactory(owner=charlie), title="Alien", format_id="VHS")
    ItemFactory(bucket=viewed, title="Alien", format_id="DVD")
    rows = as_user(bob).get("/api/items?q=alien&format=VHS").json()["results"]
    assert [(row["title"], row["bucket"]["name"], row["bucket"]["owner"]["name"]) for row in rows] == [
        ("Alien", "Living room", "Alice"),
        ("Aliens", "Cellar", "Bob"),
    ]
    assert as_user(None).get("/api/items").status_code == 401
    viewed.shares.all().delete()
    assert as_user(bob).get("/api/items?q=alien").json()["count"] == 1


# --- children --------------------------------------------------------------------------------------


@pytest.mark.parametrize("shows_unrated", [True, False])
def test_a_child_sees_what_it_may_see(as_profile, ann, bucket, base, shows_unrated):
    Profile.objects.filter(pk=ann.pk).update(shows_unrated=shows_unrated)
    ItemFactory(bucket=bucket, title="Mild", movie=MovieFactory(minimum_age=0))
    hidden = ItemFactory(bucket=bucket, title="Rated", movie=MovieFactory(minimum_age=17))
    ItemFactory(bucket=bucket, title="Home video")
    client, seen = as_profile(ann), ["Home video", "Mild"] if shows_unrated else ["Mild"]
    for address in (f"{base}/items", "/api/items"):
        assert [row["title"] for row in client.get(address).json()["results"]] == seen
        assert client.get(address).json()["count"] == len(seen)
        assert client.get(f"{address}?q=rated").json()["count"] == 0
    assert client.get(f"{base}/items/{hidden.pk}").status_code == 404
    assert client.get(base).json()["items"] == len(seen)
    table = b"".join(client.get(f"{base}/items", headers={"Accept": "text/csv"}).streaming_content).decode()
    assert [line.split(",")[0] for line in table.splitlines()[1:]] == seen


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_child_changes_no_item(as_profile, ann, base, one, send, values, method):
    address = f"{base}/items" if method == "post" else one
    assert send(as_profile(ann), method, address, values).status_code == 403
    assert Item.objects.get().rating == 4
