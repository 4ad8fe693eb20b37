"""Two who change a list at the same moment: each gets a good answer, and the list is what it would be one by one."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from apps.catalog.tests.factories import MovieFactory
from apps.core.tests.at_once import at_once
from apps.watchlists.actions import (
    accept_invitation,
    add_entry,
    add_many,
    create_watchlist,
    invite,
    move_entry,
    remove_entry,
    restore_entry,
    shift_entry,
    suggest,
)
from apps.watchlists.actions.entries import EntryDraft
from apps.watchlists.models import Entry, Invitation, Member, Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ENTRIES = "watchlists_entry"


@pytest.fixture
def shared(watchlist, own_bob):
    """Alice's list, which Bob edits too."""
    Member.objects.create(watchlist=watchlist, profile=own_bob)
    return watchlist


@pytest.fixture
def abcd(shared):
    return [EntryFactory(watchlist=shared, movie__title=title) for title in "ABCD"]


def places(watchlist):
    return list(watchlist.entries.sorted_by("order").values_list("position", flat=True))


def titles(watchlist):
    return list(watchlist.entries.sorted_by("order").values_list("movie__title", flat=True))


def test_the_same_film_from_two_pages_is_there_once(shared, alice, bob, as_user):
    movie = MovieFactory()
    address = f"/watchlists/{shared.pk}/entries/"
    adding = [partial(as_user(user).post, address, {"movie": movie.pk}) for user in (alice, bob)]
    answers = at_once(*adding, table=ENTRIES)
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302, 302]
    assert shared.entries.get().movie == movie


def test_two_films_on_top_have_two_places(shared, own_alice, own_bob):
    films = MovieFactory.create_batch(2)
    adding = [
        partial(add_entry, watchlist=shared, movie=movie, by=by)
        for movie, by in zip(films, (own_alice, own_bob), strict=True)
    ]
    at_once(*adding, table=ENTRIES)
    assert len(set(places(shared))) == 2


def test_an_import_and_a_click_bring_a_film_once(shared, own_alice, own_bob):
    film, other = MovieFactory.create_batch(2)
    drafts = [EntryDraft(movie_id=film.pk), EntryDraft(movie_id=other.pk)]
    counted, added = at_once(
        partial(add_many, watchlist=shared, drafts=drafts, by=own_alice),
        partial(add_entry, watchlist=shared, movie=film, by=own_bob),
        table=ENTRIES,
    )
    assert counted in (1, 2)
    assert isinstance(added, Entry)
    assert shared.entries.count() == 2


def test_two_moves_to_one_place_leave_an_order(shared, abcd, own_alice, own_bob):
    first, _, third, fourth = abcd
    moved = at_once(
        partial(move_entry, entry=third, by=own_alice, after=first.pk),
        partial(move_entry, entry=fourth, by=own_bob, after=first.pk),
        table=ENTRIES,
    )
    assert all(isinstance(answer, Entry) for answer in moved)
    assert len(set(places(shared))) == 4
    assert titles(shared) in (["A", "C", "D", "B"], ["A", "D", "C", "B"])


def test_two_who_shift_to_the_top_leave_an_order(shared, abcd, own_alice, own_bob):
    at_once(
        partial(shift_entry, entry=abcd[1], by=own_alice, places=-1),
        partial(shift_entry, entry=abcd[2], by=own_bob, places=-2),
        table=ENTRIES,
    )
    assert len(set(places(shared))) == 4


def test_a_film_is_put_back_once(shared, abcd, own_alice, own_bob):
    removed = remove_entry(entry=abcd[1], by=own_alice)
    back = at_once(
        *(partial(restore_entry, watchlist=shared, removed=removed, by=by) for by in (own_alice, own_bob)),
        table=ENTRIES,
    )
    assert back[0] == back[1]
    assert titles(shared) == list("ABCD")


def test_the_main_list_is_made_once(own_alice):
    making = partial(Watchlist.objects.main_of, own_alice)
    one, other = at_once(making, making, table="watchlists_watchlist")
    assert one == other == Watchlist.objects.get(profile=own_alice)


def test_the_last_place_for_a_list_is_taken_once(own_alice, monkeypatch):
    monkeypatch.setattr("apps.watchlists.models.watchlist.MOST_WATCHLISTS", 1)
    making = [partial(create_watchlist, profile=own_alice, name=name) for name in ("One", "Other")]
    answers = at_once(*making, table="watchlists_watchlist")
    assert {type(answer) for answer in answers} == {Watchlist, ValidationError}
    assert Watchlist.objects.count() == 1


def test_a_suggestion_taken_up_twice_is_one_film(shared, alice, bob, own_charlie, as_user):
    suggestion = suggest(watchlist=shared, movie=MovieFactory(), by=own_charlie, note="For the rain")
    address = f"/watchlists/{shared.pk}/suggestions/{suggestion.pk}/accept/"
    answers = at_once(*(partial(as_user(user).post, address) for user in (alice, bob)), table=ENTRIES)
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302, 302]
    assert shared.entries.get().note == "For the rain"
    assert not shared.suggestions.exists()


def test_an_invitation_taken_up_in_two_windows_lets_in_once(watchlist, own_alice, own_charlie):
    invitation = invite(watchlist=watchlist, email="charlie@example.org", by=own_alice)
    windows = [Invitation.objects.select_related("watchlist").get(pk=invitation.pk) for _ in range(2)]
    taking = [partial(accept_invitation, invitation=window, by=own_charlie) for window in windows]
    answers = at_once(*taking, table="watchlists_member")
    assert answers[0] == answers[1] == watchlist.members.get()


def test_the_last_place_at_a_list_is_taken_once(watchlist, own_bob, own_charlie, own_alice, monkeypatch):
    monkeypatch.setattr("apps.watchlists.models.watchlist.MOST_MEMBERS", 1)
    taking = [
        partial(
            accept_invitation,
            invitation=invite(watchlist=watchlist, email=profile.account.email, by=own_alice),
            by=profile,
        )
        for profile in (own_bob, own_charlie)
    ]
    answers = at_once(*taking, table="watchlists_member")
    assert {type(answer) for answer in answers} == {Member, ValidationError}


def test_a_film_suggested_in_two_windows_is_one_suggestion(watchlist, own_charlie):
    suggesting = partial(suggest, watchlist=watchlist, movie=MovieFactory(), by=own_charlie, note="Mind the cat")
    one, other = at_once(suggesting, suggesting, table="watchlists_suggestion")
    assert one == other == watchlist.suggestions.get()
