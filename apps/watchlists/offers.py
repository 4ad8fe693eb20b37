"""Where the films of a page can be watched, in the site's country: one query for all of them."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings

from apps.catalog.models import WatchOffer

FIRST_KINDS = ("flatrate", "free", "ads", "rent", "buy")


def offers_of(movie_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the providers of each film, what costs nothing more first; every one once."""
    rows = WatchOffer.objects.filter(movie_id__in=list(movie_ids), country=settings.HOME_COUNTRY).order_by("position")
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for movie_id, kind, name in rows.values_list("movie_id", "kind", "provider__name"):
        found[movie_id].append((FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS), name))
    return {movie_id: list(dict.fromkeys(name for _, name in sorted(rows_))) for movie_id, rows_ in found.items()}
