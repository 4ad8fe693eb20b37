import pytest
from django.core.exceptions import ValidationError

from apps.watchlists.actions import change_watchlist, create_watchlist, delete_watchlist, renew_secret
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db


def test_a_list_is_made_private(ann):
    watchlist = create_watchlist(profile=ann, name=" Sunday ", description=" Short ones ")
    assert (watchlist.name, watchlist.description, watchlist.visibility) == ("Sunday", "Short ones", "private")
    assert not watchlist.is_main


@pytest.mark.parametrize("facts", [{"name": " "}, {"name": "x" * 81}, {"name": "a\0b"}, {"description": "x" * 2001}])
def test_what_a_list_may_not_be_is_refused(ann, facts):
    with pytest.raises(ValidationError):
        create_watchlist(**{"profile": ann, "name": "Good"} | facts)
    assert not Watchlist.objects.exists()


def test_a_change_writes_what_is_given(watchlist, ann):
    changed = change_watchlist(watchlist=watchlist, by=ann, visibility="members")
    assert (changed.name, changed.visibility) == ("For rainy days", "members")
    with pytest.raises(ValidationError):
        change_watchlist(watchlist=watchlist, by=ann, visibility="everybody")
    with pytest.raises(TypeError):
        change_watchlist(watchlist=watchlist, by=ann, is_main=True)


def test_a_renewed_secret_leaves_the_old_address_behind(watchlist, ann):
    old = change_watchlist(watchlist=watchlist, by=ann, visibility="link").secret
    new = renew_secret(watchlist=watchlist, by=ann).secret
    assert not Watchlist.objects.with_secret(old).exists()
    assert Watchlist.objects.with_secret(new).exists()


def test_the_main_list_stays(watchlist, ann):
    delete_watchlist(watchlist=watchlist, by=ann)
    with pytest.raises(ValidationError, match="main watchlist stays"):
        delete_watchlist(watchlist=Watchlist.objects.main_of(ann), by=ann)
    assert list(Watchlist.objects.all()) == [Watchlist.objects.main_of(ann)]
