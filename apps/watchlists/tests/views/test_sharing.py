"""Members, invitations, suggestions and the page for those who have the link."""

import pytest

from apps.catalog import search
from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.models import Entry, Invitation, Member, Suggestion, Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def base(watchlist):
    return f"/watchlists/{watchlist.pk}/"


@pytest.fixture
def shared(watchlist):
    EntryFactory(watchlist=watchlist, movie__title="Alien", note="Late at night")
    Watchlist.objects.filter(pk=watchlist.pk).update(visibility="link")
    return f"/watchlists/shared/{watchlist.secret}/"


def test_who_edits_is_the_owner_s_to_say(as_user, alice, bob, own_bob, charlie, ann, watchlist, base):
    member = Member.objects.create(watchlist=watchlist, profile=own_bob)
    assert as_user(bob).get(f"{base}people/").status_code == 200
    assert "Invite somebody" not in text(as_user(bob).get(f"{base}people/"))
    assert as_user(charlie).get(f"{base}people/").status_code == 404
    for verb in ("members/", f"members/{member.pk}/remove/", "invitations/"):
        assert as_user(None).post(f"{base}{verb}")["Location"].startswith("/accounts/login/")
        assert as_user(bob).post(f"{base}{verb}", {"profile": ann.pk, "email": "a@b.org"}).status_code == 403
        assert as_user(charlie).post(f"{base}{verb}").status_code == 404
    assert [row.profile for row in Member.objects.all()] == [own_bob]
    assert not Invitation.objects.exists()


def test_somebody_of_the_household_is_let_in_and_taken_off(as_user, alice, ann, own_bob, watchlist, base):
    client = as_user(alice)
    assert "Ann" in text(client.get(f"{base}people/"))
    client.post(f"{base}members/", {"profile": ann.pk})
    member = Member.objects.get(profile=ann)
    for profile in (own_bob.pk, 0, "x", 10**30):
        assert client.post(f"{base}members/", {"profile": profile}).status_code == 404
    client.post(f"{base}members/{member.pk}/remove/")
    assert not Member.objects.exists()


def test_an_invitation_says_the_same_of_everybody(as_user, alice, bob, watchlist, base):
    client = as_user(alice)
    pages = [
        text(client.post(f"{base}invitations/", {"email": email}, follow=True)).split("<main")[1].replace(email, "")
        for email in ("bob@example.org", "dod@example.org")
    ]
    assert "Invited. Whoever signs in with this address" in pages[0]
    assert "Bob" not in pages[0]


@pytest.mark.parametrize("email", ["", "bob", "alice@example.org", "a\0@b.org"])
def test_an_address_that_is_none_is_shown_again(as_user, alice, watchlist, base, email):
    response = as_user(alice).post(f"{base}invitations/", {"email": email})
    assert response.status_code == 200
    assert "errorlist" in text(response)
    assert not Invitation.objects.exists()


def test_who_is_invited_accepts_or_declines(as_user, alice, bob, charlie, own_bob, watchlist, base):
    invitation = Invitation.objects.create(watchlist=watchlist, email="bob@example.org")
    page = text(as_user(bob).get("/watchlists/"))
    assert "asks you to edit “For rainy days” together" in page
    accept = f"/watchlists/invitations/{invitation.pk}/accept/"
    assert as_user(charlie).post(accept).status_code == 404
    assert as_user(alice).post(accept).status_code == 404
    assert as_user(bob).post(accept)["Location"] == base
    assert as_user(bob).post(f"{base}leave/")["Location"] == "/watchlists/"
    assert as_user(bob).get(base).status_code == 404
    invitation = Invitation.objects.create(watchlist=watchlist, email="bob@example.org")
    as_user(bob).post(f"/watchlists/invitations/{invitation.pk}/decline/")
    assert not Invitation.objects.exists() and not Member.objects.exists()


def test_an_invitation_is_taken_back(as_user, alice, bob, watchlist, base):
    invitation = Invitation.objects.create(watchlist=watchlist, email="bob@example.org")
    assert as_user(bob).post(f"{base}invitations/{invitation.pk}/remove/").status_code == 404
    as_user(alice).post(f"{base}invitations/{invitation.pk}/remove/")
    assert not Invitation.objects.exists()


def test_a_child_invites_nobody_and_takes_up_no_invitation(as_profile, ann, alice, own_bob):
    own = Watchlist.objects.main_of(ann)
    invitation = Invitation.objects.create(watchlist=Watchlist.objects.main_of(own_bob), email=alice.email)
    client = as_profile(ann)
    assert "Invite somebody" not in text(client.get(f"{own.get_absolute_url()}people/"))
    client.post(f"{own.get_absolute_url()}invitations/", {"email": "bob@example.org"})
    assert client.post(f"/watchlists/invitations/{invitation.pk}/accept/").status_code == 404
    assert list(Invitation.objects.all()) == [invitation]


def test_readers_suggest_and_editors_decide(as_user, alice, charlie, bob, watchlist, base):
    Watchlist.objects.update(visibility="members")
    movie = MovieFactory(title="Diva")
    search.index_movies([movie.pk])
    found = text(as_user(charlie).get(f"{base}films/?q=diva"))
    assert f"{base}suggestions/" in found
    as_user(charlie).post(f"{base}suggestions/", {"movie": movie.pk, "note": "So blue"})
    suggestion = Suggestion.objects.get()
    for verb in ("accept/", "decline/"):
        assert as_user(charlie).post(f"{base}suggestions/{suggestion.pk}/{verb}").status_code == 403
    as_user(alice).post(f"{base}suggestions/{suggestion.pk}/accept/")
    assert Entry.objects.get().note == "So blue"
    other = Suggestion.objects.create(watchlist=watchlist, movie=MovieFactory(), by=suggestion.by)
    as_user(alice).post(f"{base}suggestions/{other.pk}/decline/")
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"movie": "x"}, {"movie": 0}, {"movie": 1, "note": "x" * 501}])
def test_a_suggestion_of_nothing_is_refused(as_user, charlie, watchlist, base, sent):
    Watchlist.objects.update(visibility="members")
    assert as_user(charlie).post(f"{base}suggestions/", sent, HTTP_HX_REQUEST="true").status_code in (404, 409)


def test_whoever_has_the_link_reads_without_an_account(as_user, charlie, ann, as_profile, shared):
    visitor = as_user(None).get(shared)
    assert visitor.status_code == 200
    assert "Alien" in text(visitor) and "Late at night" in text(visitor) and "A list of Alice" in text(visitor)
    assert "csrfmiddlewaretoken" not in text(visitor)
    assert "Suggest a film" in text(as_user(charlie).get(shared))
    assert "Alien" not in text(as_profile(ann).get(shared)), "it is unrated"


def test_the_link_is_told_to_nobody(as_user, shared):
    for address in (shared, f"{shared}feed.rss"):
        response = as_user(None).get(address)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
    assert "og:" not in text(as_user(None).get(shared))


@pytest.mark.parametrize("visibility", ["private", "members"])
def test_a_list_that_is_not_shared_by_link_has_neither_page_nor_feed(as_user, alice, shared, visibility):
    Watchlist.objects.update(visibility=visibility)
    for address in (shared, f"{shared}feed.rss"):
        assert as_user(None).get(address).status_code == 404
        assert as_user(alice).get(address).status_code == 404


def test_a_renewed_link_leaves_the_old_one_behind(as_user, alice, base, shared):
    as_user(alice).post(f"{base}secret/")
    assert as_user(None).get(shared).status_code == 404
    assert as_user(None).get(f"{shared}feed.rss").status_code == 404


def test_the_feed_has_what_came_last_and_is_sound_xml(as_user, own_alice, watchlist, shared):
    EntryFactory(watchlist=watchlist, movie__title="Bad \x0b & <b>", note="\x01 & <i>")
    EntryFactory(watchlist=watchlist, movie__title="Adult", movie__adult=True)
    feed = text(as_user(None).get(f"{shared}feed.rss"))
    assert feed.index("Bad ") < feed.index("Alien")
    assert "Adult" not in feed
    assert "\x0b" not in feed and "\x01" not in feed
    assert "<b>" not in feed


def test_who_has_the_link_suggests_when_signed_in(as_user, charlie, shared):
    movie = MovieFactory(title="Diva")
    search.index_movies([movie.pk])
    assert as_user(None).post(f"{shared}suggestions/", {"movie": movie.pk})["Location"].startswith("/accounts/login/")
    assert "Diva" in text(as_user(charlie).get(f"{shared}films/?q=diva"))
    assert as_user(charlie).post(f"{shared}suggestions/", {"movie": movie.pk})["Location"] == shared
    assert Suggestion.objects.get().by.account == charlie


def test_a_child_suggests_nothing_to_strangers(as_profile, ann, own_bob):
    watchlist = Watchlist.objects.main_of(own_bob)
    Watchlist.objects.update(visibility="link")
    mild = MovieFactory(minimum_age=0)
    as_profile(ann).post(f"/watchlists/shared/{watchlist.secret}/suggestions/", {"movie": mild.pk})
    assert not Suggestion.objects.exists()
