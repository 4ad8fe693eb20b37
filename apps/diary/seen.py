"""Which films a profile has seen: those that stand in its diary, with a date or without."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from apps.accounts.models import Profile
from apps.catalog.narrowing import Narrowing
from apps.diary.models import Viewing


def seen_ids(profile: Profile | None, movie_ids: Collection[int]) -> set[int]:
    """Those of `movie_ids` that `profile` has seen; one query, none for a visitor."""
    if profile is None or not movie_ids:
        return set()
    return set(Viewing.objects.filter(profile=profile, movie__in=movie_ids).values_list("movie_id", flat=True))


def _holds(viewer: Profile) -> Exists:
    return Exists(Viewing.objects.filter(profile=viewer, movie=OuterRef("movie_id")))


SEEN = Narrowing("seen", "Seen", (("", "Seen or not"), ("no", "Not seen yet"), ("yes", "Seen")), _holds)
