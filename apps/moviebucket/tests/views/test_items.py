"""Items one by one: looked at, put in, changed, taken out, put back; two people at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog import search
from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import actions
from apps.moviebucket.actions.history import EXTRAS
from apps.moviebucket.models import Change, Item, Share
from apps.moviebucket.models.item import BARCODE, LENGTH, RATING, RELEASE_YEAR, TITLE
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
FORMAT = "The format is VHS, DVD or Streaming."


def text(response):
    return response.content.decode()


@pytest.fixture
def item(bucket, alice, values):
    return actions.add_item(bucket=bucket, by=alice, values=values)


@pytest.fixture
def alien(db):
    film = MovieFactory(title="Alien", year=1979, runtime=117)
    MovieFactory(title="Brazil", year=1985, runtime=132)
    search.rebuild()
    return film


def new_url(bucket):
    return f"{bucket.get_absolute_url()}items/new/"


def edit_url(item):
    return f"{item.get_absolute_url()}edit/"


# --- who -----------------------------------------------------------------------------------------


def test_an_item_is_read_by_those_who_see_its_bucket(
    as_user, alice, bob, charlie, curator, administrator, viewed, item
):
    address = item.get_absolute_url()
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    answers = [as_user(who).get(address).status_code for who in (alice, bob, charlie, curator, administrator)]
    assert answers == [200, 200, 404, 404, 404]


VERBS = ["new/", "new/another/", "new/film/", "{item}/edit/", "{item}/edit/film/", "{item}/remove/"]


@pytest.mark.parametrize("verb", VERBS)
def test_items_are_changed_by_those_who_may(as_user, bob, charlie, administrator, viewed, item, values, verb):
    address = f"{viewed.get_absolute_url()}items/{verb.format(item=item.pk)}"
    assert as_user(None).post(address, values)["Location"].startswith("/accounts/login/")
    answers = [as_user(who).post(address, values).status_code for who in (bob, charlie, administrator)]
    assert answers == [403, 404, 404]
    assert list(viewed.items.values_list("title", "version")) == [("Alien", 1)]
    Share.objects.update(role="editor")
    assert as_user(bob).post(address, values).status_code in (200, 302)


@pytest.mark.parametrize("verb", ["", "edit/", "edit/film/", "remove/"])
def test_an_item_of_another_bucket_is_not_found(as_user, alice, bob, item, verb):
    other = BucketFactory(owner=alice)
    strangers = ItemFactory(bucket=BucketFactory(owner=bob))
    client = as_user(alice)
    for bucket, pk in ((other, item.pk), (other, strangers.pk), (item.bucket, 0), (item.bucket, 10**30)):
        address = f"{bucket.get_absolute_url()}items/{pk}/{verb}"
        assert (client.post(address) if verb else client.get(address)).status_code == 404


# --- its page ------------------------------------------------------------------------------------


def test_a_page_says_all_that_is_known_of_a_copy(as_user, bob, viewed, alice, alien):
    more = {
        "edition": "Director's cut", "region": "2", "audio": "English", "subtitles": "German", "condition": "good",
        "room": "Hall", "shelf": "Top", "bought_on": "2019-03-04", "bought_at": "The market", "price": "1999.50",
        "currency": "EUR", "service": "Mubi", "link": "https://mubi.example/", "notes": "One\nTwo",
        "barcode": "5051892007771",
    }  # fmt: skip
    values = {"title": "Alien", "format": "VHS", "length": 0, "release_year": 1979, "rating": 3} | more
    item = actions.add_item(bucket=viewed, by=alice, values=values, movie=alien)
    page = text(as_user(bob).get(item.get_absolute_url()))
    expected = [
        "VHS · 1979 · 0 min", "3 of 5", "Director&#x27;s cut", "German", "Good", "Hall · Top",
        "4 March 2019, The market", "1,999.50 EUR", "Mubi",
        'href="https://mubi.example/" rel="noopener nofollow noreferrer"', "5051892007771",
        alien.get_absolute_url(), "Added by Alice",
    ]  # fmt: skip
    assert [words for words in expected if words not in page] == []
    assert "/edit/" not in page.split("<main")[1] and "Take it out" not in page


def test_a_page_names_other_copies_of_the_film_that_one_may_see(as_user, alice, bob, charlie, bucket, alien):
    item = ItemFactory(bucket=bucket, movie=alien)
    ItemFactory(bucket=bucket, movie=alien, format_id="VHS", room="Cellar")
    shared = BucketFactory(owner=bob, name="Ben's tapes")
    Share.objects.create(bucket=shared, user=alice)
    ItemFactory(bucket=shared, movie=alien)
    ItemFactory(bucket=BucketFactory(owner=charlie, name="His alone"), movie=alien)
    page = text(as_user(alice).get(item.get_absolute_url()))
    assert "Cellar" in page and "Ben&#x27;s tapes, Bob" in page
    assert "His alone" not in page


def test_a_page_costs_the_same_with_many_copies(as_user, alice, bucket, alien):
    def cost():
        client = as_user(alice)
        with CaptureQueriesContext(connection) as queries:
            client.get(item.get_absolute_url())
        return len(queries)

    item = ItemFactory(bucket=bucket, movie=alien)
    ItemFactory(bucket=bucket, movie=alien)
    few = cost()
    for _ in range(9):
        ItemFactory(bucket=BucketFactory(owner=alice), movie=alien)
    assert cost() == few <= 8


def test_a_child_finds_no_item_above_its_limit(as_profile, ann, bucket):
    film = MovieFactory(title="Paddington", minimum_age=0)
    item, hidden = (
        ItemFactory(bucket=bucket, movie=film),
        ItemFactory(bucket=bucket, movie=MovieFactory(minimum_age=17)),
    )
    assert as_profile(ann).get(item.get_absolute_url()).status_code == 200
    assert as_profile(ann).get(hidden.get_absolute_url()).status_code == 404


# --- putting in ----------------------------------------------------------------------------------


def test_a_copy_is_added(as_user, bob, edited, values):
    client = as_user(bob)
    assert client.get(new_url(edited)).status_code == 200
    extras = {"room": "Hall", "price": "9.5", "currency": "eur"}
    response = client.post(new_url(edited), values | {"length": "1:57"} | extras)
    item = edited.items.get()
    assert response["Location"] == item.get_absolute_url()
    assert (item.title, item.length, item.room, str(item.price), item.added_by) == ("Alien", 117, "Hall", "9.50", bob)
    assert "Alien is in Living room." in text(client.get(item.get_absolute_url()))


def test_a_browser_sends_every_field_also_the_empty_ones(as_user, alice, bucket, values):
    client = as_user(alice)
    sent = dict.fromkeys((*EXTRAS, "movie", "version"), "") | values
    item = Item.objects.get(pk=int(client.post(new_url(bucket), sent)["Location"].split("/")[-2]))
    assert client.post(edit_url(item), sent | {"rating": "1", "version": "1"}).status_code == 302
    item.refresh_from_db()
    assert (item.rating, item.price, item.bought_on, item.room) == (1, None, None, "")


def test_the_next_copy_begins_with_the_same_format_and_place(as_user, alice, bucket, values):
    client = as_user(alice)
    response = client.post(f"{new_url(bucket)}another/", values | {"room": "Hall & cellar"})
    assert bucket.items.count() == 1
    assert response["Location"] == f"{new_url(bucket)}?format=VHS&room=Hall+%26+cellar"
    page = text(client.get(response["Location"]))
    assert 'value="Hall &amp; cellar"' in page
    assert '<option value="VHS" selected>' in page
    assert 'value="Alien"' not in page
    assert client.get(f"{new_url(bucket)}another/").status_code == 405


WRONG = [
    ("title", "", TITLE), ("title", " ", TITLE), ("title", "x" * 51, TITLE), ("format", "Betamax", FORMAT),
    ("format", "", FORMAT), ("length", "501", LENGTH), ("length", "1:60", LENGTH), ("length", "", LENGTH),
    ("release_year", "1799", RELEASE_YEAR), ("release_year", "MCM", RELEASE_YEAR), ("rating", "", RATING),
    ("rating", "6", RATING), ("rating", "4.5", RATING), ("barcode", "5051892007770", BARCODE),
    ("price", "-1", "A price is not below 0."), ("link", "javascript:alert(1)", "Enter a valid URL."),
    ("condition", "eaten", "not a valid choice"), ("bought_on", "2026-02-30", "invalid date"),
    ("room", "x" * 61, "at most 60 characters"), ("notes", "a\0b", "Null characters are not allowed."),
    ("title", "x" * 10_001, "at most 10000 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "wrong", "sentence"), WRONG)
def test_what_is_wrong_is_said_in_the_model_s_words_and_nothing_is_lost(
    as_user, alice, item, values, field, wrong, sentence
):
    kept = {"edition": "Kept as it was typed", "currency": "EUR"}
    sent = values | {"title": "Zardoz"} | kept | {field: wrong, "version": 1}
    client, bucket = as_user(alice), item.bucket
    for address in (new_url(bucket), f"{new_url(bucket)}another/", edit_url(item)):
        response = client.post(address, sent)
        page = text(response)
        assert response.status_code == 200
        assert sentence in page
        assert "Kept as it was typed" in page
        assert '<details class="more-fields" open>' in page
        if 0 < len(wrong.strip()) < 100 and "\0" not in wrong and field not in ("format", "rating", "condition"):
            assert f'value="{wrong}"' in page
    assert list(bucket.items.values_list("title", flat=True)) == ["Alien"]


def test_all_that_is_wrong_is_said_at_once(as_user, alice, bucket):
    page = text(as_user(alice).post(new_url(bucket), {"title": "", "format": "", "notes": "x"}))
    assert [sentence for sentence in (TITLE, FORMAT, LENGTH, RELEASE_YEAR, RATING) if sentence not in page] == []


def test_the_form_opens_further_questions_only_where_there_is_an_answer(as_user, alice, bucket, item):
    client = as_user(alice)
    assert '<details class="more-fields">' in text(client.get(new_url(bucket)))
    assert '<details class="more-fields">' in text(client.get(edit_url(item)))
    actions.change_item(item=item, by=alice, values={"shelf": "Top", "bought_on": "2019-03-04"})
    page = text(client.get(edit_url(item)))
    assert '<details class="more-fields" open>' in page
    assert 'value="2019-03-04"' in page, "the form that a browser takes"
    assert [name for name in EXTRAS if f'name="{name}"' not in page] == []


def test_a_full_bucket_says_so(as_user, alice, bucket, values, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.actions.items.MOST_ITEMS", 0)
    assert "A bucket has room for 100,000 items" in text(as_user(alice).post(new_url(bucket), values))


# --- from a film ---------------------------------------------------------------------------------


def test_a_film_fills_the_form(as_user, alice, bucket, alien, values):
    client = as_user(alice)
    page = text(client.get(f"{new_url(bucket)}?movie={alien.pk}"))
    for filled in ('name="title" value="Alien"', 'name="length" value="117"', 'name="release_year" value="1979"'):
        assert filled in page
    client.post(new_url(bucket), values | {"movie": alien.pk})
    assert bucket.items.get().movie == alien


def test_a_long_title_is_shortened_and_says_so(as_user, alice, bucket):
    film = MovieFactory(title="Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb")
    page = text(as_user(alice).get(f"{new_url(bucket)}?movie={film.pk}"))
    assert 'value="Dr. Strangelove or: How I Learned to Stop Worryin…"' in page
    assert "Its title is longer than 50 characters" in page


@pytest.mark.parametrize("movie", ["0", "x", "-1", "9" * 40, "%00", "1e3", "٣"])
def test_a_film_that_is_none_fills_nothing(as_user, alice, bucket, movie):
    page = text(as_user(alice).get(f"{new_url(bucket)}?movie={movie}"))
    assert "Without this film" not in page


def test_films_are_found_by_their_title(as_user, alice, bucket, alien):
    client = as_user(alice)
    page = text(client.get(f"{new_url(bucket)}?q=ali%00en"))
    assert "Brazil" not in page
    page = text(client.get(f"{new_url(bucket)}?q=alien"))
    assert 'aria-label="Take Alien, 1979"' in page and "<h1>" in page
    fragment = text(client.get(f"{new_url(bucket)}?q=alien", headers={"HX-Request": "true"}))
    assert 'aria-label="Take Alien, 1979"' in fragment and "<h1>" not in fragment
    assert "Nothing in the catalogue is called that" in text(client.get(f"{new_url(bucket)}?q=zzzzzzzz"))


def test_taking_a_film_loses_nothing_that_was_typed(as_user, alice, bucket, item, alien):
    typed = {"title": "", "length": "1:00", "release_year": "", "rating": "2", "format": "DVD", "notes": "Mine"}
    for address in (f"{new_url(bucket)}film/", f"{edit_url(item)}film/"):
        page = text(as_user(alice).post(address, typed | {"film": alien.pk}))
        assert 'name="title" value="Alien"' in page
        assert 'name="length" value="1:00"' in page
        assert 'name="release_year" value="1979"' in page
        assert "Mine</textarea>" in page
        assert f'name="movie" value="{alien.pk}"' in page
        assert "errorlist" not in page


def test_another_film_replaces_what_the_first_one_filled(as_user, alice, bucket, alien):
    other = MovieFactory(title="Brazil", year=1985, runtime=None)
    typed = {"title": "Alien", "length": "117", "release_year": "1980", "movie": alien.pk, "film": other.pk}
    page = text(as_user(alice).post(f"{new_url(bucket)}film/", typed))
    assert 'name="title" value="Brazil"' in page
    assert 'name="length" value="117"' not in page
    assert 'name="release_year" value="1980"' in page, "that somebody typed"
    page = text(as_user(alice).post(f"{new_url(bucket)}film/", typed | {"film": ""}))
    assert 'name="title" value="Alien"' in page and "Without this film" not in page


def test_a_film_is_taken_from_an_item_and_put_back(as_user, alice, item, alien, values):
    client = as_user(alice)
    client.post(edit_url(item), values | {"movie": alien.pk, "version": 1})
    assert Item.objects.get().movie == alien
    client.post(edit_url(item), values | {"movie": "", "version": 2})
    assert Item.objects.get().movie is None


def test_a_film_that_went_meanwhile_is_not_kept_silently(as_user, alice, bucket, alien, values):
    movie = alien.pk
    alien.delete()
    page = text(as_user(alice).post(new_url(bucket), values | {"movie": movie}))
    assert "That film is not in the catalogue any more" in page
    assert not bucket.items.exists()
    assert f'name="movie" value="{movie}"' not in page


def test_a_film_that_a_child_may_not_see_is_not_looked_up(as_profile, ann, bucket, alien):
    assert as_profile(ann).get(f"{new_url(bucket)}?q=alien").status_code == 403


# --- changing ------------------------------------------------------------------------------------


def test_a_copy_is_changed(as_user, bob, edited, item, values):
    client = as_user(bob)
    page = text(client.get(edit_url(item)))
    assert 'name="version" value="1"' in page
    response = client.post(edit_url(item), values | {"rating": "2", "version": "1"})
    assert response["Location"] == item.get_absolute_url()
    item.refresh_from_db()
    assert (item.rating, item.version) == (2, 2)
    assert item.bucket.changes.first().by == bob


def test_who_was_slower_sees_both_and_decides(as_user, alice, bob, edited, item, values, alien):
    actions.change_item(item=item, by=bob, values={"rating": 1, "edition": "<b>Cut</b>"}, movie=alien)
    mine = values | {"rating": "4", "notes": "Mine", "edition": "", "version": "1", "length": "1:57"}
    client = as_user(alice)
    response = client.post(edit_url(item), mine)
    page = text(response)
    assert response.status_code == 409
    assert Item.objects.get().rating == 1, "nothing is written"
    assert "Mine</textarea>" in page and '<option value="4" selected>' in page, "nothing typed is lost"
    shown = page.split('<dl class="differences">')[1].split("</dl>")[0]
    labels = [part.split("</dt>")[0] for part in shown.split("<dt>")[1:]]
    assert labels == ["Rating", "Edition", "Notes", "Film"]
    rating = " ".join(shown.split("<dt>Rating</dt>")[1].split("</div>")[0].split())
    assert "<small>Now</small> 1 <small>changed by Bob on " in rating and "<small>Yours</small> 4" in rating
    assert "&lt;b&gt;Cut&lt;/b&gt;" in shown and "<b>Cut" not in page
    assert 'name="version" value="2"' in page
    assert client.post(edit_url(item), mine | {"version": "2"}).status_code == 302
    assert Item.objects.get().rating == 4


def test_a_conflict_shows_what_cannot_be_read_as_it_was_typed(as_user, alice, bob, edited, item, values):
    actions.change_item(item=item, by=bob, values={"length": 90})
    response = as_user(alice).post(edit_url(item), values | {"length": "long", "version": "1"})
    page = text(response)
    assert response.status_code == 409
    assert "<small>Now</small> 1 h 30" in page and "<small>Yours</small> long" in page


def test_a_copy_that_was_taken_out_meanwhile_can_be_added_again(as_user, alice, bob, edited, item, values):
    actions.remove_item(item=item, by=bob)
    client = as_user(alice)
    response = client.post(edit_url(item), values | {"notes": "Mine", "version": "1"})
    page = text(response)
    assert response.status_code == 409
    assert "<b>Bob</b> took it out of Living room" in page
    assert "Mine</textarea>" in page and "Add it again" in page
    assert f'action="{new_url(edited)}"' in page
    client.post(new_url(edited), values | {"notes": "Mine"})
    assert edited.items.get().notes == "Mine"


@pytest.mark.parametrize("version", ["x", "-1", "0", "9" * 30])
def test_a_version_that_is_none_writes_nothing(as_user, alice, item, values, version):
    response = as_user(alice).post(edit_url(item), values | {"rating": "1", "version": version})
    assert response.status_code == 200
    assert Item.objects.get().rating == 5


# --- taking out and putting back -----------------------------------------------------------------


def test_a_copy_is_taken_out_and_put_back(as_user, bob, edited, item):
    client = as_user(bob)
    response = client.post(f"{item.get_absolute_url()}remove/", {"version": 1})
    assert response["Location"] == edited.get_absolute_url()
    assert not edited.items.exists()
    undo = f"{edited.get_absolute_url()}changes/{edited.changes.first().pk}/undo/"
    page = text(client.get(edited.get_absolute_url()))
    assert "Alien is out of Living room." in page and f'action="{undo}"' in page
    client.post(undo)
    assert edited.items.get().pk == item.pk
    assert "Alien is back in Living room." in text(client.get(edited.get_absolute_url()))
    client.post(undo)
    assert "This is undone already." in text(client.get(edited.get_absolute_url()))


def test_for_htmx_the_answer_is_a_toast_with_a_way_back(as_user, alice, bucket, item):
    response = as_user(alice).post(f"{item.get_absolute_url()}remove/", headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert f"/changes/{bucket.changes.first().pk}/undo/" in response["HX-Trigger"]


def test_a_copy_that_changed_since_is_not_taken_out_unseen(as_user, alice, bob, edited, item):
    actions.change_item(item=item, by=bob, values={"rating": 1})
    client = as_user(alice)
    response = client.post(f"{item.get_absolute_url()}remove/", {"version": 1})
    assert response["Location"] == item.get_absolute_url()
    assert "Somebody changed it since" in text(client.get(item.get_absolute_url()))
    assert edited.items.exists()


@pytest.mark.parametrize(
    ("kind", "said"), [("added", "Alien: out of Living room again."), ("changed", "Alien is as it was.")]
)
def test_other_changes_are_taken_back_too(as_user, alice, bucket, item, kind, said):
    if kind == "changed":
        actions.change_item(item=item, by=alice, values={"rating": 1})
    change = bucket.changes.get(kind=kind)
    client = as_user(alice)
    client.post(f"{bucket.get_absolute_url()}changes/{change.pk}/undo/")
    assert said in text(client.get(bucket.get_absolute_url()))
    assert list(bucket.items.values_list("rating", flat=True)) == ([5] if kind == "changed" else [])


def test_a_change_is_undone_by_those_who_may_in_its_own_bucket(as_user, alice, bob, charlie, viewed, item):
    change = Change.objects.get()
    address = f"{viewed.get_absolute_url()}changes/{change.pk}/undo/"
    assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
    assert [as_user(who).post(address).status_code for who in (bob, charlie)] == [403, 404]
    other = BucketFactory(owner=alice)
    assert as_user(alice).post(f"{other.get_absolute_url()}changes/{change.pk}/undo/").status_code == 404
    assert as_user(alice).post(f"{viewed.get_absolute_url()}changes/{10**30}/undo/").status_code == 404
    assert as_user(alice).get(address).status_code == 405
    assert viewed.items.exists()
