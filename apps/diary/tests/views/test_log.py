"""The pages that log a film, change what was logged and take it out."""

from datetime import date

import pytest
from django.utils import timezone

from apps.catalog.tests.factories import MovieFactory
from apps.diary.models import Viewing
from apps.diary.tests.factories import ViewingFactory
from apps.watchlists.actions import add_entry, create_watchlist
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 3)
GIVEN = {"watched_on": "2025-11-03", "half_stars": "7", "place": "Odeon", "companion": "Bob", "note": "Loud.\r\nGood."}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def movie():
    return MovieFactory(title="Alien", year=1979)


@pytest.fixture
def mine(profile, movie):
    return ViewingFactory(profile=profile, movie=movie, note="Mine alone")


def log_url(movie):
    return f"/diary/log/{movie.pk}/"


# --- who may ---------------------------------------------------------------------------------------


def test_a_visitor_logs_in_first(client, movie, mine):
    for path in (log_url(movie), mine.get_absolute_url(), f"{mine.get_absolute_url()}logged/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")
    for path in (log_url(movie), f"{mine.get_absolute_url()}remove/", "/diary/restore/"):
        assert client.post(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("persona", ["bob", "charlie", "curator", "moderator", "administrator"])
def test_nobody_else_meets_a_viewing(as_user, persona, request, mine):
    user = as_user(request.getfixturevalue(persona))
    own = mine.get_absolute_url()
    assert user.get(own).status_code == user.get(f"{own}logged/").status_code == 404
    for path in (own, f"{own}remove/", f"{own}lists/1/remove/"):
        assert user.post(path, GIVEN).status_code == 404
    assert "Mine alone" not in user.get("/diary/").content.decode()
    mine.refresh_from_db()
    assert mine.note == "Mine alone"


def test_what_changes_something_is_a_post(as_user, alice, mine):
    user = as_user(alice)
    own = mine.get_absolute_url()
    for path in (f"{own}remove/", f"{own}lists/1/remove/", "/diary/restore/"):
        assert user.get(path).status_code == 405
    assert Viewing.objects.count() == 1


# --- logging ---------------------------------------------------------------------------------------


def test_the_form_proposes_today_and_the_first_time(as_user, alice, movie):
    form = as_user(alice).get(log_url(movie)).context["form"]
    assert form.initial == {"watched_on": timezone.localdate(), "rewatch": False}


def test_a_film_that_was_seen_is_proposed_as_a_rewatch(as_user, alice, movie, mine):
    response = as_user(alice).get(log_url(movie))
    assert response.context["form"].initial["rewatch"] is True
    assert "last on 3 November 2025" in response.content.decode()


def test_a_film_goes_into_the_diary(as_user, alice, profile, movie):
    response = as_user(alice).post(log_url(movie), GIVEN, follow=True)
    assert response.redirect_chain == [(movie.get_absolute_url(), 302)]
    viewing = Viewing.objects.get()
    assert (viewing.profile, viewing.watched_on, viewing.half_stars) == (profile, DAY, 7)
    assert (viewing.place, viewing.companion, viewing.note) == ("Odeon", "Bob", "Loud.\nGood.")
    page = response.content.decode()
    assert "Alien is in your diary, 3 November 2025." in page
    assert "Seen on 3 Nov 2025" in page


def test_without_a_date_and_without_stars(as_user, alice, movie):
    as_user(alice).post(log_url(movie), {"undated": "on", "watched_on": "not a day", "half_stars": ""})
    viewing = Viewing.objects.get()
    assert (viewing.watched_on, viewing.half_stars) == (None, None)


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({}, "watched_on", "Give the day"),
        ({"watched_on": "yesterday"}, "watched_on", "valid date"),
        ({"watched_on": "1887-01-01"}, "watched_on", "no films before 1888"),
        ({"watched_on": "2999-01-01"}, "watched_on", "still to come"),
        ({"undated": "on", "half_stars": "11"}, "half_stars", "valid choice"),
        ({"undated": "on", "half_stars": "0"}, "half_stars", "valid choice"),
        ({"undated": "on", "note": "n" * 2001}, "note", "2000"),
        ({"undated": "on", "place": "p\0"}, "place", "Null characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(as_user, alice, movie, given, field, message):
    response = as_user(alice).post(log_url(movie), given)
    assert response.status_code == 422
    assert message in str(response.context["form"].errors[field])
    assert not Viewing.objects.exists()


def test_the_same_day_again_says_what_to_do(as_user, alice, movie, mine):
    user = as_user(alice)
    response = user.post(log_url(movie), {"watched_on": "2025-11-03"})
    assert response.status_code == 422
    assert "say that it was seen before" in response.content.decode()
    assert user.post(log_url(movie), {"watched_on": "2025-11-03", "rewatch": "on"}).status_code == 302
    assert Viewing.objects.count() == 2


@pytest.mark.parametrize("pk", [0, 424242, 99999999999999999999999])
def test_no_such_film(as_user, alice, pk):
    assert as_user(alice).get(f"/diary/log/{pk}/").status_code == 404


def test_a_film_that_one_may_not_see_is_not_there(as_user, alice, profile):
    hidden = MovieFactory(adult=True)
    assert as_user(alice).post(log_url(hidden), GIVEN).status_code == 404
    row = ViewingFactory(profile=profile, movie=hidden)
    assert as_user(alice).get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_it_leads_back_on_this_site_only(as_user, alice, movie, bad):
    user = as_user(alice)
    assert user.post(log_url(movie), GIVEN | {"next": bad})["Location"] == movie.get_absolute_url()
    assert user.post(log_url(movie), {"undated": "on", "next": "/movies/?page=2"})["Location"] == "/movies/?page=2"


def test_in_a_dialog_it_is_a_fragment(as_user, alice, movie):
    user = as_user(alice)
    page = user.get(log_url(movie), headers=HTMX).content.decode()
    assert "<html" not in page
    assert f'hx-post="{log_url(movie)}"' in page
    refused = user.post(log_url(movie), {}, headers=HTMX)
    assert (refused.status_code, "<html" in refused.content.decode()) == (422, False)
    done = user.post(log_url(movie), GIVEN, headers=HTMX)
    assert (done.status_code, done["HX-Redirect"]) == (200, movie.get_absolute_url())


def test_it_remembers_where_and_with_whom(as_user, alice, stranger, profile, movie):
    ViewingFactory(profile=profile, place="Odeon", companion="Eve & <b>Bob</b>")
    ViewingFactory(profile=stranger, place="Somewhere secret")
    page = as_user(alice).get(log_url(movie)).content.decode()
    assert '<option value="Odeon">' in page
    assert "<b>Bob</b>" not in page
    assert "secret" not in page


# --- changing and removing -------------------------------------------------------------------------


def test_a_viewing_is_changed(as_user, alice, mine):
    user = as_user(alice)
    form = user.get(mine.get_absolute_url()).context["form"]
    assert (form.initial["watched_on"], form.initial["undated"], form.initial["note"]) == (DAY, False, "Mine alone")
    response = user.post(mine.get_absolute_url(), GIVEN | {"next": "/diary/?page=2"})
    assert response["Location"] == "/diary/?page=2"
    mine.refresh_from_db()
    assert (mine.half_stars, mine.place) == (7, "Odeon")


def test_a_wrong_change_changes_nothing(as_user, alice, mine):
    assert as_user(alice).post(mine.get_absolute_url(), {"watched_on": "2999-01-01"}).status_code == 422
    mine.refresh_from_db()
    assert mine.watched_on == DAY


def test_a_removal_can_be_undone_once(as_user, alice, mine):
    user = as_user(alice)
    response = user.post(f"{mine.get_absolute_url()}remove/", {"next": "/diary/"}, follow=True)
    assert not Viewing.objects.exists()
    page = response.content.decode()
    assert "Alien is out of your diary." in page
    assert 'action="/diary/restore/"' in page
    assert user.post("/diary/restore/")["Location"] == "/diary/"
    again = Viewing.objects.get()
    assert (again.watched_on, again.note, again.movie_id) == (DAY, "Mine alone", mine.movie_id)
    assert "nothing to bring back" in user.post("/diary/restore/", follow=True).content.decode()
    assert Viewing.objects.count() == 1


def test_another_session_brings_nothing_back(as_user, alice, charlie, mine):
    as_user(alice).post(f"{mine.get_absolute_url()}remove/")
    for user in (alice, charlie):
        as_user(user).post("/diary/restore/")
    assert not Viewing.objects.exists()


def test_what_stands_in_its_place_by_now_keeps_it_out(as_user, alice, profile, movie, mine):
    user = as_user(alice)
    user.post(f"{mine.get_absolute_url()}remove/")
    ViewingFactory(profile=profile, movie=movie)
    response = user.post("/diary/restore/", follow=True)
    assert "on that day already" in response.content.decode()
    assert Viewing.objects.count() == 1


# --- the lists that it is on -----------------------------------------------------------------------


@pytest.fixture
def listed(profile, movie):
    return add_entry(watchlist=Watchlist.objects.main_of(profile), movie=movie, by=profile)


def test_a_film_on_a_list_is_asked_about_and_stays_until_one_says_so(as_user, alice, profile, movie, listed):
    user = as_user(alice)
    response = user.post(log_url(movie), GIVEN, follow=True)
    viewing = Viewing.objects.get()
    assert response.redirect_chain[0][0].startswith(f"/diary/viewings/{viewing.pk}/logged/?next=")
    assert "Take it off Watchlist" in response.content.decode()
    assert profile.watchlists.get().entries.exists()
    response = user.post(f"/diary/viewings/{viewing.pk}/lists/{listed.pk}/remove/", {"next": "/movies/"})
    assert response["Location"] == "/movies/"
    assert not profile.watchlists.get().entries.exists()


def test_of_several_lists_one_after_the_other(as_user, alice, profile, movie, listed, mine):
    other = create_watchlist(profile=profile, name="Autumn")
    second = add_entry(watchlist=other, movie=movie, by=profile)
    user = as_user(alice)
    base = f"/diary/viewings/{mine.pk}/"
    assert user.post(f"{base}lists/{listed.pk}/remove/")["Location"].startswith(f"{base}logged/")
    assert user.post(f"{base}lists/{second.pk}/remove/")["Location"] == movie.get_absolute_url()
    assert user.get(f"{base}logged/")["Location"] == movie.get_absolute_url()


def test_it_takes_films_off_ones_own_lists_only(as_user, alice, stranger, profile, movie, mine):
    theirs = add_entry(watchlist=Watchlist.objects.main_of(stranger), movie=movie, by=stranger)
    other_film = add_entry(watchlist=Watchlist.objects.main_of(profile), movie=MovieFactory(), by=profile)
    for entry in (theirs, other_film):
        path = f"/diary/viewings/{mine.pk}/lists/{entry.pk}/remove/"
        assert as_user(alice).post(path).status_code == 404
        entry.refresh_from_db()
