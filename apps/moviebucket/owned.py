"""Which films somebody has: those with an item in a bucket that they may see."""

from django.db.models import Exists, OuterRef

from apps.accounts.models import Profile
from apps.catalog.narrowing import Narrowing
from apps.moviebucket.models import Item


def _holds(viewer: Profile) -> Exists:
    return Exists(Item.objects.visible_to(viewer).filter(movie=OuterRef("movie_id")).order_by())


OWNED = Narrowing(
    "owned", "In a bucket", (("", "In a bucket or not"), ("yes", "In a bucket"), ("no", "In none")), _holds
)
