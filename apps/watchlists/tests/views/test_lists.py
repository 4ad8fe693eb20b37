"""The overview, the page of a list, and making, changing, deleting one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import WatchOffer, WatchProvider
from apps.catalog.tests.factories import GenreFactory, MovieFactory
from apps.watchlists.models import Member, Suggestion, Watchlist
from apps.watchlists.tests.factories import EntryFactory, WatchlistFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def filled(watchlist):
    films = [("Alien", 1979, 117), ("Brazil", 1985, 132), ("Charade", 1963, 113)]
    for title, year, minutes in films:
        EntryFactory(watchlist=watchlist, movie__title=title, movie__year=year, movie__runtime=minutes)
    return watchlist


def titles(page):
    return [part.split(">")[1].split("<")[0] for part in page.split('class="entry-title"')[1:]]


# --- who -----------------------------------------------------------------------------------------


def test_a_private_list_is_there_for_its_owner_and_members_only(as_user, alice, bob, own_bob, charlie, curator, filled):
    address = filled.get_absolute_url()
    Member.objects.create(watchlist=filled, profile=own_bob)
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    assert [as_user(who).get(address).status_code for who in (alice, bob, charlie, curator)] == [200, 200, 404, 404]


def test_a_list_for_members_is_read_by_members_without_buttons_to_change_it(as_user, charlie, filled):
    Watchlist.objects.update(visibility="members")
    page = text(as_user(charlie).get(filled.get_absolute_url()))
    assert titles(page) == ["Alien", "Brazil", "Charade"]
    assert "Suggest a film" in page
    assert "/entries/" not in page.split("<main")[1].replace("/watchlists/entries/", "")
    assert "A list of Alice" in page


def test_settings_are_the_owner_s(as_user, alice, bob, own_bob, charlie, filled):
    Member.objects.create(watchlist=filled, profile=own_bob)
    for verb in ("edit/", "delete/", "secret/"):
        address = f"{filled.get_absolute_url()}{verb}"
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert as_user(bob).post(address).status_code == 403
        assert as_user(charlie).post(address).status_code == 404
    assert Watchlist.objects.filter(pk=filled.pk).exists()


def test_a_list_that_is_none_is_not_found(as_user, alice):
    for pk in (0, 1, 10**30):
        assert as_user(alice).get(f"/watchlists/{pk}/").status_code == 404


# --- what ----------------------------------------------------------------------------------------


def test_the_overview_shows_one_s_own_and_what_others_share(as_user, alice, own_alice, own_bob, filled):
    joined = WatchlistFactory(profile=own_bob, name="Ben's")
    Member.objects.create(watchlist=joined, profile=own_alice)
    WatchlistFactory(profile=own_bob, name="For all", visibility="members")
    WatchlistFactory(profile=own_bob, name="His alone")
    page = text(as_user(alice).get("/watchlists/"))
    assert "3 films · 6 h 02 · Private" in page
    assert "Together with others" in page and "Ben&#x27;s" in page
    assert "Shown to members" in page and "For all" in page
    assert "His alone" not in page
    assert Watchlist.objects.filter(profile=own_alice, is_main=True).exists()


def test_a_first_visit_says_what_to_do(as_user, alice, own_alice):
    assert "Empty" in text(as_user(alice).get("/watchlists/"))
    page = text(as_user(alice).get(Watchlist.objects.main_of(own_alice).get_absolute_url()))
    assert "Nothing to watch yet" in page
    assert "Browse films" in page


def test_a_list_shows_its_films_their_number_and_their_length(as_user, alice, filled):
    page = text(as_user(alice).get(filled.get_absolute_url()))
    assert titles(page) == ["Alien", "Brazil", "Charade"]
    assert "3 films</span> · 6 h 02" in page
    assert "1979 · 1 h 57" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=title", ["Alien", "Brazil", "Charade"]),
        ("sort=added", ["Charade", "Brazil", "Alien"]),
        ("sort=newest", ["Brazil", "Alien", "Charade"]),
        ("sort=oldest", ["Charade", "Alien", "Brazil"]),
        ("sort=shortest", ["Charade", "Alien", "Brazil"]),
        ("sort=longest", ["Brazil", "Alien", "Charade"]),
        ("decade=1980", ["Brazil"]),
        ("length=120", ["Alien", "Charade"]),
        ("genre=horror", ["Alien"]),
        ("genre=horror&decade=1980", []),
        ("sort=nonsense&genre=nonsense&decade=x&length=%00&page=x", ["Alien", "Brazil", "Charade"]),
        ("page=99", ["Alien", "Brazil", "Charade"]),
    ],
)
def test_a_list_is_sorted_and_narrowed_down(as_user, alice, filled, query, expected):
    filled.entries.get(movie__title="Alien").movie.genres.add(GenreFactory(name="Horror"))
    page = text(as_user(alice).get(f"{filled.get_absolute_url()}?{query}"))
    assert titles(page) == expected
    assert ("No film on this list is all of that" in page) == (not expected)


def test_films_are_moved_only_in_the_list_s_own_order(as_user, alice, filled):
    client = as_user(alice)
    assert "data-order" in text(client.get(filled.get_absolute_url()))
    page = text(client.get(f"{filled.get_absolute_url()}?sort=title"))
    assert "data-order" not in page
    assert "/up/" not in page
    assert "/remove/" in page


def test_a_page_says_where_to_watch(as_user, alice, filled, settings):
    provider = WatchProvider.objects.create(tmdb_id=8, name="Netti & Co")
    abroad = WatchProvider.objects.create(tmdb_id=9, name="Abroad")
    movie = filled.entries.first().movie
    WatchOffer.objects.create(movie=movie, provider=provider, country=settings.HOME_COUNTRY, kind="rent")
    WatchOffer.objects.create(movie=movie, provider=abroad, country="XX", kind="rent")
    page = text(as_user(alice).get(filled.get_absolute_url()))
    assert page.count("On Netti &amp; Co") == 1
    assert "Abroad" not in page


def test_what_others_suggest_waits_for_those_who_edit(as_user, alice, charlie, own_charlie, filled):
    Watchlist.objects.update(visibility="members")
    Suggestion.objects.create(watchlist=filled, movie=MovieFactory(title="Diva"), by=own_charlie, note="So blue")
    assert "“So blue”" in text(as_user(alice).get(filled.get_absolute_url()))
    assert "So blue" not in text(as_user(charlie).get(filled.get_absolute_url()))


def test_what_people_write_stays_text(as_user, alice, own_alice):
    bad = '<script>alert(1)</script>"'
    watchlist = WatchlistFactory(profile=own_alice, name=bad, description=bad)
    entry = EntryFactory(watchlist=watchlist, movie__title=bad, note=f"{bad} https://example.org/?a=1")
    client = as_user(alice)
    own = watchlist.get_absolute_url()
    pages = [
        "/watchlists/",
        own,
        f"{own}entries/{entry.pk}/note/",
        f"{own}films/?q=script",
        f"{own}people/",
        "/movies/",
    ]
    for address in [*pages, f"/watchlists/films/{entry.movie_id}/"]:
        assert "<script>alert" not in text(client.get(address))


def test_a_page_costs_the_same_with_many_films(as_user, alice, own_alice, watchlist):
    def cost():
        client = as_user(alice)
        client.get(watchlist.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(watchlist.get_absolute_url())
        return len(queries)

    provider = WatchProvider.objects.create(tmdb_id=8, name="N")
    for _ in range(3):
        movie = EntryFactory(watchlist=watchlist, added_by=own_alice, note="x").movie
        WatchOffer.objects.create(movie=movie, provider=provider, country="US", kind="rent")
    few = cost()
    for _ in range(40):
        EntryFactory(watchlist=watchlist, added_by=own_alice)
    Watchlist.objects.get(pk=watchlist.pk).save()
    assert cost() == few <= 8


def test_the_overview_costs_the_same_with_many_lists(as_user, alice, own_alice, own_bob, django_assert_max_num_queries):
    Watchlist.objects.main_of(own_alice)
    for number in range(12):
        EntryFactory(watchlist=WatchlistFactory(profile=own_alice))
        EntryFactory(watchlist=WatchlistFactory(profile=own_bob, visibility="members"))
        client = as_user(alice)
        if number in (1, 11):
            with django_assert_max_num_queries(8):
                client.get("/watchlists/")


# --- a child -------------------------------------------------------------------------------------


def test_a_child_sees_neither_films_above_its_limit_nor_their_number(as_profile, ann):
    watchlist = WatchlistFactory(profile=ann, name="Mine")
    for title, age in (("Paddington", 0), ("Alien", 17), ("Unrated", None)):
        EntryFactory(watchlist=watchlist, movie__title=title, movie__minimum_age=age)
    page = text(as_profile(ann).get(watchlist.get_absolute_url()))
    assert titles(page) == ["Paddington"]
    assert "1 film<" in page
    overview = text(as_profile(ann).get("/watchlists/"))
    assert "1 film ·" in overview
    hidden = watchlist.entries.get(movie__title="Alien")
    client = as_profile(ann)
    for verb in ("note", "remove", "up"):
        assert client.post(f"{watchlist.get_absolute_url()}entries/{hidden.pk}/{verb}/").status_code == 404
    assert client.post("/watchlists/entries/", {"movie": hidden.movie_id}).status_code == 404


def test_a_child_is_offered_no_way_to_share(as_profile, ann):
    client = as_profile(ann)
    assert "visibility" not in text(client.get("/watchlists/new/"))
    client.post("/watchlists/new/", {"name": "Cartoons", "visibility": "link"})
    assert Watchlist.objects.get(profile=ann, name="Cartoons").visibility == "private"


# --- making and changing -------------------------------------------------------------------------


def test_a_list_is_made_changed_and_deleted(as_user, alice, own_alice):
    client = as_user(alice)
    response = client.post("/watchlists/new/", {"name": "Sunday", "description": "", "visibility": "private"})
    made = Watchlist.objects.get(profile=own_alice)
    assert response["Location"] == made.get_absolute_url()
    edit = f"{made.get_absolute_url()}edit/"
    client.post(edit, {"name": "Sundays", "description": "Short", "visibility": "link"})
    made.refresh_from_db()
    assert (made.name, made.description, made.visibility) == ("Sundays", "Short", "link")
    page = text(client.get(edit))
    assert f"/watchlists/shared/{made.secret}/" in page
    client.post(f"{made.get_absolute_url()}secret/")
    assert made.secret not in text(client.get(edit))
    assert "Nothing is on it" in text(client.get(f"{made.get_absolute_url()}delete/"))
    assert client.post(f"{made.get_absolute_url()}delete/")["Location"] == "/watchlists/"
    assert not Watchlist.objects.filter(pk=made.pk).exists()


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
def test_what_a_list_cannot_be_is_shown_again(as_user, alice, watchlist, wrong):
    sent = {"name": "Good", "description": "", "visibility": "private"} | wrong
    client = as_user(alice)
    for address in ("/watchlists/new/", f"{watchlist.get_absolute_url()}edit/"):
        response = client.post(address, sent)
        assert response.status_code == 200
        assert "errorlist" in text(response)
    assert list(Watchlist.objects.values_list("name", flat=True)) == ["For rainy days"]


def test_the_main_list_is_not_deleted(as_user, alice, own_alice):
    main = Watchlist.objects.main_of(own_alice)
    address = f"{main.get_absolute_url()}delete/"
    assert "Your main watchlist stays" in text(as_user(alice).get(address))
    as_user(alice).post(address)
    assert Watchlist.objects.main_of(own_alice) == main


def test_one_list_too_many_is_refused_in_words(as_user, alice, own_alice, monkeypatch):
    monkeypatch.setattr("apps.watchlists.models.watchlist.MOST_WATCHLISTS", 0)
    response = as_user(alice).post("/watchlists/new/", {"name": "One more", "visibility": "private"})
    assert "You have 100 lists" in text(response)
