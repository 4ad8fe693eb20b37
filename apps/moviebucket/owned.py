"""Which films somebody has: those with an item in a bucket that they may see."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from apps.accounts.models import Profile
from apps.catalog.narrowing import Narrowing
from apps.moviebucket.models import Item


def owned_ids(viewer: Profile | None, movie_ids: Collection[int]) -> set[int]:
    """Those of `movie_ids` that stand in a bucket of the viewer's; one query, none for a visitor."""
    if viewer is None or not movie_ids:
        return set()
    return set(
        Item.objects.visible_to(viewer).filter(movie__in=movie_ids).order_by().values_list("movie_id", flat=True)
    )


def _holds(viewer: Profile) -> Exists:
    return Exists(Item.objects.visible_to(viewer).filter(movie=OuterRef("movie_id")).order_by())


OWNED = Narrowing(
    "owned", "In a bucket", (("", "In a bucket or not"), ("yes", "In a bucket"), ("no", "In none")), _holds
)
