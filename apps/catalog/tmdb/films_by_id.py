"""Brings single films by their TMDB ids."""

from collections.abc import Sequence

from apps.catalog.models import SyncRun
from apps.catalog.tmdb.fetching import bring_in_each
from apps.catalog.tmdb.runs import Step, recorded, refresh_each, silent


def sync_movies(tmdb_ids: Sequence[int], *, step: Step = silent) -> SyncRun:
    """Raises as the other synchronisations do; a film that TMDB does not know is counted as failed."""
    with recorded("movie", resumable_for=None) as run:
        ids = list(dict.fromkeys(tmdb_ids))
        refresh_each(run, ids, bring_in_each, step, len(ids))
    return run.row
