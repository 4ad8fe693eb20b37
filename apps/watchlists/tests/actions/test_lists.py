import pytest
from django.core.exceptions import ValidationError

from apps.watchlists.actions import (
    change_watchlist,
    create_watchlist,
    delete_watchlist,
    name_main,
    renew_secret,
    unname_main,
)
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db


def test_a_list_is_made_private(own_alice):
    watchlist = create_watchlist(profile=own_alice, name=" Sunday ", description=" Short ones ")
    assert (watchlist.name, watchlist.description, watchlist.visibility) == ("Sunday", "Short ones", "private")
    assert not watchlist.is_main


@pytest.mark.parametrize("facts", [{"name": " "}, {"name": "x" * 81}, {"name": "a\0b"}, {"description": "x" * 2001}])
def test_what_a_list_may_not_be_is_refused(own_alice, facts):
    with pytest.raises(ValidationError):
        create_watchlist(**{"profile": own_alice, "name": "Good"} | facts)
    assert not Watchlist.objects.exists()


def test_a_change_writes_what_is_given(watchlist, own_alice):
    changed = change_watchlist(watchlist=watchlist, by=own_alice, visibility="members")
    assert (changed.name, changed.visibility) == ("For rainy days", "members")
    with pytest.raises(ValidationError):
        change_watchlist(watchlist=watchlist, by=own_alice, visibility="everybody")
    with pytest.raises(TypeError):
        change_watchlist(watchlist=watchlist, by=own_alice, is_main=True)


def test_a_renewed_secret_leaves_the_old_address_behind(watchlist, own_alice):
    old = change_watchlist(watchlist=watchlist, by=own_alice, visibility="link").secret
    new = renew_secret(watchlist=watchlist, by=own_alice).secret
    assert not Watchlist.objects.with_secret(old).exists()
    assert Watchlist.objects.with_secret(new).exists()


ABOUT = {"name": "To see", "description": "Before we move"}


def test_a_main_list_that_nobody_named_is_named_and_unnamed_again(own_alice):
    main = name_main(profile=own_alice, by=own_alice, **ABOUT)
    assert (main.name, main.description, main.is_main) == ("To see", "Before we move", True)
    assert name_main(profile=own_alice, by=own_alice, name="Other", description="") is None
    assert unname_main(profile=own_alice, by=own_alice, **ABOUT)
    assert Watchlist.objects.get().is_unnamed_main


@pytest.mark.parametrize("mine", [{"name": "Mine"}, {"description": "Mine"}])
def test_a_main_list_of_ones_own_keeps_its_name(own_alice, mine):
    main = change_watchlist(watchlist=Watchlist.objects.main_of(own_alice), by=own_alice, **mine)
    assert name_main(profile=own_alice, by=own_alice, **ABOUT) is None
    assert not unname_main(profile=own_alice, by=own_alice, **ABOUT)
    main.refresh_from_db()
    assert not main.is_unnamed_main
    assert [getattr(main, name) for name in mine] == ["Mine"]


def test_the_main_list_stays(watchlist, own_alice):
    delete_watchlist(watchlist=watchlist, by=own_alice)
    with pytest.raises(ValidationError, match="main watchlist stays"):
        delete_watchlist(watchlist=Watchlist.objects.main_of(own_alice), by=own_alice)
    assert list(Watchlist.objects.all()) == [Watchlist.objects.main_of(own_alice)]
