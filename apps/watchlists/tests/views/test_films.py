"""From a film to lists: the button on cards, the choice of lists, films found by their title."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog import search
from apps.catalog.models import HomeRow, HomeRowEntry
from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.actions import add_entry
from apps.watchlists.models import Entry, Watchlist

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_a_card_says_whether_its_film_is_listed(as_user, alice, own_alice):
    listed, other = MovieFactory(title="Alien"), MovieFactory(title="<Brazil>")
    add_entry(watchlist=Watchlist.objects.main_of(own_alice), movie=listed, by=own_alice)
    page = text(as_user(alice).get("/movies/"))
    assert f'value="{listed.pk}" aria-pressed="true" formaction="/watchlists/entries/remove/"' in page
    assert f'value="{other.pk}" aria-pressed="false" aria-label="&lt;Brazil&gt; on your watchlist"' in page
    assert page.count('id="listing"') == 1


def test_a_visitor_s_page_has_no_buttons_and_is_the_same_for_all(as_user):
    MovieFactory()
    first, second = (as_user(None).get("/movies/").content for _ in range(2))
    assert first == second
    assert b"listing" not in first
    assert b"<!--" not in first


def test_another_s_list_marks_nothing(as_user, alice, own_bob):
    movie = MovieFactory()
    add_entry(watchlist=Watchlist.objects.main_of(own_bob), movie=movie, by=own_bob)
    assert 'aria-pressed="true"' not in text(as_user(alice).get("/movies/"))


def test_all_buttons_of_a_page_cost_one_query(as_user, alice):
    for number in range(4):
        row = HomeRow.objects.create(title=f"Row {number}", kind=HomeRow.Kind.POPULAR, position=number)
        for position in range(5):
            HomeRowEntry.objects.create(row=row, movie=MovieFactory(), position=position)
    client = as_user(alice)
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get("/"))
    assert page.count('class="listing"') == 19  # one is the film of the day
    assert len([query for query in queries if "watchlists_entry" in query["sql"]]) == 1
    assert len(queries) <= 8


def test_a_film_s_page_has_the_button_in_words(as_user, alice):
    movie = MovieFactory()
    page = text(as_user(alice).get(movie.get_absolute_url()))
    assert f'<button class="button listing" form="listing" name="movie" value="{movie.pk}"' in page
    assert f"/watchlists/films/{movie.pk}/" in page
    assert "listing" not in text(as_user(None).get(movie.get_absolute_url()))


def test_a_film_is_put_on_a_list_that_one_may_edit(as_user, alice, charlie, watchlist):
    movie = MovieFactory()
    page = text(as_user(alice).get(f"/watchlists/films/{movie.pk}/"))
    assert "For rainy days" in page and f"/watchlists/{watchlist.pk}/entries/" in page
    assert "For rainy days" not in text(as_user(charlie).get(f"/watchlists/films/{movie.pk}/"))
    assert as_user(alice).get(f"/watchlists/films/{10**25}/").status_code == 404


def test_a_new_list_begins_with_the_film(as_user, alice, own_alice):
    movie = MovieFactory()
    as_user(alice).post(f"/watchlists/films/{movie.pk}/new/", {"name": "Space"})
    assert Entry.objects.get().watchlist == Watchlist.objects.get(name="Space", profile=own_alice)
    for name in ("", " ", "x" * 81, "a\0"):
        as_user(alice).post(f"/watchlists/films/{movie.pk}/new/", {"name": name})
    assert Watchlist.objects.count() == 1


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=" + "x" * 500, "q=qqqqxxxx"])
def test_any_words_are_taken(as_user, alice, watchlist, query):
    assert as_user(alice).get(f"/watchlists/{watchlist.pk}/films/?{query}").status_code == 200


def test_films_are_found_to_add(as_user, alice, charlie, watchlist):
    movie = MovieFactory(title="Alien")
    search.index_movies([movie.pk])
    address = f"/watchlists/{watchlist.pk}/films/?q=alien"
    assert "Alien" in text(as_user(alice).get(address))
    assert as_user(charlie).get(address).status_code == 404
    add_entry(watchlist=watchlist, movie=movie, by=watchlist.profile)
    assert "On the list" in text(as_user(alice).get(address))
