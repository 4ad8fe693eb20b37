"""Fills a diary and a watchlist, and says what each page asks: python -m bench.in_django bench.statistics_in_django
VIEWINGS LISTED. Prints JSON."""

import json
import random
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.models import Movie, ReleaseDate
from apps.diary.models import Viewing
from apps.watchlists.models import Entry, Watchlist
from apps.watchlists.models.entry import GAP

DAYS, BATCH = 3650, 1000
COUNTRIES = (settings.HOME_COUNTRY, "DE", "FR", "JP")


def fill(viewings: int, listed: int) -> User:
    chance, today = random.Random(viewings), timezone.localdate()
    user = User.objects.create_user("diarist@example.org")
    profile = user.profiles.get()
    films = list(Movie.objects.order_by("pk").values_list("pk", flat=True))
    showings = {(chance.choice(films), today - timedelta(days=chance.randrange(DAYS))) for _ in range(viewings * 2)}
    Viewing.objects.bulk_create(
        (
            Viewing(
                profile=profile, movie_id=film, watched_on=day, rewatch=chance.random() < 0.1,
                half_stars=chance.choice([None, *range(1, 11)]),
            )
            for film, day in sorted(showings)[:viewings]
        ),
        batch_size=BATCH,
    )  # fmt: skip
    watchlist = Watchlist.objects.main_of(profile)
    Entry.objects.bulk_create(
        (Entry(watchlist=watchlist, movie_id=film, position=place * GAP) for place, film in enumerate(films[:listed])),
        batch_size=BATCH,
    )
    ReleaseDate.objects.bulk_create(
        (
            ReleaseDate(
                movie_id=film, country=country, kind=kind, date=today + timedelta(days=chance.randrange(-DAYS, 90))
            )
            for film in films for country in COUNTRIES for kind in chance.sample(range(1, 7), 2)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return user


def pages() -> dict[str, str]:
    today = timezone.localdate()
    year = today.year - 1
    return {
        "statistics, all time": "/statistics/",
        "statistics, a year": f"/statistics/{year}/",
        "year in review": f"/statistics/{year}/review/",
        "calendar": "/calendar/",
        "calendar, a month": f"/calendar/{today.year}/{today.month}/",
        "home": "/",
        "browse": "/movies/",
        "watchlists": "/watchlists/",
        "watchlist of 5,000": f"/watchlists/{Watchlist.objects.get().pk}/",
        "watchlist, page 100": f"/watchlists/{Watchlist.objects.get().pk}/?page=100",
        "watchlist, by title": f"/watchlists/{Watchlist.objects.get().pk}/?sort=title",
        "diary of 10,000": "/diary/",
        "diary, page 100": "/diary/?page=100",
        "diary, a month": f"/diary/{year}/5/",
    }


def probe(client: Client, path: str) -> dict[str, object]:
    client.get(path)  # what a process reads once is of no page
    cache.clear()
    counted = _asked(client, path)
    asked = _asked(client, path)
    return {
        "path": path, "queries": asked[0], "bytes": asked[2], "counted": counted[1], "counted_queries": counted[0],
    }  # fmt: skip


def _asked(client: Client, path: str) -> tuple[int, float, int]:
    """How many queries, milliseconds of CPU, bytes."""
    with CaptureQueriesContext(connection) as queries:
        began = time.process_time()
        response = client.get(path)
        spent = (time.process_time() - began) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(queries), spent, len(response.content)


def main(viewings: int, listed: int) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(fill(viewings, listed), backend=settings.AUTHENTICATION_BACKENDS[0])
    found = {name: probe(client, path) for name, path in pages().items()}
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps({"pages": found, "cookie": f"{name}={client.cookies[name].value}"}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
