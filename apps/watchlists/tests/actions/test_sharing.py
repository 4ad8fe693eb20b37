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


def test_a_household_is_let_in_without_asking(watchlist, ann, kid, ben):
    member = let_in(watchlist=watchlist, profile=kid, by=ann)
    assert let_in(watchlist=watchlist, profile=kid, by=ann) == member
    assert may_edit(kid, watchlist)
    with pytest.raises(ValidationError, match="people of your household"):
        let_in(watchlist=watchlist, profile=ben, by=ann)


def test_an_invitation_lets_in_who_takes_it_up(watchlist, ann, ben):
    invitation = invite(watchlist=watchlist, email=" Bob@Example.org ", by=ann)
    assert invite(watchlist=watchlist, email="BOB@example.org", by=ann) == invitation
    assert not may_edit(ben, watchlist)
    accept_invitation(invitation=invitation, by=ben)
    assert may_edit(ben, watchlist)
    assert not Invitation.objects.exists()


def test_nobody_learns_who_has_an_account(watchlist, ann, bob):
    """A known and an unknown address leave the same behind."""
    rows = [invite(watchlist=watchlist, email=email, by=ann) for email in ("bob@example.org", "nobody@example.org")]
    assert {(row.watchlist_id, row.email.partition("@")[2]) for row in rows} == {(watchlist.pk, "example.org")}


@pytest.mark.parametrize("email", ["", "bob", "bob@", "a\0@example.org"])
def test_an_invitation_goes_to_an_address(watchlist, ann, email):
    with pytest.raises(ValidationError):
        invite(watchlist=watchlist, email=email, by=ann)


def test_an_invitation_is_declined_or_taken_back(watchlist, ann, ben):
    drop_invitation(invitation=invite(watchlist=watchlist, email="bob@example.org", by=ann), by=ben)
    assert not Invitation.objects.exists()
    assert not may_edit(ben, watchlist)


def test_who_is_removed_edits_no_more(watchlist, ann, kid):
    remove_member(member=let_in(watchlist=watchlist, profile=kid, by=ann), by=ann)
    assert not may_edit(kid, watchlist)


def test_a_suggestion_is_taken_up_with_its_note(watchlist, ann, ben, cat):
    movie = MovieFactory()
    suggestion = suggest(watchlist=watchlist, movie=movie, by=ben, note=" It rains all through ")
    suggest(watchlist=watchlist, movie=movie, by=cat)
    entry = accept_suggestion(suggestion=suggestion, by=ann)
    assert (entry.movie, entry.note, entry.added_by) == (movie, "It rains all through", ann)
    assert not watchlist.suggestions.exists()


def test_a_second_suggestion_of_a_film_changes_the_note(watchlist, ben):
    movie = MovieFactory()
    first = suggest(watchlist=watchlist, movie=movie, by=ben, note="One")
    assert suggest(watchlist=watchlist, movie=movie, by=ben, note="Two") == first
    assert watchlist.suggestions.get().note == "Two"
    decline_suggestion(suggestion=first, by=ben)
    assert not watchlist.suggestions.exists()


@pytest.mark.parametrize("note", ["x" * 501, "a\0b"])
def test_a_suggestion_s_note_is_short(watchlist, ben, note):
    with pytest.raises(ValidationError):
        suggest(watchlist=watchlist, movie=MovieFactory(), by=ben, note=note)
