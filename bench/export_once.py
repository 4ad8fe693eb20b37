"""One account: filled, or put into its file. python -m bench.in_django bench.export_once fill 10000, or make.

Two processes: what filling left in memory is not measured. The second prints JSON with seconds and MB.
"""

import json
import random
import resource
import sys
import time
from datetime import date, timedelta

from apps.accounts.models import User
from apps.catalog.models import Movie
from apps.diary.actions import ViewingDraft, log_many
from apps.transfers.export_tasks import make_export
from apps.transfers.models import Export, KeptReview
from apps.transfers.models.reviews import digest_of
from apps.watchlists.actions import EntryDraft, add_many
from apps.watchlists.models import Watchlist

EMAIL = "bench@example.org"
FIRST_DAY = date(2000, 1, 1)
MOST_LISTED = 5_000
WORDS = "a long night at the pictures with rain on the roof and somebody who knew every line by heart".split()


def fill(viewings: int) -> None:
    chance = random.Random(7)
    profile = User.objects.create_user(EMAIL).profiles.get()
    films = list(Movie.objects.order_by("pk").values_list("pk", flat=True))

    def words(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randrange(1, most)))

    days = (FIRST_DAY + timedelta(days=chance.randrange(9_000)) for _ in range(viewings))
    drafts = [
        ViewingDraft(chance.choice(films), day, chance.randrange(11) or None, chance.random() < 0.1, words(40))
        for day in days
    ]
    log_many(profile=profile, drafts=drafts)
    listed = films[: min(viewings // 2, MOST_LISTED)]
    add_many(
        watchlist=Watchlist.objects.main_of(profile), drafts=[EntryDraft(pk, words(20)) for pk in listed], by=profile
    )
    texts = ((pk, words(400)) for pk in chance.choices(films, k=viewings // 10))
    KeptReview.objects.bulk_create(
        (KeptReview(profile=profile, movie_id=pk, text=text, digest=digest_of(text)) for pk, text in texts),
        batch_size=500,
        ignore_conflicts=True,
    )


def make() -> dict[str, float]:
    export = Export.objects.create(account=User.objects.get(email=EMAIL), site="https://films.example.org")
    before, began = _megabytes(), time.perf_counter()
    make_export.func(str(export.pk))
    seconds = time.perf_counter() - began
    export.refresh_from_db()
    if not export.is_ready:
        raise SystemExit(f"It ended as {export.state}.")
    return {"seconds": seconds, "before": before, "most": _megabytes(), "size": export.size, "lines": export.total}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(make()))
