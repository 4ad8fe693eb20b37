"""Which films can be watched here: those with a video that one may see and that has a size to play."""

from django.db.models import Exists, OuterRef

from apps.accounts.models import Profile
from apps.catalog.narrowing import Narrowing
from apps.streaming.models import Video


def _holds(viewer: Profile) -> Exists:
    return Exists(Video.objects.visible_to(viewer).playable().filter(movie=OuterRef("movie_id")).order_by())


STREAMABLE = Narrowing(
    "here", "Streamable here", (("", "Streamable here or not"), ("yes", "Streamable here"), ("no", "Not here")), _holds
)
