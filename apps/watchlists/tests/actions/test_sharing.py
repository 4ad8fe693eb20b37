import pytest
from django.core.exceptions import ValidationError

from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.actions import (
    accept_invitation,
    accept_suggestion,
    decline_suggestion,
    drop_invitation,
    invite,
    let_in,
    remove_member,
    suggest,
)
from apps.watchlists.models import Invitation, Watchlist

pytestmark = pytest.mark.django_db


def may_edit(profile, watchlist):
    return Watchlist.objects.editable_by(profile).filter(pk=watchlist.pk).exists()


def test_a_household_is_let_in_without_asking(watchlist, own_alice, ann, own_bob):
    member = let_in(watchlist=watchlist, profile=ann, by=own_alice)
    assert let_in(watchlist=watchlist, profile=ann, by=own_alice) == member
    assert may_edit(ann, watchlist)
    with pytest.raises(ValidationError, match="people of your household"):
        let_in(watchlist=watchlist, profile=own_bob, by=own_alice)


def test_an_invitation_lets_in_who_takes_it_up(watchlist, own_alice, own_bob):
    invitation = invite(watchlist=watchlist, email=" Bob@Example.org ", by=own_alice)
    assert invite(watchlist=watchlist, email="BOB@example.org", by=own_alice) == invitation
    assert not may_edit(own_bob, watchlist)
    accept_invitation(invitation=invitation, by=own_bob)
    assert may_edit(own_bob, watchlist)
    assert not Invitation.objects.exists()


def test_nobody_learns_who_has_an_account(watchlist, own_alice, bob):
    """A known and an unknown address leave the same behind."""
    rows = [
        invite(watchlist=watchlist, email=email, by=own_alice) for email in ("bob@example.org", "nobody@example.org")
    ]
    assert {(row.watchlist_id, row.email.partition("@")[2]) for row in rows} == {(watchlist.pk, "example.org")}


@pytest.mark.parametrize("email", ["", "bob", "bob@", "a\0@example.org"])
def test_an_invitation_goes_to_an_address(watchlist, own_alice, email):
    with pytest.raises(ValidationError):
        invite(watchlist=watchlist, email=email, by=own_alice)


def test_an_invitation_is_declined_or_taken_back(watchlist, own_alice, own_bob):
    drop_invitation(invitation=invite(watchlist=watchlist, email="bob@example.org", by=own_alice), by=own_bob)
    assert not Invitation.objects.exists()
    assert not may_edit(own_bob, watchlist)


def test_who_is_removed_edits_no_more(watchlist, own_alice, ann):
    remove_member(member=let_in(watchlist=watchlist, profile=ann, by=own_alice), by=own_alice)
    assert not may_edit(ann, watchlist)


def test_a_suggestion_is_taken_up_with_its_note(watchlist, own_alice, own_bob, own_charlie):
    movie = MovieFactory()
    suggestion = suggest(watchlist=watchlist, movie=movie, by=own_bob, note=" It rains all through ")
    suggest(watchlist=watchlist, movie=movie, by=own_charlie)
    entry = accept_suggestion(suggestion=suggestion, by=own_alice)
    assert (entry.movie, entry.note, entry.added_by) == (movie, "It rains all through", own_alice)
    assert not watchlist.suggestions.exists()


def test_a_second_suggestion_of_a_film_changes_the_note(watchlist, own_bob):
    movie = MovieFactory()
    first = suggest(watchlist=watchlist, movie=movie, by=own_bob, note="One")
    assert suggest(watchlist=watchlist, movie=movie, by=own_bob, note="Two") == first
    assert watchlist.suggestions.get().note == "Two"
    decline_suggestion(suggestion=first, by=own_bob)
    assert not watchlist.suggestions.exists()


@pytest.mark.parametrize("note", ["x" * 501, "a\0b"])
def test_a_suggestion_s_note_is_short(watchlist, own_bob, note):
    with pytest.raises(ValidationError):
        suggest(watchlist=watchlist, movie=MovieFactory(), by=own_bob, note=note)
