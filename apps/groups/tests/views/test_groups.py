"""The pages of groups: mine, a single one, made, named, deleted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.groups.actions import create_group
from apps.groups.models import Group, Invitation
from apps.groups.models import group as group_module

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


# --- who -------------------------------------------------------------------------------------------


def test_a_group_is_for_those_who_are_in_it(
    as_user, as_profile, alice, bob, charlie, curator, administrator, ann, group
):
    address = group.get_absolute_url()
    assert as_user(None).get(address)["Location"].startswith("/accounts/login/")
    for who, status in ((alice, 200), (bob, 200), (charlie, 404), (curator, 404), (administrator, 404)):
        assert as_user(who).get(address).status_code == status
    assert as_profile(ann).get(address).status_code == 403, "nothing below /groups/ is for a child"


@pytest.mark.parametrize("part", ["edit/", "delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_its_settings_are_for_those_who_manage_it(as_user, as_profile, alice, bob, charlie, ann, group, part, method):
    address = f"{group.get_absolute_url()}{part}"
    for who, status in ((bob, 403), (charlie, 404)):
        assert getattr(as_user(who), method)(address, {"name": "Mine"}).status_code == status
    assert getattr(as_profile(ann), method)(address).status_code == 403
    assert getattr(as_user(None), method)(address)["Location"].startswith("/accounts/login/")
    assert Group.objects.get().name == "Film club"
    assert as_user(alice).get(address).status_code == 200


# --- what ------------------------------------------------------------------------------------------


def test_at_first_there_is_a_way_to_begin(as_user, alice):
    page = text(as_user(alice).get("/groups/"))
    assert "Make your first group" in page and "/groups/new/" in page


def test_made_and_found_again(as_user, alice):
    client = as_user(alice)
    made = client.post("/groups/new/", {"name": "Film club"})
    group = Group.objects.get()
    assert (made.status_code, made["Location"]) == (302, group.get_absolute_url())
    page = text(client.get("/groups/"))
    assert "Film club" in page and "1 member · you manage it" in page
    assert "Alice</b> (you) <small>manager since" in text(client.get(group.get_absolute_url()))


def test_a_member_sees_who_is_in_it_and_nobody_s_address(as_user, alice, bob, group):
    User.objects.filter(pk=alice.pk).update(name="")
    group.invitations.create(invited_by=alice, email="dora@example.org")
    page = text(as_user(bob).get(group.get_absolute_url()))
    assert "alice</b> <small>manager since" in page and "Bob</b> (you) <small>member since" in page
    for hidden in (alice.email, "dora@example.org", "Take alice off", "Invite somebody", "Make a manager"):
        assert hidden not in page


def test_who_is_barred_is_not_shown(as_user, alice, bob, group):
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert "Bob" not in text(as_user(alice).get(group.get_absolute_url()))


def test_it_gets_another_name(as_user, alice, group):
    assert as_user(alice).post(f"{group.get_absolute_url()}edit/", {"name": "Cinema"}).status_code == 302
    assert Group.objects.get().name == "Cinema"


def test_it_is_deleted_after_a_question(as_user, alice, bob, group):
    address = f"{group.get_absolute_url()}delete/"
    assert "1 other member loses sight" in text(as_user(alice).get(address))
    assert "“Film club” is deleted." in text(as_user(alice).post(address, follow=True))
    assert as_user(bob).get(group.get_absolute_url()).status_code == 404


def test_where_nobody_is_left_to_manage_it_a_member_is_told(as_user, alice, bob, group):
    alice.delete()
    page = text(as_user(bob).get(group.get_absolute_url()))
    assert "Nobody is left who manages this group" in page
    [own] = group.memberships.all()
    as_user(bob).post(f"{group.get_absolute_url()}members/{own.pk}/role/", {"role": "manager"})
    assert group.memberships.get().role == "manager"


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "This field is required"), ("  ", "This field is required"), ("x" * 81, "at most 80"), ("a\0", "Null char")],
)
@pytest.mark.parametrize("part", ["new/", "edit/"])
def test_a_name_that_is_none_is_said(as_user, alice, group, part, name, sentence):
    address = "/groups/new/" if part == "new/" else f"{group.get_absolute_url()}edit/"
    assert sentence in text(as_user(alice).post(address, {"name": name}))
    assert [one.name for one in Group.objects.all()] == ["Film club"]


def test_one_group_too_many_is_said(as_user, alice, group, monkeypatch):
    monkeypatch.setattr(group_module, "MOST_GROUPS", 1)
    assert "Leave one first" in text(as_user(alice).post("/groups/new/", {"name": "Second"}))


@pytest.mark.parametrize("huge", [0, 10**30])
def test_ids_that_are_none(as_user, alice, group, huge):
    assert as_user(alice).get(f"/groups/{huge}/").status_code == 404
    assert as_user(alice).post(f"/groups/invitations/{huge}/accept/").status_code == 404
    assert as_user(alice).post(f"{group.get_absolute_url()}members/{huge}/remove/").status_code == 404
    assert as_user(alice).post(f"{group.get_absolute_url()}invitations/{huge}/remove/").status_code == 404


def test_a_name_is_shown_as_text(as_user, alice):
    group = create_group(by=alice, name="<b>Bold</b>")
    assert "<b>Bold</b>" not in text(as_user(alice).get(group.get_absolute_url()))


def test_queries_do_not_grow(as_user, alice, group):
    client, counts = as_user(alice), []
    for some in range(2):
        for number in range(5):
            user = User.objects.create_user(f"p{some}{number}@example.org")
            group.memberships.create(user=user)
            group.invitations.create(invited_by=alice, email=f"i{some}{number}@example.org")
            other = create_group(by=user, name=f"Other {some}{number}")
            other.memberships.create(user=alice)
            Invitation.objects.create(
                group=create_group(by=user, name=f"Asks {some}{number}"), invited_by=user, email=alice.email
            )
        for address in ("/groups/", group.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8
