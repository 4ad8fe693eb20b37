"""A bucket shared with a group, on its pages and wherever else it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.catalog.tests.factories import MovieFactory
from apps.groups.actions import create_group, delete_group, end_membership
from apps.moviebucket.actions import end_group_share, put_photo, share_with_group
from apps.moviebucket.models import GroupShare
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.tests.pictures import picture

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def addresses(bucket):
    base, share = bucket.get_absolute_url(), bucket.group_shares.get()
    return [f"{base}groups/", f"{base}groups/{share.pk}/role/", f"{base}groups/{share.pk}/remove/"]


# --- who -------------------------------------------------------------------------------------------


def test_only_the_owner_shares_and_ends_it(as_user, as_profile, alice, bob, charlie, administrator, ann, grouped):
    for address in addresses(grouped):
        assert as_user(None).post(address)["Location"].startswith("/accounts/login/")
        assert as_user(bob).post(address).status_code == 403
        assert as_user(charlie).post(address).status_code == 404
        assert as_user(administrator).post(address).status_code == 404
        assert as_profile(ann).post(address).status_code == 403
        assert as_user(alice).get(address).status_code == 405
    assert grouped.group_shares.get().role == "viewer"


# --- what ------------------------------------------------------------------------------------------


def test_shared_changed_and_ended(as_user, alice, bob, club, bucket):
    owner, guest = as_user(alice), as_user(bob)
    page = f"{bucket.get_absolute_url()}people/"
    assert "Film club</option>" in text(owner.get(page))
    said = owner.post(f"{bucket.get_absolute_url()}groups/", {"group": club.pk, "role": "editor"}, follow=True)
    assert "Shared with “Film club”." in text(said)
    assert "may change items since" in text(said) and "1 person" in text(said) and "Bob <small>since" in text(said)
    assert guest.get(f"{bucket.get_absolute_url()}items/new/").status_code == 200
    assert "You may change items · Film club" in text(guest.get("/buckets/"))
    share = GroupShare.objects.get()
    owner.post(f"{bucket.get_absolute_url()}groups/{share.pk}/role/", {"role": "viewer"})
    assert guest.get(f"{bucket.get_absolute_url()}items/new/").status_code == 403
    said = owner.post(f"{bucket.get_absolute_url()}groups/{share.pk}/remove/", follow=True)
    assert "“Film club” sees this bucket no more." in text(said)
    assert guest.get(bucket.get_absolute_url()).status_code == 404


def test_of_a_group_that_one_is_not_in_one_learns_nothing(as_user, bob, charlie, grouped):
    grouped.shares.create(user=charlie)
    page = f"{grouped.get_absolute_url()}people/"
    assert "Film club" in text(as_user(bob).get(page))
    stranger = text(as_user(charlie).get(page))
    assert "Film club" not in stranger and "Bob" not in stranger


def test_who_is_barred_is_not_among_the_people(as_user, alice, bob, grouped):
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert "nobody else is in it yet" in text(as_user(alice).get(f"{grouped.get_absolute_url()}people/"))


def test_who_has_no_group_is_told_how_to_make_one(as_user, alice, bucket):
    assert "You are in no group yet." in text(as_user(alice).get(f"{bucket.get_absolute_url()}people/"))


def test_deleting_the_bucket_says_how_many_lose_it(as_user, alice, grouped):
    assert "1 other person will no longer find it" in text(as_user(alice).get(f"{grouped.get_absolute_url()}delete/"))


def test_the_page_of_the_group_shows_what_is_shared_with_it(as_user, alice, bob, charlie, club, grouped):
    club.memberships.create(user=charlie)
    BucketFactory(owner=alice, name="Attic")
    assert "yours; all may look" in text(as_user(alice).get(club.get_absolute_url()))
    page = text(as_user(bob).get(club.get_absolute_url()))
    assert "Living room" in page and "of Alice; all may look" in page and "Attic" not in page
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert "Living room" not in text(as_user(bob).get(club.get_absolute_url()))


# --- gone at once ------------------------------------------------------------------------------------


def surfaces(client, bucket, item, film):
    """Where somebody meets a bucket or a copy of it, and whether they do."""
    base, api = bucket.get_absolute_url(), f"/api/buckets/{bucket.pk}"
    opened = {
        "page": base, "item": item.get_absolute_url(), "people": f"{base}people/",
        "export": f"{base}export/", "JSON export": f"{base}export/?kind=json",
        "API": api, "API items": f"{api}/items", "API item": f"{api}/items/{item.pk}", "API members": f"{api}/members",
        "API groups": f"{api}/groups", "picture": f"{item.get_absolute_url()}photo/small/",
        "API picture": f"{api}/items/{item.pk}/photo", "API loans": f"{api}/loans", "API log": f"{api}/changes",
    }  # fmt: skip
    named = {
        "index": "/buckets/", "search": "/buckets/search/?q=alien", "film": film.get_absolute_url(),
        "API search": "/api/items?q=alien", "API list": "/api/buckets",
    }  # fmt: skip
    found = {what: client.get(address).status_code == 200 for what, address in opened.items()}
    found["API table"] = client.get(f"{api}/items", headers={"Accept": "text/csv"}).status_code == 200
    return found | {what: "Living room" in text(client.get(address)) for what, address in named.items()}


@pytest.mark.parametrize("how", ["leaves", "taken off", "ended", "deleted", "owner leaves"])
def test_it_is_gone_at_once_wherever_it_shows(as_user, alice, bob, club, grouped, how):
    film = MovieFactory(title="Alien")
    item = ItemFactory(bucket=grouped, title="Alien", movie=film)
    put_photo(item=item, by=alice, file=picture())
    client = as_user(bob)
    before = surfaces(client, grouped, item, film)
    assert all(before.values()), before
    if how == "leaves":
        end_membership(membership=club.memberships.get(user=bob), by=bob)
    elif how == "taken off":
        end_membership(membership=club.memberships.get(user=bob), by=alice)
    elif how == "ended":
        end_group_share(share=grouped.group_shares.get(), by=alice)
    elif how == "deleted":
        delete_group(group=club, by=alice)
    else:
        club.memberships.filter(user=bob).update(role="manager")
        end_membership(membership=club.memberships.get(user=alice), by=alice)
    after = surfaces(client, grouped, item, film)
    assert not any(after.values()), after


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["", "0", "99999999999999999999", "x", "other"])
def test_a_group_that_is_none_or_not_one_s_own(as_user, alice, bob, bucket, given):
    theirs = create_group(by=bob, name="Bob's club")
    given = str(theirs.pk) if given == "other" else given
    answer = as_user(alice).post(f"{bucket.get_absolute_url()}groups/", {"group": given, "role": "viewer"})
    assert answer.status_code == 200 and not GroupShare.objects.exists()
    assert "Bob&#x27;s club" not in text(answer)


@pytest.mark.parametrize("role", ["owner", ""])
def test_a_role_that_is_none(as_user, alice, grouped, role):
    share = grouped.group_shares.get()
    as_user(alice).post(f"{grouped.get_absolute_url()}groups/{share.pk}/role/", {"role": role})
    share.refresh_from_db()
    assert share.role == "viewer"


@pytest.mark.parametrize("huge", [0, 10**30])
def test_ids_that_are_none(as_user, alice, grouped, huge):
    for verb in ("role", "remove"):
        assert as_user(alice).post(f"{grouped.get_absolute_url()}groups/{huge}/{verb}/").status_code == 404


def test_queries_do_not_grow(as_user, alice, bob, bucket):
    client, counts, theirs = as_user(alice), [], None
    for some in range(2):
        for number in range(4):
            group = create_group(by=alice, name=f"Club {some}{number}")
            for member in range(3):
                group.memberships.create(user=User.objects.create_user(f"p{some}{number}{member}@example.org"))
            share_with_group(bucket=bucket, by=alice, group=group, role="viewer")
            create_group(by=alice, name=f"Other {some}{number}")
            theirs = theirs or create_group(by=bob, name="Bob's")
            theirs.memberships.get_or_create(user=alice)
            share_with_group(bucket=BucketFactory(owner=bob), by=bob, group=theirs, role="viewer")
        for address in (
            f"{bucket.get_absolute_url()}people/",
            bucket.get_absolute_url(),
            "/buckets/",
            "/buckets/loans/",
            theirs.get_absolute_url(),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:5] == counts[5:]
    assert max(counts) <= 8, counts
