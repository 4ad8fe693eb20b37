"""Groups and their history in the administration: to read, and a group to delete."""

import pytest
from django.urls import reverse

from apps.groups.actions import create_group, delete_group
from apps.groups.models import Event, Group

pytestmark = pytest.mark.django_db


def page_of(model, verb="changelist", *args):
    return reverse(f"admin:groups_{model}_{verb}", args=args)


@pytest.mark.parametrize("model", ["group", "event"])
def test_it_is_for_administrators(as_user, curator, moderator, alice, administrator, group, model):
    first = {"group": group.pk, "event": Event.objects.first().pk}[model]
    for who, status in ((None, 302), (alice, 302), (curator, 403), (moderator, 403), (administrator, 200)):
        assert as_user(who).get(page_of(model)).status_code == status
        assert as_user(who).get(page_of(model, "change", first)).status_code == status


def test_a_group_shows_who_is_in_it_and_what_was_done(as_user, administrator, group):
    client = as_user(administrator)
    assert "Film club" in client.get(page_of("group"), {"q": "bob@"}).content.decode()
    page = client.get(page_of("group", "change", group.pk)).content.decode()
    assert "Alice" in page and "Bob" in page and "made the group" in page


def test_nothing_is_written_there(as_user, administrator, group):
    client = as_user(administrator)
    for model, pk in (("group", group.pk), ("event", Event.objects.first().pk)):
        assert client.get(page_of(model, "add")).status_code == 403
        assert client.post(page_of(model, "change", pk), {"name": "Mine"}).status_code == 403
    assert client.post(page_of("event", "delete", Event.objects.first().pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("how", ["one", "chosen"])
def test_a_group_is_deleted_by_the_action(as_user, administrator, group, how):
    client = as_user(administrator)
    if how == "one":
        client.post(page_of("group", "delete", group.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
        client.post(page_of("group"), chosen)
    assert not Group.objects.exists()
    assert str(Event.objects.first()) == "Administrator deleted the group Film club"


def test_the_history_of_a_group_that_is_gone_is_read(as_user, administrator, alice, group):
    delete_group(group=group, by=alice)
    page = as_user(administrator).get(page_of("event")).content.decode()
    assert "deleted the group" in page and "Film club" in page


def test_an_account_with_many_groups_is_deleted(as_user, administrator, alice, bob, group):
    """What goes with it is listed, at no query for each."""
    other = create_group(by=bob, name="Second")
    other.memberships.create(user=alice)
    other.invitations.create(invited_by=alice, email="dora@example.org")
    group.invitations.create(invited_by=alice, email="dora@example.org")
    address = reverse("admin:accounts_user_delete", args=[alice.pk])
    assert "Manager since" in as_user(administrator).get(address).content.decode()
    assert as_user(administrator).post(address, {"post": "yes"}).status_code == 302
    assert group.memberships.count() == other.memberships.count() == 1
