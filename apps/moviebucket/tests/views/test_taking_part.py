"""A link that lets people edit: what a visitor is told, who takes part, and its end."""

import pytest

from apps.moviebucket.models import Bucket, Share
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def linked(bucket):
    Bucket.objects.filter(pk=bucket.pk).update(visibility="link", link_role="editor")
    bucket.refresh_from_db()
    return bucket


def link(bucket):
    return f"/buckets/shared/{bucket.secret}/"


# --- who -------------------------------------------------------------------------------------------


def test_who_is_not_signed_in_looks_and_is_told_how_to_do_more(client, linked):
    page = text(client.get(link(linked)))
    assert "You may look. Whoever signs in may change what is in it, too." in page
    assert f"/accounts/login/?next={link(linked)}" in page
    assert "Take part" not in page
    assert client.post(f"{link(linked)}join/")["Location"].startswith("/accounts/login/")


def test_a_child_looks_only(as_profile, ann, bob, linked):
    Bucket.objects.filter(pk=linked.pk).update(owner=bob)
    page = text(as_profile(ann).get(link(linked)))
    assert "Take part" not in page and "signs in" not in page
    assert as_profile(ann).post(f"{link(linked)}join/").status_code == 403
    assert not Share.objects.exists()


def test_the_owner_and_who_takes_part_already_go_to_the_bucket(as_user, alice, bob, linked):
    Share.objects.create(bucket=linked, user=bob)
    for who in (alice, bob):
        page = text(as_user(who).get(link(linked)))
        assert "Open the bucket" in page and "Take part" not in page
        assert as_user(who).post(f"{link(linked)}join/")["Location"] == linked.get_absolute_url()
    assert Share.objects.get().role == "viewer"


# --- what ------------------------------------------------------------------------------------------


def test_whoever_signs_in_takes_part(as_user, alice, bob, linked):
    client = as_user(bob)
    assert "Take part" in text(client.get(link(linked)))
    assert client.get(f"{link(linked)}join/").status_code == 405
    said = client.post(f"{link(linked)}join/", follow=True)
    assert "You take part in “Living room” now: you may change items." in text(said)
    assert client.get(f"{linked.get_absolute_url()}items/new/").status_code == 200
    people = text(as_user(alice).get(f"{linked.get_absolute_url()}people/"))
    assert ", by the link</small>" in people
    assert "change items once they have signed in and taken part" in people


def test_who_sees_it_by_a_group_alone_may_take_part(as_user, bob, grouped):
    Bucket.objects.filter(pk=grouped.pk).update(visibility="link", link_role="editor")
    assert "Take part" in text(as_user(bob).get(link(grouped)))


@pytest.mark.parametrize("how", ["renewed", "viewer", "private"])
def test_it_ends_at_once(as_user, alice, bob, linked, how):
    ItemFactory(bucket=linked)
    client, owner = as_user(bob), as_user(alice)
    client.post(f"{link(linked)}join/")
    facts = {"name": "Living room", "visibility": "link", "link_role": "viewer"}
    if how == "renewed":
        owner.post(f"{linked.get_absolute_url()}secret/")
    elif how == "viewer":
        owner.post(f"{linked.get_absolute_url()}edit/", facts)
    else:
        owner.post(f"{linked.get_absolute_url()}edit/", facts | {"visibility": "private", "link_role": "editor"})
    assert client.get(linked.get_absolute_url()).status_code == 404
    assert client.get(f"/api/buckets/{linked.pk}/items").status_code == 404


def test_who_is_taken_off_may_come_back_and_the_owner_is_told_so(as_user, alice, bob, linked):
    as_user(bob).post(f"{link(linked)}join/")
    address = f"{linked.get_absolute_url()}people/{Share.objects.get().pk}/remove/"
    assert "They can come back by the link" in text(as_user(alice).post(address, follow=True))


def test_settings_say_what_the_link_does(as_user, alice, linked):
    page = text(as_user(alice).get(f"{linked.get_absolute_url()}edit/"))
    assert "Who signs in may take part" in page and "those who came by it are off" in page


def test_what_is_not_sent_stays(as_user, alice, linked):
    as_user(alice).post(f"{linked.get_absolute_url()}edit/", {"name": "Attic", "visibility": "link"})
    linked.refresh_from_db()
    assert (linked.name, linked.link_role) == ("Attic", "editor")


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("facts", "status"), [({"link_role": "viewer"}, 403), ({"visibility": "private"}, 404)])
def test_a_link_that_lets_nobody_edit(as_user, bob, linked, facts, status):
    Bucket.objects.filter(pk=linked.pk).update(**facts)
    assert as_user(bob).post(f"{link(linked)}join/").status_code == status
    assert "Take part" not in text(as_user(bob).get(link(linked)))
    assert not Share.objects.exists()


@pytest.mark.parametrize("secret", ["x", "%00", "x" * 5000])
def test_a_secret_that_is_none(as_user, bob, linked, secret):
    assert as_user(bob).post(f"/buckets/shared/{secret}/join/").status_code == 404


def test_a_role_of_the_link_that_is_none(as_user, alice, bucket):
    facts = {"name": "Attic", "visibility": "link", "link_role": "owner"}
    assert "Select a valid choice" in text(as_user(alice).post(f"{bucket.get_absolute_url()}edit/", facts))
