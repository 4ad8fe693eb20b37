"""Secret addresses: made, made anew, taken back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.accounts.models import Profile
from apps.statistics.models import ReleaseFeed, SharedReview


@transaction.atomic
def open_feed(*, profile: Profile, by: Profile) -> ReleaseFeed:
    """The profile's feed, made if there is none."""
    _check(profile, by)
    return ReleaseFeed.objects.get_or_create(profile=profile)[0]


@transaction.atomic
def renew_feed(*, profile: Profile, by: Profile) -> ReleaseFeed:
    """A feed with a new address; the old one leads nowhere from now on."""
    _check(profile, by)
    feed = ReleaseFeed.objects.get_or_create(profile=profile)[0]
    feed.renew()
    feed.save()
    return feed


@transaction.atomic
def close_feed(*, profile: Profile, by: Profile) -> None:
    _check(profile, by)
    ReleaseFeed.objects.filter(profile=profile).delete()


@transaction.atomic
def share_review(*, profile: Profile, year: int, by: Profile) -> SharedReview:
    """Shows the year to whoever has the link. ValidationError for a child's profile, or a year without cinema."""
    _check(profile, by)
    Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)  # two at once would both make one
    found = SharedReview.objects.filter(profile=profile, year=year).first()
    if found is not None:
        return found
    review = SharedReview(profile=profile, year=year)
    review.full_clean()
    review.save()
    return review


@transaction.atomic
def stop_sharing_review(*, profile: Profile, year: int, by: Profile) -> None:
    _check(profile, by)
    SharedReview.objects.filter(profile=profile, year=year).delete()


def _check(profile: Profile, by: Profile) -> None:
    """What a diary and lists tell is given out by their own profile alone, not by another of the household."""
    if by.pk != profile.pk:
        raise PermissionDenied("This is somebody else's.")
