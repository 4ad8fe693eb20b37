"""/api/watchlists and what is below it: everything that the pages do."""

import pytest

from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.models import Entry, Invitation, Member, Suggestion, Watchlist
from apps.watchlists.tests.factories import EntryFactory, WatchlistFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


def send(client, method, address, body=None):
    return getattr(client, method)(address, body or {}, content_type=JSON)


@pytest.fixture
def entry(watchlist):
    return EntryFactory(watchlist=watchlist, movie__title="Alien", movie__runtime=117)


@pytest.fixture
def base(watchlist):
    return f"/api/watchlists/{watchlist.pk}"


def test_a_list_is_there_for_its_owner_and_members_only(
    as_user, alice, bob, own_bob, charlie, curator, watchlist, base
):
    Member.objects.create(watchlist=watchlist, profile=own_bob)
    people = (alice, bob, charlie, curator, None)
    below = ("", "/", "/entries", "/suggestions")
    for address in (f"{base}{part}" for part in below):
        assert [as_user(who).get(address).status_code for who in people] == [200, 200, 404, 404, 401]
    assert [as_user(who).get(f"{base}/members").status_code for who in people] == [200, 200, 404, 404, 401]
    assert [as_user(who).get(f"{base}/invitations").status_code for who in people] == [200, 403, 404, 404, 401]


def test_who_reads_does_not_write(as_user, charlie, watchlist, entry, base):
    Watchlist.objects.update(visibility="members")
    client = as_user(charlie)
    for method, address in (
        ("patch", base),
        ("delete", base),
        ("post", f"{base}/secret"),
        ("post", f"{base}/entries"),
        ("patch", f"{base}/entries/{entry.pk}"),
        ("delete", f"{base}/entries/{entry.pk}"),
        ("get", f"{base}/members"),
        ("post", f"{base}/members"),
        ("get", f"{base}/invitations"),
        ("post", f"{base}/invitations"),
    ):
        assert send(client, method, address, {"name": "Mine", "movie": entry.movie_id}).status_code == 403, address
    assert Entry.objects.exists()


def test_lists_are_listed_the_main_one_first(as_user, alice, own_alice, own_bob, entry):
    WatchlistFactory(profile=own_bob, name="His alone")
    answer = as_user(alice).get("/api/watchlists").json()
    assert [row["name"] for row in answer["results"]] == ["Watchlist", "For rainy days"]
    row = answer["results"][1]
    assert (row["films"], row["minutes"], row["may_edit"], row["link"]) == (1, 117, True, None)


def test_lists_cost_the_same_however_many_there_are(as_user, alice, own_alice, own_bob, django_assert_max_num_queries):
    for number in range(1, 13):
        EntryFactory(watchlist=WatchlistFactory(profile=own_alice))
        EntryFactory(watchlist=WatchlistFactory(profile=own_bob, visibility="members"))
        if number in (2, 12):
            client = as_user(alice)
            client.get("/api/watchlists")
            with django_assert_max_num_queries(8):
                client.get("/api/watchlists")


def test_a_list_is_made_changed_and_deleted(as_user, alice):
    client = as_user(alice)
    made = send(client, "post", "/api/watchlists", {"name": "Sunday", "visibility": "link"})
    assert made.status_code == 201
    address = made["Location"].removeprefix("http://testserver")
    link = client.get(address).json()["link"]
    assert "/watchlists/shared/" in link
    assert send(client, "patch", address, {"description": "Short ones"}).json()["description"] == "Short ones"
    assert send(client, "post", f"{address}/secret").json()["link"] != link
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "x" * 81}, {"name": 1}, {"name": "a\0"}, {"name": "A", "visibility": "all"}]
)
def test_what_a_list_cannot_be_is_refused(as_user, alice, body):
    response = send(as_user(alice), "post", "/api/watchlists", body)
    assert response.status_code == 400
    assert response.json()["errors"]


def test_the_main_list_stays(as_user, alice, own_alice):
    main = Watchlist.objects.main_of(own_alice)
    assert as_user(alice).delete(f"/api/watchlists/{main.pk}").status_code == 409


def test_a_film_is_added_once(as_user, alice, watchlist, base):
    client, movie = as_user(alice), MovieFactory()
    first = send(client, "post", f"{base}/entries", {"movie": movie.pk, "note": "Late"})
    again = send(client, "post", f"{base}/entries", {"movie": movie.pk})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["note"] == "Late"
    assert client.get(first["Location"]).json()["movie"]["id"] == movie.pk
    assert client.get(f"{base}/entries?movie={movie.pk}").json()["count"] == 1
    assert client.get(f"{base}/entries?movie={movie.pk + 1}").json()["count"] == 0


@pytest.mark.parametrize(("movie", "status"), [(0, 400), ("1", 400), (1.5, 400), (2**63, 400), (2**62, 409)])
def test_a_film_that_is_none_is_refused(as_user, alice, base, movie, status):
    assert send(as_user(alice), "post", f"{base}/entries", {"movie": movie}).status_code == status


def test_a_film_moves_gets_a_note_and_goes(as_user, alice, watchlist, entry, base):
    client, other = as_user(alice), EntryFactory(watchlist=watchlist)
    address = f"{base}/entries/{other.pk}"
    answer = send(client, "patch", address, {"before": entry.pk, "note": "First"})
    assert (answer.status_code, answer.json()["note"]) == (200, "First")
    assert [row["id"] for row in client.get(f"{base}/entries").json()["results"]] == [other.pk, entry.pk]
    assert [row["id"] for row in client.get(f"{base}/entries?ordering=added").json()["results"]] == [other.pk, entry.pk]
    assert send(client, "patch", address, {"before": entry.pk, "after": entry.pk}).status_code == 400
    assert send(client, "patch", address, {"after": 10**9}).status_code == 400
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(f"{base}/entries?ordering=nonsense").status_code == 400


def test_entries_cost_the_same_however_many_there_are(
    as_user, alice, own_alice, watchlist, base, django_assert_max_num_queries
):
    for number in range(1, 31):
        EntryFactory(watchlist=watchlist, added_by=own_alice)
        if number in (3, 30):
            client = as_user(alice)
            with django_assert_max_num_queries(8):
                client.get(f"{base}/entries")


def test_a_child_sees_and_adds_what_it_may_see(as_profile, ann):
    watchlist = WatchlistFactory(profile=ann)
    EntryFactory(watchlist=watchlist, movie__minimum_age=0)
    hidden = EntryFactory(watchlist=watchlist, movie__minimum_age=17)
    client, base = as_profile(ann), f"/api/watchlists/{watchlist.pk}"
    assert client.get(base).json()["films"] == 1
    assert client.get(f"{base}/entries").json()["count"] == 1
    assert client.get(f"{base}/entries/{hidden.pk}").status_code == 404
    assert send(client, "post", f"{base}/entries", {"movie": hidden.movie_id}).status_code == 409
    assert send(client, "patch", base, {"visibility": "link"}).status_code == 400
    assert send(client, "post", f"{base}/invitations", {"email": "bob@example.org"}).status_code == 400


def test_members_and_invitations(as_user, alice, bob, ann, own_bob, watchlist, base):
    owner, asked = as_user(alice), as_user(bob)
    member = send(owner, "post", f"{base}/members", {"profile": ann.pk})
    assert member.status_code == 201
    assert send(owner, "post", f"{base}/members", {"profile": own_bob.pk}).status_code == 409
    answers = [
        send(owner, "post", f"{base}/invitations", {"email": email})
        for email in ("bob@example.org", "nobody@example.org")
    ]
    assert [(answer.status_code, sorted(answer.json())) for answer in answers] == [
        (201, ["created_at", "email", "id"])
    ] * 2
    assert send(owner, "post", f"{base}/invitations", {"email": "no address"}).status_code == 400
    assert owner.delete(f"{base}/invitations/{answers[1].json()['id']}").status_code == 204
    [received] = asked.get("/api/watchlists/invitations").json()["results"]
    assert (received["watchlist"], received["profile"]["name"]) == ("For rainy days", "Alice")
    assert owner.get("/api/watchlists/invitations").json()["count"] == 0
    assert send(owner, "post", f"/api/watchlists/invitations/{received['id']}/accept").status_code == 404
    assert send(asked, "post", f"/api/watchlists/invitations/{received['id']}/accept").status_code == 201
    assert asked.get(base).json()["may_edit"] is True
    assert send(asked, "post", f"{base}/leave").status_code == 204
    assert asked.get(base).status_code == 404
    assert owner.delete(f"{base}/members/{member.json()['id']}").status_code == 204
    assert send(owner, "post", f"{base}/leave").status_code == 409
    assert not Member.objects.exists()


def test_an_invitation_is_declined(as_user, bob, watchlist):
    invitation = Invitation.objects.create(watchlist=watchlist, email="bob@example.org")
    assert as_user(bob).delete(f"/api/watchlists/invitations/{invitation.pk}").status_code == 204
    assert not Invitation.objects.exists()


def test_suggestions(as_user, alice, charlie, bob, watchlist, base):
    Watchlist.objects.update(visibility="members")
    owner, reader, movie = as_user(alice), as_user(charlie), MovieFactory()
    made = send(reader, "post", f"{base}/suggestions", {"movie": movie.pk, "note": "So blue"})
    assert made.status_code == 201
    address = f"{base}/suggestions/{made.json()['id']}"
    assert [as_user(who).get(f"{base}/suggestions").json()["count"] for who in (alice, charlie, bob)] == [1, 1, 0]
    assert send(reader, "post", f"{address}/accept").status_code == 403
    assert as_user(bob).delete(address).status_code == 404
    accepted = send(owner, "post", f"{address}/accept")
    assert (accepted.status_code, accepted.json()["note"]) == (201, "So blue")
    assert send(reader, "post", f"{base}/suggestions", {"movie": movie.pk}).status_code == 400
    other = send(reader, "post", f"{base}/suggestions", {"movie": MovieFactory().pk})
    assert reader.delete(f"{base}/suggestions/{other.json()['id']}").status_code == 204
    assert not Suggestion.objects.exists()


def test_a_list_shared_by_link_is_read_by_its_secret(as_user, charlie, watchlist, entry, base):
    Watchlist.objects.update(visibility="link")
    client, shared = as_user(charlie), f"/api/watchlists/{watchlist.secret}"
    assert client.get(base).status_code == 404
    assert client.get(shared).json()["link"] is None
    assert client.get(f"{shared}/entries").json()["count"] == 1
    assert send(client, "post", f"{shared}/suggestions", {"movie": MovieFactory().pk}).status_code == 201
    assert send(client, "post", f"{shared}/entries", {"movie": entry.movie_id}).status_code == 403
    Watchlist.objects.update(visibility="private")
    assert client.get(shared).status_code == 404


def test_no_cache_keeps_an_answer(as_user, alice, base):
    assert "no-store" in as_user(alice).get(base)["Cache-Control"]
