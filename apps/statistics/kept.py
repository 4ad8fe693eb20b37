"""Figures are kept, since to count 10,000 viewings takes a quarter of a second, and never shown once they are old."""

from django.db.models import Count, Max

from apps.accounts.models import Profile
from apps.core.caching import kept
from apps.diary.models import Viewing
from apps.statistics.figures import Figures, count

# What may be old for that long is the catalogue: a film's genre or running time that somebody has changed since.
SECONDS = 3600


def figures_of(profile: Profile, year: int | None) -> Figures:
    key = f"statistics:{_state(profile)}:{year or 'all'}"
    return kept(key, SECONDS, lambda: count(profile, year))


def _state(profile: Profile) -> str:
    """Another one after each change of the diary, and of what its profile may see.

    Whatever is written sets `updated_at` to now, so it becomes the latest; whatever is taken out leaves fewer rows. No
    two diaries of a profile have both alike.
    """
    diary = Viewing.objects.of(profile).aggregate(rows=Count("pk"), latest=Max("updated_at"), last=Max("pk"))
    at = diary["latest"].timestamp() if diary["latest"] else 0
    limit = f"{profile.highest_age}.{profile.shows_unrated}"
    return f"{profile.pk}:{limit}:{diary['rows']}:{diary['last'] or 0}:{at:.6f}"
