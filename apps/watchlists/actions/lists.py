"""Lists themselves: made, described, shown to others, deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import Profile
from apps.watchlists.models import Watchlist
from apps.watchlists.models.watchlist import MAIN_NAME, new_secret

CHANGEABLE = ("name", "description", "visibility")


@transaction.atomic
def create_watchlist(
    *, profile: Profile, name: str, description: str = "", visibility: str = Watchlist.Visibility.PRIVATE
) -> Watchlist:
    # Whoever makes lists in two windows at once waits here, so that the limit holds.
    Profile.objects.select_for_update().get(pk=profile.pk)
    watchlist = Watchlist(
        profile=profile, name=name.strip(), description=description.strip(), visibility=Watchlist.Visibility(visibility)
    )
    watchlist.full_clean()
    watchlist.save()
    return watchlist


@transaction.atomic
def change_watchlist(*, watchlist: Watchlist, by: Profile, **facts: Any) -> Watchlist:
    """Writes those of CHANGEABLE that are given."""
    if unknown := facts.keys() - set(CHANGEABLE):
        raise TypeError(f"a list has no such facts: {sorted(unknown)}")
    watchlist = locked(watchlist)
    for name, value in facts.items():
        setattr(watchlist, name, value.strip())
    watchlist.full_clean()
    watchlist.save()
    return watchlist


@transaction.atomic
def name_main(*, profile: Profile, by: Profile, name: str, description: str) -> Watchlist | None:
    """Gives the main list the name and the description that it had elsewhere; None when it has its own already."""
    watchlist = locked(Watchlist.objects.main_of(profile))
    if not watchlist.is_unnamed_main:
        return None
    return change_watchlist(watchlist=watchlist, by=by, name=name, description=description)


@transaction.atomic
def unname_main(*, profile: Profile, by: Profile, name: str, description: str) -> bool:
    """Takes back what `name_main` has written. What somebody wrote since stays, and the answer is False."""
    watchlist = locked(Watchlist.objects.main_of(profile))
    if (watchlist.name, watchlist.description) != (name, description):
        return False
    change_watchlist(watchlist=watchlist, by=by, name=MAIN_NAME, description="")
    return True


@transaction.atomic
def renew_secret(*, watchlist: Watchlist, by: Profile) -> Watchlist:
    """From now on the address that was given out leads nowhere."""
    watchlist = locked(watchlist)
    watchlist.secret = new_secret()
    watchlist.save()
    return watchlist


@transaction.atomic
def delete_watchlist(*, watchlist: Watchlist, by: Profile) -> None:
    if watchlist.is_main:
        raise ValidationError("Your main watchlist stays. Take films off it instead.")
    watchlist.delete()


def locked(watchlist: Watchlist) -> Watchlist:
    """The list as the database has it, held until the transaction ends: changes to one list happen one by one."""
    return Watchlist.objects.select_for_update(of=("self",)).select_related("profile").get(pk=watchlist.pk)
