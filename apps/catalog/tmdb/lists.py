"""Synchronises TMDB's lists: popular, top rated, in cinemas, upcoming, trending."""

from datetime import timedelta

from django.db import transaction

from apps.catalog.actions.rows import fill_home_rows
from apps.catalog.models import ChartEntry, SyncRun
from apps.catalog.tmdb.client import LISTS, client
from apps.catalog.tmdb.runs import Step, recorded, silent
from apps.catalog.tmdb.sync import ensure_genres, store_list

PAGES = {"popular": 5, "top": 5, "now": 2, "upcoming": 2, "trending": 2}  # of 20 films each
CHARTS = {
    "now": ChartEntry.Chart.NOW,
    "upcoming": ChartEntry.Chart.UPCOMING,
    "trending": ChartEntry.Chart.TRENDING,
}
# Lists shift while time goes by: the rest of an older one would not fit what was read of it.
RESUMABLE_FOR = timedelta(hours=3)


def sync_list(name: str, *, pages: int | None = None, step: Step = silent) -> SyncRun:
    """Stores the first pages of a list, one of LISTS. May raise AlreadyRunning and the TmdbError family."""
    if name not in LISTS:
        raise KeyError(name)
    with recorded(name, resumable_for=RESUMABLE_FOR) as run:
        ensure_genres()
        ranked = list(run.cursor.get("ranked", []))
        page, last = run.cursor.get("page", 0), pages or PAGES[name]
        while page < last:
            page += 1
            answer = client().movie_list(name, page)
            ids = store_list(answer.films)
            ranked.extend(ids if name in CHARTS else ())
            run.advance(len(ids), {"page": page, "ranked": ranked})
            last = min(last, answer.total_pages)
            step(page, last)
        if name in CHARTS:
            replace_chart(CHARTS[name], ranked)
        fill_home_rows()
        run.advance(0, {"page": page})
    return run.row


@transaction.atomic
def replace_chart(chart: ChartEntry.Chart, movie_ids: list[int]) -> None:
    """The chart has these films in this order from now on; readers see the old one until it is complete."""
    ChartEntry.objects.filter(chart=chart).delete()
    ChartEntry.objects.bulk_create(
        ChartEntry(chart=chart, rank=rank, movie_id=movie_id)
        for rank, movie_id in enumerate(dict.fromkeys(movie_ids), 1)
    )
