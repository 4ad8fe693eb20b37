"""POSTs that change what is on a list: who may, what follows, what is refused."""

import json

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.models import Entry, Member, Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def movie():
    return MovieFactory(title="Alien")


@pytest.fixture
def entry(watchlist, movie):
    return EntryFactory(watchlist=watchlist, movie=movie, note="Late at night")


def addresses(entry):
    base = f"/watchlists/{entry.watchlist_id}/entries/"
    one = f"{base}{entry.pk}/"
    verbs = ("remove/", "note/", "up/", "down/", "move/")
    return [base, f"{base}remove/", f"{base}restore/", *(f"{one}{verb}" for verb in verbs)]


def toast(response):
    return json.loads(response.headers["HX-Trigger"])["toast"]


def test_only_who_edits_a_list_changes_what_is_on_it(as_user, alice, bob, charlie, entry):
    for address in addresses(entry):
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert as_user(charlie).post(address).status_code == 404
    Watchlist.objects.update(visibility="members")
    for address in addresses(entry):
        assert as_user(charlie).post(address, {"movie": entry.movie_id}).status_code == 403
    assert Entry.objects.get().note == "Late at night"


def test_members_of_a_list_change_it_too(as_user, bob, own_bob, entry):
    Member.objects.create(watchlist=entry.watchlist, profile=own_bob)
    other = MovieFactory()
    as_user(bob).post(f"/watchlists/{entry.watchlist_id}/entries/", {"movie": other.pk})
    assert entry.watchlist.entries.get(movie=other).added_by == own_bob


def test_nothing_is_changed_by_a_get(as_user, alice, entry):
    client = as_user(alice)
    for address in addresses(entry):
        if not address.endswith("note/"):
            assert client.get(address).status_code == 405
    assert client.get("/watchlists/entries/").status_code == 405


def test_one_click_adds_and_another_takes_off(as_user, alice, own_alice, movie):
    client = as_user(alice)
    response = client.post("/watchlists/entries/", {"movie": movie.pk, "next": "/movies/?page=2"}, follow=True)
    assert response.redirect_chain == [("/movies/?page=2", 302)]
    assert "Alien is on your watchlist." in response.content.decode()
    assert Watchlist.objects.main_of(own_alice).entries.get().movie == movie
    response = client.post("/watchlists/entries/remove/", {"movie": movie.pk, "next": "/movies/"}, follow=True)
    assert "Alien is off your watchlist." in response.content.decode()
    assert not Entry.objects.exists()


def test_one_comes_back_to_this_site_only(as_user, alice, movie):
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        response = as_user(alice).post("/watchlists/entries/", {"movie": movie.pk, "next": bad})
        assert response["Location"] == Watchlist.objects.get().get_absolute_url()


def test_htmx_is_told_what_was_done_and_how_to_take_it_back(as_user, alice, movie):
    client = as_user(alice)
    htmx = {"HTTP_HX_REQUEST": "true"}
    response = client.post("/watchlists/entries/", {"movie": movie.pk}, **htmx)
    assert response.status_code == 204
    events = json.loads(response.headers["HX-Trigger"])
    assert events["listed"] == {"movie": movie.pk, "on": True, "list": "main"}
    assert events["toast"]["undo"] == {"url": "/watchlists/entries/remove/", "name": "movie", "value": str(movie.pk)}
    undo = toast(client.post("/watchlists/entries/remove/", {"movie": movie.pk}, **htmx))["undo"]
    assert not Entry.objects.exists()
    client.post(undo["url"], {undo["name"]: undo["value"]}, **htmx)
    assert Entry.objects.get().movie == movie


def test_without_javascript_the_next_page_offers_to_put_it_back(as_user, alice, entry):
    client = as_user(alice)
    address = entry.watchlist.get_absolute_url()
    page = client.post(f"{address}entries/{entry.pk}/remove/", {"next": address}, follow=True).content.decode()
    assert "Put it back" in page
    token = client.session["watchlists_undo"]["value"]
    client.post(f"{address}entries/restore/", {"token": token})
    back = Entry.objects.get()
    assert (back.movie, back.note, back.position) == (entry.movie, entry.note, entry.position)


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "a:b:c", signing.dumps([1, 2], salt="another")],
    ids=["empty", "nonsense", "three parts", "of another"],
)
def test_what_was_not_signed_here_is_not_put_back(as_user, alice, entry, token):
    url = f"/watchlists/{entry.watchlist_id}/entries/restore/"
    response = as_user(alice).post(url, {"token": token}, HTTP_HX_REQUEST="true")
    assert response.status_code == 409
    assert "can no longer be undone" in toast(response)["text"]


def test_a_token_is_for_its_own_list(as_user, alice, own_alice, entry):
    client = as_user(alice)
    response = client.post(f"/watchlists/{entry.watchlist_id}/entries/{entry.pk}/remove/", HTTP_HX_REQUEST="true")
    other = Watchlist.objects.main_of(own_alice)
    token = toast(response)["undo"]["value"]
    assert (
        client.post(f"/watchlists/{other.pk}/entries/restore/", {"token": token}, HTTP_HX_REQUEST="true").status_code
        == 409
    )
    assert not Entry.objects.exists()


@pytest.mark.parametrize("given", ["", "x", "-1", "0", "99999999999999999999", "1.5", "²"])
def test_a_film_that_is_none_is_not_found(as_user, alice, given):
    assert as_user(alice).post("/watchlists/entries/", {"movie": given}).status_code == 404
    assert as_user(alice).post("/watchlists/entries/remove/", {"movie": given}).status_code == 404


def test_a_film_that_one_may_not_see_is_not_found(as_user, alice):
    hidden = MovieFactory(adult=True)
    assert as_user(alice).post("/watchlists/entries/", {"movie": hidden.pk}).status_code == 404


def test_a_full_list_says_so(as_user, alice, movie, monkeypatch):
    monkeypatch.setattr("apps.watchlists.actions.entries.MOST_ENTRIES", 0)
    response = as_user(alice).post("/watchlists/entries/", {"movie": movie.pk}, HTTP_HX_REQUEST="true")
    assert (response.status_code, toast(response)["text"][:22]) == (409, "A list has room for 10")
    page = as_user(alice).post("/watchlists/entries/", {"movie": movie.pk, "next": "/movies/"}, follow=True)
    assert "A list has room for 10,000 films." in page.content.decode()


def test_taking_off_what_is_not_there_says_so(as_user, alice, watchlist, movie):
    url = f"/watchlists/{watchlist.pk}/entries/remove/"
    assert "is not on" in toast(as_user(alice).post(url, {"movie": movie.pk}, HTTP_HX_REQUEST="true"))["text"]


def test_a_note_is_read_and_written(as_user, alice, entry):
    client = as_user(alice)
    url = reverse("watchlist_entry_note", args=[entry.watchlist_id, entry.pk])
    assert "Late at night" in client.get(url).content.decode()
    response = client.post(url, {"note": "<b>With Ben</b>"})
    assert response["Location"] == f"/watchlists/{entry.watchlist_id}/#entry-{entry.pk}"
    assert Entry.objects.get().note == "<b>With Ben</b>"
    assert "&lt;b&gt;With Ben" in client.get(f"/watchlists/{entry.watchlist_id}/").content.decode()


@pytest.mark.parametrize("note", ["x" * 2001, "a\0b"])
def test_a_note_that_cannot_be_kept_is_shown_again(as_user, alice, entry, note):
    url = reverse("watchlist_entry_note", args=[entry.watchlist_id, entry.pk])
    response = as_user(alice).post(url, {"note": note})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Entry.objects.get().note == "Late at night"


def test_films_move(as_user, alice, watchlist):
    client = as_user(alice)
    first, second, third = (EntryFactory(watchlist=watchlist) for _ in range(3))
    base = f"/watchlists/{watchlist.pk}/entries/"

    def order():
        return list(watchlist.entries.sorted_by("order"))

    answer = client.post(f"{base}{third.pk}/up/", {"next": "/watchlists/"})
    assert answer["Location"] == f"/watchlists/#entry-{third.pk}"
    assert order() == [first, third, second]
    client.post(f"{base}{first.pk}/down/")
    assert order() == [third, first, second]
    assert client.post(f"{base}{second.pk}/move/", {"before": third.pk}, HTTP_HX_REQUEST="true").status_code == 204
    assert order() == [second, third, first]


@pytest.mark.parametrize("beside", [{}, {"before": "x"}, {"after": "9" * 30}, {"before": "1", "after": "1"}])
def test_a_move_to_nowhere_is_refused(as_user, alice, entry, beside):
    url = f"/watchlists/{entry.watchlist_id}/entries/{entry.pk}/move/"
    assert as_user(alice).post(url, beside, HTTP_HX_REQUEST="true").status_code == 409


def test_an_entry_of_another_list_is_not_found(as_user, alice, own_alice, entry):
    other = Watchlist.objects.main_of(own_alice)
    assert as_user(alice).post(f"/watchlists/{other.pk}/entries/{entry.pk}/remove/").status_code == 404
    assert as_user(alice).post(f"/watchlists/{other.pk}/entries/{10**30}/remove/").status_code == 404


def test_a_form_without_its_token_is_refused(alice, movie):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post("/watchlists/entries/", {"movie": movie.pk}).status_code == 403
    assert not Entry.objects.exists()
