"""What is in an export, and what is not."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from apps.accounts.actions import make_token, revoke_token
from apps.accounts.models import Profile
from apps.catalog.models import AgeRating, Movie
from apps.diary.models import Viewing
from apps.streaming.tests.factories import VideoFactory
from apps.transfers.tests.exports.conftest import contents, document, table
from apps.watchlists.actions import invite
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db

FAR = datetime(2100, 1, 1, tzinfo=UTC)
ALIEN = {
    "title": "Alien",
    "original_title": "Alien",
    "year": 1979,
    "tmdb_id": 348,
    "imdb_id": "tt0078748",
}


def test_everything_has_its_place(household, exported):
    names = set(contents(exported(household)))
    of_each = {"profile.json", "viewings.json", "watchlists.json", "reviews.json", "suggestions.json", "imports.json"}
    of_each |= {f"letterboxd/{name}.csv" for name in ("diary", "watched", "ratings", "reviews", "watchlist")}
    expected = {"notflix.json", "README.txt", "account.json", "buckets.json", "videos.json"}
    expected |= {"profiles/1/letterboxd/lists/club.csv"}
    assert names == expected | {f"profiles/{number}/{name}" for number in (1, 2) for name in of_each}


def test_the_manifest_names_version_and_profiles(household, exported):
    told = document(exported(household), "notflix.json")
    assert told["version"] == 1
    assert told["profiles"] == [{"number": 1, "name": "Alice"}, {"number": 2, "name": "Ann"}]


def test_the_account_with_its_addresses_factors_and_sessions(household, exported):
    EmailAddress.objects.create(user=household, email=household.email, verified=True, primary=True)
    UserSession.objects.create(user=household, ip="203.0.113.5", user_agent="Firefox", session_key="sessionkey1")
    Authenticator.objects.create(user=household, type="totp", data={"secret": "totpsecret"})
    told = document(exported(household), "account.json")
    assert (told["email"], told["name"], told["roles"]) == ("alice@example.org", "Alice", ["Members"])
    assert told["addresses"] == [{"email": "alice@example.org", "verified": True, "primary": True}]
    assert [factor["type"] for factor in told["second_factors"]] == ["totp"]
    assert [(one["ip"], one["user_agent"]) for one in told["signed_in"]] == [("203.0.113.5", "Firefox")]


def test_access_tokens_by_what_they_are_for_and_nothing_that_lets_anybody_in(household, bob, exported):
    backup, secret = make_token(by=household, name="Backup", scopes=["read", "write"], expires_at=FAR)
    old, other_secret = make_token(by=household, name="Old phone", scopes=["read"])
    make_token(by=bob, name="Bobs own", scopes=["read"])
    backup.note_use()
    revoke_token(token=old, by=household)
    export = exported(household)
    first, second = document(export, "account.json")["access_tokens"]
    assert first.pop("created_at") and first.pop("last_used_at")
    assert first == {
        "name": "Backup",
        "scopes": ["read", "write"],
        "expires_at": "2100-01-01T00:00:00Z",
        "revoked_at": None,
    }
    assert (second["name"], second["last_used_at"], second["expires_at"]) == ("Old phone", None, None)
    assert second["revoked_at"]
    files = contents(export)
    for hidden in (secret, other_secret, backup.digest, old.digest, backup.prefix, old.prefix, "Bobs own"):
        assert hidden not in "\n".join(files.values())
    assert "none\ncomes back with an import" in files["README.txt"]


def test_a_profile_with_what_a_child_may_see(alice, exported, db):
    rating = AgeRating.objects.filter(minimum_age__isnull=False).first()
    child = Profile(account=alice, place=3, name="Kim", for_child=True, highest_rating=rating)
    child.set_pin("1234")
    child.save()
    told = document(exported(alice), "profiles/3/profile.json")
    assert told.pop("created_at")
    assert told == {
        "number": 3,
        "name": "Kim",
        "avatar": "reel",
        "language": "en",
        "is_public": False,
        "for_child": True,
        "highest_rating": {"country": rating.country, "name": rating.name},
        "shows_unrated": False,
    }


def test_viewings_by_day_each_with_all_that_is_said_of_it(household, exported):
    told = document(exported(household), "profiles/1/viewings.json")
    assert [(row["film"]["title"], row["watched_on"], row["half_stars"], row["rewatch"]) for row in told] == [
        ("Stalker", "2019-05-04", 10, False),
        ("Alien", "2020-01-01", 9, False),
        ("Alien", "2020-01-01", 8, True),
        ("Alien", None, None, False),
        ("Solaris", None, 7, False),
    ]
    row = told[1]
    assert row["film"] == ALIEN | {"original_title": row["film"]["original_title"]}
    assert (row["note"], row["place"], row["companion"]) == ("At last", "Rialto", "Ann")


def test_lists_in_order_with_notes_and_members_by_name(household, exported):
    main, club = document(exported(household), "profiles/1/watchlists.json")
    assert (main["name"], main["is_main"]) == ("Watchlist", True)
    [entry] = main["entries"]
    assert (entry["film"]["title"], entry["note"]) == ("The Thing", "For winter")
    assert entry["added_at"] == "2021-05-04T12:00:00Z"
    assert (club["name"], club["description"], club["visibility"], club["members"]) == (
        "Club",
        "On Fridays",
        "link",
        ["Bob"],
    )
    assert [(row["film"]["title"], row["note"], row["added_by"]) for row in club["entries"]] == [
        ("The Thing", "", "Bob"),
        ("Alien", "=1+1", "Alice"),
    ]


def test_who_edits_a_list_no_more_is_not_named(household, exported):
    Watchlist.objects.get(name="Club").members.all().delete()
    [_, club] = document(exported(household), "profiles/1/watchlists.json")
    assert club["members"] == []
    assert [row["added_by"] for row in club["entries"]] == ["", "Alice"]


def test_reviews_suggestions_and_imports(household, exported):
    export = exported(household)
    reviews = document(export, "profiles/1/reviews.json")
    assert [(row["film"]["title"], row["date"], row["half_stars"], row["text"], row["spoiler"]) for row in reviews] == [
        ("Alien", "2020-01-01", 9, "-- cold", True),
        ("Stalker", None, None, "Slow.", False),
    ]
    [suggestion] = document(export, "profiles/1/suggestions.json")
    assert (suggestion["film"]["title"], suggestion["note"]) == ("Solaris", "Try it")
    [imported] = document(export, "profiles/1/imports.json")
    assert (imported["file_name"], imported["format"], imported["state"]) == ("old.zip", "letterboxd", "done")


def test_no_secret_and_nobody_elses_data_is_in_it(household, bob, exported):
    household.set_password("a long night at the pictures")
    household.save()
    Authenticator.objects.create(user=household, type="totp", data={"secret": "totpsecret"})
    UserSession.objects.create(user=household, ip="203.0.113.5", user_agent="Firefox", session_key="sessionkey1")
    club = Watchlist.objects.get(name="Club")
    invite(watchlist=club, email="carla@example.org", by=club.profile)
    child = Profile.objects.get(account=household, place=2)
    child.for_child, child.highest_rating = True, AgeRating.objects.filter(minimum_age__isnull=False).first()
    child.set_pin("1234")
    child.save()
    Viewing.objects.create(profile=bob.profiles.get(), movie_id=club.entries.first().movie_id, note="bobs own words")
    whole = "\n".join(contents(exported(household)).values())
    for secret in (
        household.password,
        "totpsecret",
        "sessionkey1",
        child.pin,
        club.secret,
        "bob@example.org",
        "carla@example.org",
        "bobs own words",
        "Bob's secret list",
    ):
        assert secret not in whole
    assert "Bob" in whole, "who edits a list of hers is named"


def test_an_empty_account_has_all_files_and_nothing_in_them(alice, exported):
    export = exported(alice)
    assert document(export, "profiles/1/viewings.json") == []
    assert document(export, "profiles/1/watchlists.json") == []
    assert len(table(export, "profiles/1/letterboxd/diary.csv")) == 1


def test_more_rows_make_no_more_queries_a_batch(household, films, exported, django_assert_max_num_queries):
    with django_assert_max_num_queries(110):
        exported(household)


def test_the_videos_of_the_account_and_of_nobody_else(household, bob, exported):
    film = Movie.objects.get(imdb_id=ALIEN["imdb_id"])
    VideoFactory(owner=household, title="Reel 1", movie=film)
    VideoFactory(owner=household, title="Reel 2")
    VideoFactory(owner=bob, title="Bobs reel", visibility="members")
    first, second = sorted(document(exported(household), "videos.json"), key=lambda told: told["title"])
    assert (first["title"], second["title"], second["film"]) == ("Reel 1", "Reel 2", None)
    assert first["film"]["imdb_id"] == film.imdb_id
    assert (first["visibility"], first["state"], first["duration"]) == ("private", "ready", 60.0)
