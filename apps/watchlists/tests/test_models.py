"""The rules of lists, broken on the model and, where SQL can say it, behind the model's back; and who sees what."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import Profile
from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.models import Entry, Invitation, Member, Suggestion, Watchlist
from apps.watchlists.models.sharing import MOST_INVITATIONS, MOST_SUGGESTIONS
from apps.watchlists.models.watchlist import MOST_MEMBERS, MOST_WATCHLISTS
from apps.watchlists.tests.factories import EntryFactory, WatchlistFactory
from netflixclone.testing import own

pytestmark = pytest.mark.django_db


def refuses(row, message):
    """Both the model's validation and the database say no to `row`."""
    with pytest.raises(ValidationError, match=message):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_list_has_a_name(own_alice):
    refuses(Watchlist(profile=own_alice, name=""), "needs a name")


def test_a_list_is_seen_in_one_of_three_ways(own_alice):
    refuses(Watchlist(profile=own_alice, name="X", visibility="public"), "not a valid choice")


def test_a_profile_has_one_main_list_which_is_made_on_first_use(own_alice):
    main = Watchlist.objects.main_of(own_alice)
    assert (main.name, main.is_main, main.visibility) == ("Watchlist", True, "private")
    assert Watchlist.objects.main_of(own_alice) == main
    refuses(Watchlist(profile=own_alice, name="Second", is_main=True), "one main watchlist")


def test_a_profile_has_so_many_lists_and_no_more(own_alice):
    Watchlist.objects.bulk_create(WatchlistFactory.build(profile=own_alice) for _ in range(MOST_WATCHLISTS))
    with pytest.raises(ValidationError, match="You have 100 lists"):
        Watchlist(profile=own_alice, name="One more").full_clean()
    Watchlist.objects.filter(profile=own_alice).first().full_clean()


def test_a_child_s_list_is_private(ann):
    for visibility in ("link", "members"):
        with pytest.raises(ValidationError, match="child's list is private"):
            Watchlist(profile=ann, name="Cartoons", visibility=visibility).full_clean()
    Watchlist(profile=ann, name="Cartoons").full_clean()


def test_a_film_is_on_a_list_once(watchlist):
    entry = EntryFactory(watchlist=watchlist)
    refuses(Entry(watchlist=watchlist, movie=entry.movie, position=1), "on the list already")


def test_a_member_joins_once_and_the_owner_needs_not_to(watchlist, own_alice, own_bob):
    Member.objects.create(watchlist=watchlist, profile=own_bob)
    refuses(Member(watchlist=watchlist, profile=own_bob), "may edit this list already")
    with pytest.raises(ValidationError, match="yours already"):
        Member(watchlist=watchlist, profile=own_alice).full_clean()


def test_a_list_has_so_many_members(watchlist, own_bob, monkeypatch):
    monkeypatch.setattr("apps.watchlists.models.watchlist.MOST_MEMBERS", 0)
    with pytest.raises(ValidationError, match="people edit this list"):
        Member(watchlist=watchlist, profile=own_bob).full_clean()
    assert MOST_MEMBERS == 50


def test_a_child_and_somebody_from_outside_share_no_list(watchlist, ann, own_bob):
    Member(watchlist=watchlist, profile=ann).full_clean()
    for owner, other in ((own_bob, ann), (ann, own_bob)):
        with pytest.raises(ValidationError, match="household only"):
            Member(watchlist=WatchlistFactory(profile=owner), profile=other).full_clean()
    with pytest.raises(ValidationError, match="household only"):
        Invitation(watchlist=WatchlistFactory(profile=ann), email="bob@example.org").full_clean()
    with pytest.raises(ValidationError, match="household only"):
        Suggestion(watchlist=WatchlistFactory(profile=own_bob), movie=MovieFactory(), by=ann).full_clean()


def test_an_address_is_invited_once_and_is_not_one_s_own(watchlist, alice):
    Invitation.objects.create(watchlist=watchlist, email="bob@example.org")
    refuses(Invitation(watchlist=watchlist, email="Bob@example.org"), "invited already")
    with pytest.raises(ValidationError, match="your own address"):
        Invitation(watchlist=watchlist, email="Alice@Example.org").full_clean()


def test_so_many_invitations_are_open(watchlist):
    Invitation.objects.bulk_create(
        Invitation(watchlist=watchlist, email=f"{n}@example.org") for n in range(MOST_INVITATIONS)
    )
    with pytest.raises(ValidationError, match="invitations are open"):
        Invitation(watchlist=watchlist, email="bob@example.org").full_clean()


def test_a_film_is_suggested_once_and_not_when_it_is_there(watchlist, own_bob):
    entry = EntryFactory(watchlist=watchlist)
    with pytest.raises(ValidationError, match="on the list already"):
        Suggestion(watchlist=watchlist, movie=entry.movie, by=own_bob).full_clean()
    suggestion = Suggestion.objects.create(watchlist=watchlist, movie=MovieFactory(), by=own_bob)
    refuses(Suggestion(watchlist=watchlist, movie=suggestion.movie, by=own_bob), "suggested this film already")


def test_so_many_suggestions_of_one_person_wait(watchlist, own_bob):
    Suggestion.objects.bulk_create(
        Suggestion(watchlist=watchlist, movie=MovieFactory(), by=own_bob) for _ in range(MOST_SUGGESTIONS)
    )
    with pytest.raises(ValidationError, match="of your suggestions wait"):
        Suggestion(watchlist=watchlist, movie=MovieFactory(), by=own_bob).full_clean()


def sees(profile, watchlist):
    return Watchlist.objects.visible_to(profile).filter(pk=watchlist.pk).count() == 1


def edits(profile, watchlist):
    return Watchlist.objects.editable_by(profile).filter(pk=watchlist.pk).count() == 1


def test_a_private_list_is_its_owner_s_and_its_members(watchlist, own_alice, own_bob, own_charlie):
    Member.objects.create(watchlist=watchlist, profile=own_bob)
    assert [sees(who, watchlist) for who in (own_alice, own_bob, own_charlie, None)] == [True, True, False, False]
    assert [edits(who, watchlist) for who in (own_alice, own_bob, own_charlie, None)] == [True, True, False, False]


def test_a_household_does_not_read_each_other_s_private_lists(watchlist, alice, ann):
    assert not sees(ann, watchlist)
    assert not sees(Profile.objects.create(account=alice, place=4, name="Al"), watchlist)


def test_a_list_for_members_is_read_by_members_and_not_written(own_alice, own_charlie, bob):
    watchlist = WatchlistFactory(profile=own_alice, visibility="members")
    assert sees(own_charlie, watchlist)
    assert not edits(own_charlie, watchlist)
    assert not sees(None, watchlist)


def test_a_list_shared_by_link_is_opened_by_its_secret_alone(watchlist, own_charlie):
    Watchlist.objects.filter(pk=watchlist.pk).update(visibility="link")
    assert not sees(own_charlie, watchlist)
    assert Watchlist.objects.with_secret(watchlist.secret).get() == watchlist
    assert len(watchlist.secret) == 32
    for visibility in ("private", "members"):
        Watchlist.objects.filter(pk=watchlist.pk).update(visibility=visibility)
        assert not Watchlist.objects.with_secret(watchlist.secret).exists()


def test_what_a_closed_account_showed_is_shown_no_more(watchlist, alice, own_charlie):
    alice.is_active = False
    alice.save()
    for visibility in ("link", "members"):
        Watchlist.objects.filter(pk=watchlist.pk).update(visibility=visibility)
        assert not sees(own_charlie, watchlist)
        assert not Watchlist.objects.with_secret(watchlist.secret).exists()


def test_a_child_sees_lists_of_its_household_alone(ann, own_alice, own_bob):
    near, far = (WatchlistFactory(profile=who, visibility="members") for who in (own_alice, own_bob))
    Member.objects.create(watchlist=far, profile=ann)  # as if made a child after it joined
    assert (sees(ann, near), sees(ann, far), edits(ann, far)) == (True, False, False)


def test_lists_of_whoever_became_a_child_are_shown_no_more(alice, ann, own_bob, own_charlie):
    watchlist = WatchlistFactory(profile=ann, visibility="members")
    assert not sees(own_charlie, watchlist)
    Watchlist.objects.filter(pk=watchlist.pk).update(visibility="link")
    assert not Watchlist.objects.with_secret(watchlist.secret).exists()


def test_an_invitation_is_for_the_grown_ups_of_the_account_that_has_the_address(
    watchlist, bob, ann, own_charlie, own_alice
):
    invitation = Invitation.objects.create(watchlist=watchlist, email="Bob@Example.org")
    second = Profile.objects.create(account=bob, place=2, name="Bo")
    rating = ann.highest_rating
    child = Profile.objects.create(account=bob, place=3, name="Bibi", for_child=True, highest_rating=rating)
    assert [list(Invitation.objects.for_profile(who)) for who in (own(bob), second)] == [[invitation]] * 2
    assert [list(Invitation.objects.for_profile(who)) for who in (child, own_charlie, own_alice, None)] == [[]] * 4


def test_entries_leave_out_what_a_viewer_may_not_see(watchlist, own_alice):
    seen, hidden = EntryFactory(watchlist=watchlist), EntryFactory(watchlist=watchlist, movie__adult=True)
    assert list(Entry.objects.visible_to(own_alice)) == [seen]
    assert hidden in watchlist.entries.all()


@pytest.mark.parametrize("name", Entry.objects.none().ORDERINGS)
def test_every_order_is_total(watchlist, name):
    movie = {"title": "Alien", "year": 1979, "runtime": 117}
    first, second = (EntryFactory(watchlist=watchlist, **{f"movie__{key}": movie[key] for key in movie}) for _ in "ab")
    entries = Entry.objects.all()
    entries.update(position=1, added_at=first.added_at)
    assert {*entries.sorted_by(name)} == {first, second}
    assert list(entries.sorted_by(name)) in ([first, second], [second, first])
    assert "id" in str(entries.sorted_by(name).query).split("ORDER BY")[1]
