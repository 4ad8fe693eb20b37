"""The overview, the page of a bucket, and making, changing, deleting one."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import actions
from apps.moviebucket.models import Bucket, Item, ItemQuerySet, Loan, Share
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.wanted import FILTERS

pytestmark = pytest.mark.django_db
BAD = '<script>alert(1)</script>"'


def text(response):
    return response.content.decode()


@pytest.fixture
def filled(bucket, alice):
    films = [
        ("Alien", 1979, 117, "DVD", 5, {
            "room": "Hall", "shelf": "A", "price": "9.50", "currency": "EUR",
            "edition": "Quadrilogy", "region": "2", "condition": "good", "bought_at": "Fnac", "tags": "Space, Signed",
        }),
        ("Brazil", 1985, 132, "Streaming", 4, {
            "room": "Hall", "shelf": "B", "condition": "worn", "service": "Mubi", "edition": "final cut", "region": "B",
            "bought_on": "2020-05-01", "subtitles": "de, fr", "notes": "Lend to nobody", "tags": "space",
        }),
        ("Charade", 1963, 113, "DVD", 2, {
            "price": "3", "currency": "USD", "condition": "", "barcode": "73513537", "bought_on": "2019-05-01",
            "bought_at": "ebay", "audio": "English",
        }),
    ]  # fmt: skip
    for title, year, length, kind, rating, more in films:
        values = {"title": title, "format": kind, "length": length, "release_year": year, "rating": rating} | more
        actions.add_item(bucket=bucket, by=alice, values=values)
    return bucket


def titles(page):
    """Of cards, of lines and of spines."""
    main = page.split("<main")[1]
    cards = [part.split("<b>")[1].split("</b>")[0] for part in main.split('class="card copy"')[1:]]
    lines = [part.split("</a>")[0].split(">")[-1] for part in main.split('role="rowheader"')[1:]]
    spines = [part.split("<b>")[1].split("</b>")[0] for part in main.split('class="spine ')[1:]]
    return cards or lines or spines


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["posters", "table", "shelf"])
def test_a_bucket_is_there_for_its_owner_and_those_it_is_shared_with(
    as_user, alice, bob, charlie, curator, administrator, filled, view
):
    Share.objects.create(bucket=filled, user=bob, role="viewer")
    address = f"{filled.get_absolute_url()}?view={view}"
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    answers = [as_user(who).get(address).status_code for who in (alice, bob, charlie, curator, administrator)]
    assert answers == [200, 200, 404, 404, 404]


def test_a_share_that_ends_is_gone_at_once(as_user, bob, viewed):
    client = as_user(bob)
    assert client.get(viewed.get_absolute_url()).status_code == 200
    viewed.shares.all().delete()
    assert client.get(viewed.get_absolute_url()).status_code == 404


def test_an_address_is_told_nobody(as_user, alice, bob, edited):
    alice.name = ""
    alice.save()
    item = ItemFactory(bucket=edited, added_by=alice)
    for address in ("/buckets/", edited.get_absolute_url(), item.get_absolute_url()):
        page = text(as_user(bob).get(address))
        assert "alice@example.org" not in page and "alice" in page


def test_settings_are_the_owner_s(as_user, bob, charlie, curator, edited):
    for verb in ("edit/", "delete/", "secret/"):
        address = f"{edited.get_absolute_url()}{verb}"
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert [as_user(who).post(address).status_code for who in (bob, charlie, curator)] == [403, 404, 404]
    assert Bucket.objects.filter(pk=edited.pk).exists()


def test_who_may_look_gets_no_buttons_to_change(as_user, bob, filled):
    Share.objects.create(bucket=filled, user=bob, role="viewer")
    page = text(as_user(bob).get(filled.get_absolute_url()))
    assert titles(page) == ["Alien", "Brazil", "Charade"]
    assert "A bucket of Alice · you may look" in page
    assert "items/new/" not in page
    assert "Settings" not in page.split("<main")[1]


def test_who_may_change_items_gets_a_button_to_add_and_no_settings(as_user, bob, edited):
    page = text(as_user(bob).get(edited.get_absolute_url()))
    assert "items/new/" in page
    assert f"{edited.get_absolute_url()}edit/" not in page


@pytest.mark.parametrize("pk", [0, 1, 10**30])
def test_a_bucket_that_is_none_is_not_found(as_user, alice, pk):
    assert as_user(alice).get(f"/buckets/{pk}/").status_code == 404


# --- the overview --------------------------------------------------------------------------------


def test_the_overview_shows_one_s_own_and_those_of_others(as_user, alice, bob, charlie, filled):
    shared = BucketFactory(owner=bob, name="Ben's")
    Share.objects.create(bucket=shared, user=alice, role="editor")
    BucketFactory(owner=charlie, name="His alone")
    page = text(as_user(alice).get("/buckets/"))
    assert "3 copies · 6 h 02" in page
    assert "Private" in page
    assert "Ben&#x27;s" in page and "You may change items" in page and "Bob · Empty" in page
    assert "His alone" not in page


def test_a_first_visit_leads_to_a_first_bucket(as_user, charlie):
    page = text(as_user(charlie).get("/buckets/"))
    assert "What stands on your shelf?" in page
    assert 'href="/buckets/new/"' in page


def test_the_overview_costs_the_same_with_many_buckets(as_user, alice, bob):
    def cost():
        client = as_user(alice)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/buckets/").status_code == 200
        return len(queries)

    cost()  # the formats to look for are kept from here on
    costs = []
    for _ in range(6):
        ItemFactory(bucket=BucketFactory(owner=alice), movie=MovieFactory())
        other = BucketFactory(owner=bob)
        ItemFactory(bucket=other, movie=MovieFactory())
        Share.objects.create(bucket=other, user=alice)
        costs.append(cost())
    assert max(costs) == min(costs) <= 8


# --- what is in it -------------------------------------------------------------------------------


def test_a_bucket_says_how_much_it_holds(as_user, alice, filled):
    page = text(as_user(alice).get(filled.get_absolute_url()))
    assert "3 copies · 6 h 02 · 9.50 EUR · 3.00 USD" in page
    assert '<p class="count" role="status">3 copies</p>' in page


SORTED = {
    "title": "ABC", "-title": "CBA", "format": "ACB", "-format": "BCA", "length": "CAB", "-length": "BAC",
    "release_year": "CAB", "-release_year": "BAC", "rating": "CBA", "-rating": "ABC", "added_at": "ABC",
    "-added_at": "CBA", "changed_at": "ABC", "-changed_at": "CBA", "place": "CAB", "-place": "BAC", "price": "CAB",
    "-price": "ACB", "edition": "BAC", "-edition": "ABC", "region": "ABC", "-region": "BAC", "condition": "ABC",
    "-condition": "BAC", "barcode": "CAB", "-barcode": "CBA", "shelf": "ABC", "-shelf": "BAC", "bought_on": "CBA",
    "-bought_on": "BCA", "bought_at": "CAB", "-bought_at": "ACB", "service": "BAC", "-service": "BCA",
    "nonsense": "ABC", "id": "ABC", "%00": "ABC", "--title": "ABC",
}  # fmt: skip


def test_every_sort_of_the_model_is_offered_and_tried_here():
    both = {f"{sign}{name}" for name in ItemQuerySet.SORTS for sign in ("", "-")}
    assert both <= SORTED.keys()


@pytest.mark.parametrize("view", ["posters", "table"])
@pytest.mark.parametrize("sort", SORTED)
def test_items_are_sorted_by_everything_in_both_directions(as_user, alice, filled, sort, view):
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view={view}&sort={sort}"))
    assert "".join(title[0] for title in titles(page)) == SORTED[sort]
    offered = f'<option value="{sort}" selected>'
    assert (offered in page) == (sort.removeprefix("-") in ItemQuerySet.SORTS and sort != "--title")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("format=DVD", "AC"), ("format=dvd", ""), ("format=%00", "ABC"), ("from=1979", "AB"), ("to=1979", "AC"),
        ("from=1970&to=1980", "A"), ("from=1990&to=1980", ""), ("from=x&to=19791", "ABC"), ("from=%D9%A1999", "ABC"),
        ("length=120", "AC"), ("length=119", "ABC"), ("rating=4", "AB"), ("rating=5", "A"), ("rating=9", "ABC"),
        ("condition=worn", "B"), ("condition=eaten", "ABC"), ("room=Hall", "AB"), ("room=-", "C"), ("room=Attic", ""),
        ("service=Mubi", "B"), ("film=yes", "A"), ("film=no", "BC"), ("q=alien", "A"), ("q=ALIÉN", "A"),
        ("q=rad", "C"), ("q=%25", ""), ("q=", "ABC"), ("seen=no", "ABC"), ("seen=yes", ""), ("owned=no", "ABC"),
        ("edition=CUT", "B"), ("region=2", "A"), ("audio=engl", "C"), ("subtitles=fr", "B"), ("barcode=7351-35", "C"),
        ("bought_at=BAY", "C"), ("bought_from=2020-01-01", "B"), ("bought_to=2019-12-31", "C"), ("bought_to=x", "ABC"),
        ("price_from=3,01", "A"), ("price_to=9.50", "AC"), ("price_to=x", "ABC"), ("currency=usd", "C"),
        ("shelf=B", "B"), ("shelf=-", "C"), ("notes=nobody", "B"), ("tag=SPACE", "AB"), ("tag=signed", "A"),
        ("tag=spac", ""), ("added_from=2000-01-01", "ABC"), ("added_to=2000-01-01", ""), ("lent=in", "ABC"),
        ("changed_from=2999-01-01", ""), ("changed_to=9999-12-31", "ABC"), ("changed_to=2020-02-30", "ABC"),
        ("rating=4&from=1980", "B"), ("page=99", "ABC"), ("page=x", "ABC"), ("view=nonsense", "ABC"),
    ],
)  # fmt: skip
def test_items_are_narrowed_down(as_user, alice, filled, query, expected):
    Item.objects.filter(title="Alien").update(movie=MovieFactory(title="Alien"))
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?{query}"))
    assert "".join(title[0] for title in titles(page)) == expected
    assert ("Nothing in here is all of that" in page) == (not expected)
    if len(expected) < 3:
        assert f'role="status">{len(expected)} of 3 copies</p>' in page


def test_a_filter_that_is_on_can_be_taken_away(as_user, alice, filled):
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view=table&format=VHS&rating=4"))
    assert 'href="?view=table&amp;rating=4"' in page
    assert 'href="?view=table&amp;format=VHS"' in page
    assert 'href="?view=table">Clear all' in page


def test_each_view_keeps_what_was_chosen_in_the_others(as_user, alice, filled):
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view=shelf&sort=-rating&room=Hall"))
    assert 'href="?view=table&amp;sort=-rating&amp;room=Hall"' in page
    assert 'href="?view=shelf&amp;sort=-rating&amp;room=Hall" aria-current="true"' in page
    assert titles(page) == ["Alien", "Brazil"]


def test_the_heads_of_the_table_sort_and_say_how(as_user, alice, filled):
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view=table&sort=length&columns=price&columns=x"))
    assert 'aria-sort="ascending"><a href="?view=table&amp;sort=-length&amp;columns=price">Length' in page
    assert "9.50 EUR" in page
    assert page.count("aria-sort") == 1
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view=table&sort=-rating"))
    assert 'aria-sort="descending"><a href="?view=table&amp;sort=rating">Rating' in page


def test_every_column_can_be_shown(as_user, alice, filled):
    names = [
        "edition", "condition", "place", "service", "price", "region", "audio", "subtitles", "barcode", "added_at",
        "bought_on", "bought_at", "tags",
    ]  # fmt: skip
    client = as_user(alice)
    for name in names:
        page = text(client.get(f"{filled.get_absolute_url()}?view=table&columns={name}"))
        assert page.count("data-label=") == 3
    assert "Hall · A" in text(client.get(f"{filled.get_absolute_url()}?view=table&columns=place"))
    assert "Worn" in text(client.get(f"{filled.get_absolute_url()}?view=table&columns=condition"))


def test_the_shelf_shows_rooms_and_shelves(as_user, alice, filled):
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view=shelf"))
    assert titles(page) == ["Alien", "Brazil"]
    assert page.count("<h2>Hall</h2>") == 1
    assert page.index("<h3>A</h3>") < page.index("<h3>B</h3>")
    assert "1 copy with no room said" in page
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?view=shelf&room=-"))
    assert titles(page) == ["Charade"]
    assert "<h2>No room</h2>" in page


def test_a_shelf_where_nothing_has_a_place_says_what_to_do(as_user, alice, bucket):
    ItemFactory(bucket=bucket)
    assert "No place said yet" in text(as_user(alice).get(f"{bucket.get_absolute_url()}?view=shelf"))


def test_an_empty_bucket_leads_to_a_first_copy(as_user, alice, bob, viewed):
    assert "Room for the first film" in text(as_user(alice).get(viewed.get_absolute_url()))
    page = text(as_user(bob).get(viewed.get_absolute_url()))
    assert "Nothing in it yet" in page
    assert "items/new/" not in page


def test_what_people_write_stays_text(as_user, alice):
    bucket = BucketFactory(owner=alice, name=BAD, description=BAD)
    more = {"room": BAD, "shelf": BAD, "edition": BAD, "service": BAD, "notes": BAD, "movie": MovieFactory(title=BAD)}
    item = ItemFactory(bucket=bucket, title=BAD, **more)
    ItemFactory(bucket=bucket, title=BAD)
    client, own = as_user(alice), bucket.get_absolute_url()
    columns = "&columns=place&columns=service&columns=edition"
    views = [own, f"{own}?view=table{columns}", f"{own}?view=shelf", f"{own}?q={BAD}&room={BAD}&service={BAD}"]
    forms = [f"{item.get_absolute_url()}edit/", f"{own}items/new/?q=script&room={BAD}", f"{own}edit/", f"{own}delete/"]
    for address in ["/buckets/", *views, item.get_absolute_url(), *forms, item.movie.get_absolute_url()]:
        assert "<script>alert" not in text(client.get(address)), address


# --- how much it costs ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "", "?view=table&columns=place&columns=price", "?view=shelf", "?rating=2&sort=-price",
        "?view=table&columns=tags&tag=own&sort=edition",
    ],
)  # fmt: skip
def test_a_page_costs_the_same_with_many_items(as_user, bob, alice, viewed, query):
    def cost():
        client = as_user(bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{viewed.get_absolute_url()}{query}")
        return len(queries)

    for number in range(3):
        ItemFactory(bucket=viewed, movie=MovieFactory(), room="Hall", added_by=alice, rating=1 + number)
    few = cost()
    for number in range(60):
        ItemFactory(bucket=viewed, movie=MovieFactory() if number % 2 else None, room=f"Room {number}", added_by=bob)
    viewed.save()
    assert cost() == few <= 8


def test_nothing_that_is_asked_of_a_bucket_takes_more_than_eight_queries(as_user, alice, bob, viewed):
    """With several buckets, copies that are lent, and nothing counted or summed up before."""
    BucketFactory(owner=alice)
    for borrower in (bob, None):
        item = ItemFactory(bucket=viewed, movie=MovieFactory(), notes="deep")
        Loan.objects.create(item=item, user=borrower, name="" if borrower else "Aunt May")
    client, costs = as_user(alice), {}
    for view in ("posters", "table", "shelf"):
        for name, value in {**dict.fromkeys(FILTERS, "1"), "notes": "deep", "lent": "out", "film": "yes"}.items():
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{viewed.get_absolute_url()}?view={view}&{name}={value}&sort=-edition")
            costs[view, name] = len(queries)
    assert max(costs.values()) == 8


@pytest.mark.parametrize("query", ["", "?view=table", "?view=shelf", "?rating=1&page=3"])
def test_a_page_stays_small_with_many_items(as_user, alice, bucket, query):
    film = MovieFactory(
        title="A long title of a film that goes on and on", poster_path="/abcdefghijklmnopqrstuvwxyz1.jpg"
    )
    items = [
        Item(
            bucket=bucket, title=f"A long title of a film that goes on and {number}"[:50], format_id="Streaming",
            length=100, release_year=1900 + number % 100, rating=1 + number % 5, room=f"Room {number % 90}",
            shelf=f"Shelf {number}", service=f"Service {number}", movie=film if number % 2 else None,
        )
        for number in range(2000)
    ]  # fmt: skip
    for item in items:
        item.derive()
    Item.objects.bulk_create(items)
    response = as_user(alice).get(f"{bucket.get_absolute_url()}{query}")
    assert len(response.content) < 60_000
    assert "2,000 copies" in text(response)


def test_what_was_counted_is_counted_again_when_the_bucket_changes(as_user, alice, filled, values):
    client = as_user(alice)
    assert "3 copies" in text(client.get(filled.get_absolute_url()))
    actions.add_item(bucket=filled, by=alice, values=values)
    assert "4 copies" in text(client.get(filled.get_absolute_url()))


# --- a child -------------------------------------------------------------------------------------


@pytest.fixture
def mixed(bucket):
    ages = {"Paddington": 0, "Heat": 17, "Unrated": None}
    for title, age in ages.items():
        movie = MovieFactory(title=title, minimum_age=age)
        ItemFactory(bucket=bucket, title=title, movie=movie, length=60, room="Hall", price="5", currency="EUR")
    ItemFactory(bucket=bucket, title="Home video", length=60)
    return bucket


@pytest.mark.parametrize("view", ["posters", "table", "shelf"])
def test_a_child_sees_neither_items_above_its_limit_nor_their_number(as_profile, as_user, alice, ann, mixed, view):
    address = f"{mixed.get_absolute_url()}?view={view}"
    assert "4 copies" in text(as_user(alice).get(address))
    page = text(as_profile(ann).get(address))
    assert titles(page) == ["Paddington"]
    assert "1 copy · 1 h · 5.00 EUR" in page
    assert "Heat" not in page and "Home video" not in page
    overview = text(as_profile(ann).get("/buckets/"))
    assert "1 copy · 1 h" in overview and "Heat" not in overview


def test_a_child_changes_nothing(as_profile, ann, mixed):
    client, own = as_profile(ann), mixed.get_absolute_url()
    item = mixed.items.get(title="Paddington")
    gets = ["edit/", "delete/", "items/new/", f"items/{item.pk}/edit/"]
    assert [client.get(f"{own}{verb}").status_code for verb in gets] == [403] * 4
    posts = [*gets, "secret/", f"items/{item.pk}/remove/", "items/new/another/", "items/new/film/"]
    assert {client.post(f"{own}{verb}").status_code for verb in posts} == {403}
    assert client.get("/buckets/new/").status_code == client.post("/buckets/new/", {"name": "x"}).status_code == 403
    assert client.get(f"/buckets/films/{item.movie_id}/").status_code == 403
    page = text(client.get(own))
    assert "items/new/" not in page and "New bucket" not in text(client.get("/buckets/"))


def test_a_child_without_anything_to_see_is_told_so(as_profile, ann, bucket):
    ItemFactory(bucket=bucket, title="Heat", movie=MovieFactory(title="Heat", minimum_age=17))
    assert "Nothing for you in here yet" in text(as_profile(ann).get(bucket.get_absolute_url()))
    Bucket.objects.all().delete()
    page = text(as_profile(ann).get("/buckets/"))
    assert "Nothing on the shelf yet" in page and "/buckets/new/" not in page


# --- making and changing -------------------------------------------------------------------------


def test_a_bucket_is_made_changed_and_deleted(as_user, alice):
    client = as_user(alice)
    response = client.post("/buckets/new/", {"name": " Cellar ", "description": "", "visibility": "private"})
    made = Bucket.objects.get(owner=alice)
    assert response["Location"] == made.get_absolute_url()
    edit = f"{made.get_absolute_url()}edit/"
    client.post(edit, {"name": "Attic", "description": "Dusty", "visibility": "link"})
    made.refresh_from_db()
    assert (made.name, made.description, made.visibility) == ("Attic", "Dusty", "link")
    assert f"/buckets/shared/{made.secret}/" in text(client.get(edit))
    client.post(f"{made.get_absolute_url()}secret/")
    assert made.secret not in text(client.get(edit))
    assert "Nothing is in it" in text(client.get(f"{made.get_absolute_url()}delete/"))
    assert client.post(f"{made.get_absolute_url()}delete/")["Location"] == "/buckets/"
    assert not Bucket.objects.filter(pk=made.pk).exists()


def test_a_new_bucket_may_begin_with_a_film(as_user, alice):
    data = {"name": "Cellar", "visibility": "private"}
    response = as_user(alice).post("/buckets/new/?movie=7", data)
    assert response["Location"] == f"/buckets/{Bucket.objects.get().pk}/items/new/?movie=7"
    response = as_user(alice).post("/buckets/new/?movie=//evil.example", data)
    assert response["Location"].startswith("/buckets/") and "evil" not in response["Location"]


def test_who_deletes_a_bucket_is_told_how_much_goes(as_user, alice, bob, viewed):
    for _ in range(3):
        ItemFactory(bucket=viewed)
    page = text(as_user(alice).get(f"{viewed.get_absolute_url()}delete/"))
    assert "3 copies" in page and "1 other person will no longer find it" in page
    assert viewed.items.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 81},
        {"name": "a\0b"},
        {"visibility": "all"},
        {"description": "x" * 2001},
    ],
)
def test_what_a_bucket_cannot_be_is_shown_again(as_user, alice, bucket, wrong):
    sent = {"name": "Good", "description": "Mine", "visibility": "private"} | wrong
    client = as_user(alice)
    for address in ("/buckets/new/", f"{bucket.get_absolute_url()}edit/"):
        response = client.post(address, sent)
        assert response.status_code == 200
        assert "errorlist" in text(response)
    assert list(Bucket.objects.values_list("name", flat=True)) == ["Living room"]


def test_one_bucket_too_many_is_refused_in_words(as_user, alice, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.models.bucket.MOST_BUCKETS", 0)
    response = as_user(alice).post("/buckets/new/", {"name": "One more", "visibility": "private"})
    assert "You have 50 buckets" in text(response)
