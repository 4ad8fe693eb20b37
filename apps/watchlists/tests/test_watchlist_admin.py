import pytest
from django.urls import reverse

from apps.watchlists.models import Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db


def test_administrators_look_and_delete_but_do_not_write(as_user, administrator, watchlist, alice):
    EntryFactory(watchlist=watchlist)
    client = as_user(administrator)
    page = client.get(reverse("admin:watchlists_watchlist_changelist"), {"q": "alice"})
    assert "For rainy days" in page.content.decode()
    assert alice.email in page.content.decode()
    change = reverse("admin:watchlists_watchlist_change", args=[watchlist.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"name": "Mine now"}).status_code == 403
    assert client.get(reverse("admin:watchlists_watchlist_add")).status_code == 403
    client.post(reverse("admin:watchlists_watchlist_delete", args=[watchlist.pk]), {"post": "yes"})
    assert not Watchlist.objects.exists()


def test_curators_and_moderators_see_nobody_s_lists(as_user, curator, moderator, watchlist):
    for user in (curator, moderator):
        assert as_user(user).get(reverse("admin:watchlists_watchlist_changelist")).status_code == 403
