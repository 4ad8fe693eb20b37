"""Fills a bucket and says what its pages ask: python -m bench.in_django bench.buckets_in_django ITEMS. Prints JSON."""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.catalog.models import Movie
from apps.moviebucket.actions import add_many, create_bucket
from apps.moviebucket.models import Bucket, ItemQuerySet
from bench.statistics_in_django import probe

TAGS = ("Christmas", "Noir", "Space", "To lend", "Signed")
FORMATS = ("VHS", "DVD", "Streaming")
FILTERS = {
    "by format": "format=VHS",
    "by years": "from=1970&to=1979",
    "by rating": "rating=4",
    "by room": "room=Attic",
    "by words": "q=night",
    "by all of them": "format=VHS&from=1970&rating=4&q=night",
    "by a tag of many": "tag=christmas",
    "by a tag of few": "tag=rare",
    "by notes": "notes=lend",
    "by notes of none": "view=table&notes=nowhere",
    "by an edition of few": "view=table&edition=box+77",
    "by a word of none": "view=table&q=qwertz",
    "not in the catalogue": "view=table&film=no&sort=-rating",
    "lent": "view=table&lent=out",
    "by more of them": "tag=noir&edition=cut&bought_from=2010-01-01&price_from=4&region=2&sort=edition",
}


def rows(number: int) -> Iterator[dict[str, object]]:
    """Two copies in three are of a film of the catalogue."""
    chance = random.Random(number)
    films = list(Movie.objects.only("id", "title", "year", "runtime").order_by("pk")[:5_000])
    for place in range(number):
        film = chance.choice(films)
        yield {
            "title": film.title[:50], "format": chance.choice(FORMATS), "length": min(film.runtime or 90, 500),
            "release_year": film.year or 2000, "rating": chance.randint(1, 5),
            "room": chance.choice(["", "Attic", "Hall"]),
            "shelf": str(chance.randint(1, 40)), "price": chance.choice(["", "9.99", "4.50"]), "currency": "EUR",
            "movie": film if place % 3 else None,
            "edition": chance.choice(["", "Director's cut", "Criterion", f"Box {place % 500}"]),
            "region": chance.choice(["", "1", "2", "B"]), "condition": chance.choice(["", "mint", "good", "worn"]),
            "barcode": chance.choice(["", "73513537", "5051892007771"]), "bought_at": f"Shop {place % 300}",
            "bought_on": chance.choice(["", f"20{place % 20:02}-05-0{1 + place % 9}"]),
            "service": chance.choice(["", "Mubi", "Max"]), "notes": chance.choice(["", "Do not lend", "Scratched"]),
            "tags": [*chance.sample(TAGS, 2), *(["Rare"] if place % 5000 == 7 else [])],
        }  # fmt: skip


def pages(bucket: Bucket, number: int) -> dict[str, str]:
    address = bucket.get_absolute_url()
    api = f"/api/buckets/{bucket.pk}/items/"
    sorts = {
        f"table by {sign}{name}": f"{address}?view=table&sort={sign}{name}"
        for name in ItemQuerySet.SORTS
        for sign in ("", "-")
    }
    return {
        "buckets": "/buckets/",
        "posters": address,
        "posters, deep": f"{address}?page={number // 100}",
        "shelf": f"{address}?view=shelf",
        **sorts,
        **{name: f"{address}?{query}" for name, query in FILTERS.items()},
        "print, of a tag": f"{address}print/?tag=rare&columns=tags",
        "API, a page": api,
        "API, by a tag": f"{api}?tag=noir&ordering=-bought_on",
        "API, by an edition of few": f"{api}?edition=box+77",
        "API, deep, by rating": f"{api}?ordering=-rating&page={number // 25}",
    }


def main(number: int) -> None:
    user = User.objects.create_user("owner@example.org")
    bucket = create_bucket(by=user, name="Shelf")
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    add_many(bucket=bucket, by=user, rows=rows(number))
    filled = time.perf_counter() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    found = {name: probe(client, path) for name, path in pages(bucket, number).items()}
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    told = {"pages": found, "cookie": cookie, "bucket": bucket.pk, "filled": filled, "grown": grown / 1000}
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
