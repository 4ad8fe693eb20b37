"""A shelf added at once, from titles and barcodes."""

import pytest

from apps.catalog.models import Movie
from apps.catalog.search.indexing import index_movies
from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import quick
from apps.moviebucket.models import MOST_ITEMS, Item, Share
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
SHARED = {"format": "VHS", "rating": "3", "room": "Hall", "shelf": "2"}
CODE = "5050582721478"


def begin(bucket):
    return f"{bucket.get_absolute_url()}items/quick/"


def text(response):
    return response.content.decode()


@pytest.fixture
def films(db):
    alien = MovieFactory(title="Alien", year=1979, runtime=117)
    brazil = MovieFactory(title="Brazil", year=1985, runtime=None)
    index_movies([alien.pk, brazil.pk])
    return alien, brazil


def look_up(client, bucket, *lines, **more):
    return client.post(begin(bucket), SHARED | {"lines": "\n".join(lines)} | more)


def add(client, bucket, *lines, **more):
    """Each line: what it says, which film, and what is typed."""
    sent = SHARED | {"count": str(len(lines))}
    for number, (said, film, typed) in enumerate(lines):
        sent |= {f"text-{number}": said, f"film-{number}": film}
        sent |= {f"{name}-{number}": value for name, value in typed.items()}
    return client.post(f"{begin(bucket)}add/", sent | more, follow=True)


@pytest.mark.parametrize("page", ["", "add/"])
def test_who_may_change_the_bucket_adds_a_shelf(as_user, alice, bob, charlie, administrator, bucket, page):
    address = begin(bucket) + page
    assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
    assert as_user(charlie).post(address).status_code == as_user(administrator).post(address).status_code == 404
    share = Share.objects.create(bucket=bucket, user=bob, role="viewer")
    assert as_user(bob).post(address).status_code == 403
    Share.objects.filter(pk=share.pk).update(role="editor")
    for user in (bob, alice):
        assert as_user(user).post(address).status_code == 400
    assert as_user(alice).get(begin(bucket)).status_code == 200


def test_titles_are_found_and_nothing_is_written(as_user, alice, bucket, films):
    page = text(look_up(as_user(alice), bucket, "Alien (1979)", "", "  brazil ", "Home video of 1994"))
    alien, brazil = films
    assert f'name="film-0" value="{alien.pk}" checked' in page
    assert f'name="film-1" value="{brazil.pk}" checked' in page
    assert quick.NOT_FOUND in page and 'value="Home video of"' in page and 'value="1994"' in page
    assert not Item.objects.exists()


def test_what_is_chosen_goes_in_and_comes_out_again(as_user, alice, bucket, films):
    alien, brazil = films
    client = as_user(alice)
    page = text(
        add(
            client,
            bucket,
            ("alien", str(alien.pk), {"rating": "5"}),
            ("brazil", str(brazil.pk), {"length": "2:22", "title": "Brazil, the long one"}),
            ("Home video", "", {"length": "40", "release_year": "1994"}),
            ("Nobody knows", "out", {}),
        )
    )
    assert "3 copies are in Living room." in page
    rows = bucket.items.order_by("title").values_list("title", "movie", "length", "release_year", "rating", "room")
    assert list(rows) == [
        ("Alien", alien.pk, 117, 1979, 5, "Hall"),
        ("Brazil, the long one", brazil.pk, 142, 1985, 3, "Hall"),
        ("Home video", None, 40, 1994, 3, "Hall"),
    ]
    change = bucket.changes.get()
    assert change.about == "3 copies, Alien among them"
    client.post(f"{bucket.get_absolute_url()}changes/{change.pk}/undo/")
    assert not bucket.items.exists()


def test_a_barcode_is_known_by_another_copy(as_user, alice, bucket, films):
    ItemFactory(bucket=bucket, title="Alien, boxed", barcode=CODE, movie=films[0], length=120, release_year=1980)
    client = as_user(alice)
    page = text(look_up(client, bucket, "505058 272147-8"))
    assert "which is known by this barcode" in page and 'value="Alien, boxed"' in page
    add(client, bucket, ("505058 272147-8", str(films[0].pk), {"title": "Alien, boxed"}))
    assert Item.objects.filter(barcode=CODE, movie=films[0], title="Alien, boxed").count() == 2


def test_a_barcode_of_a_bucket_that_one_does_not_see_is_unknown(as_user, charlie, bucket, films):
    ItemFactory(bucket=bucket, title="Alien, boxed", barcode=CODE)
    own = charlie.buckets.create(name="Own")
    page = text(look_up(as_user(charlie), own, CODE))
    assert quick.UNKNOWN in page and "Alien, boxed" not in page


def test_a_wrong_digit_is_told(as_user, alice, bucket, films):
    assert "its last digit does not fit" in text(look_up(as_user(alice), bucket, "5050582721479"))


def test_what_is_wrong_is_said_beside_its_line_and_nothing_is_lost(as_user, alice, bucket, films):
    alien, brazil = films
    response = add(
        as_user(alice),
        bucket,
        ("alien", str(alien.pk), {"title": "My own cut"}),
        ("brazil", str(brazil.pk), {}),
    )
    page = text(response)
    assert response.status_code == 400 and not Item.objects.exists()
    assert "The length is 0 to 500 minutes" in page
    assert f'value="{brazil.pk}" checked' in page and 'value="My own cut"' in page and 'value="Hall"' in page


@pytest.mark.parametrize(
    ("lines", "sentence"), [("", "This field is required."), (" \n \x0b", quick.NOTHING), ("a\n" * 51, quick.TOO_MANY)]
)
def test_lists_that_are_none(as_user, alice, bucket, lines, sentence):
    response = look_up(as_user(alice), bucket, lines)
    assert response.status_code == 400 and sentence in text(response)


@pytest.mark.parametrize(
    "sent",
    [
        {"count": "x"},
        {"count": "99999999999999999999"},
        {"film-0": "9" * 30},
        {"film-0": "-1"},
        {"format": "8-track"},
        {"rating": "6"},
        {"text-0": "\x00"},
        {"rating-0": "11"},
        {"title-0": "x" * 500},
        {"length-0": "\ud800".encode("utf-8", "surrogatepass")},
    ],
)
def test_nothing_that_is_sent_breaks_it(as_user, alice, bucket, films, sent):
    line = ("alien", str(films[0].pk), {})
    assert add(as_user(alice), bucket, line, **sent).status_code in (200, 400)


def test_of_all_left_out_nothing_is_added(as_user, alice, bucket, films):
    page = text(add(as_user(alice), bucket, ("alien", "out", {})))
    assert "Every line is left out." in page and not Item.objects.exists()


def test_a_film_above_the_limit_of_a_profile_is_not_taken(as_user, alice, bucket, films):
    Movie.objects.filter(pk=films[0].pk).update(adult=True)
    response = add(as_user(alice), bucket, ("alien", str(films[0].pk), {}))
    assert response.status_code == 400 and not Item.objects.exists()


def test_a_full_bucket_says_so(as_user, alice, bucket, films, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.actions.items.MOST_ITEMS", 0)
    page = text(add(as_user(alice), bucket, ("alien", str(films[0].pk), {})))
    assert f"A bucket has room for {MOST_ITEMS:,} items." in page


def test_an_hour_has_its_limit(as_user, alice, bucket, films, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.views.quick.LOOK_UPS_AN_HOUR", 1)
    client = as_user(alice)
    assert look_up(client, bucket, "alien").status_code == 200
    assert "many lists in an hour" in text(look_up(client, bucket, "alien"))


def test_a_child_adds_nothing(as_profile, ann, bucket):
    assert as_profile(ann).get(begin(bucket)).status_code == 403
