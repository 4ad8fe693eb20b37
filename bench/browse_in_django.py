"""How long filters take to count and to find pages: python -m bench.in_django bench.browse_in_django. Prints JSON.

What the database and the ORM do for a page, without its HTML. Each question is asked of an empty cache.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict

from apps.catalog.filters import MovieFilter
from apps.catalog.models import Movie
from apps.core.paging import QuickPaginator
from bench.films import build

PER_PAGE = 40
QUESTIONS = [
    "",
    "genre=drama",
    "genre=war",
    "genre=western",
    "genre=drama&genre=western",
    "country=FR",
    "country=MT",
    "language=en",
    "language=eu",
    "certification=R",
    "certification=NC-17",
    "decade=1970",
    "rating_min=8",
    "runtime_max=61",
    "genre=war&decade=1970",
    "genre=drama&country=FR&language=fr&decade=1980",
]
ROUNDS = 3


def ask(question: str, sort: str) -> dict[str, Any]:
    cache.clear()
    narrowed = MovieFilter(QueryDict(question), queryset=Movie.objects.visible_to(AnonymousUser()))
    if not narrowed.form.is_valid():
        raise ValueError(f"{question}: {narrowed.form.errors}")
    films = narrowed.qs.sorted_by(sort)
    count = films.count()
    pages = QuickPaginator(films, PER_PAGE, refine=lambda rows: rows.as_cards())
    return {
        "count": count,
        "counting": _median(films.count),
        "first": _median(lambda: pages.get_page(1)),
        "last": _median(lambda: pages.get_page(10**9)),
    }


def _median(call: Callable[[], object]) -> float:
    """Milliseconds, after one call that warms up."""
    call()
    return statistics.median(_timed(call) for _ in range(ROUNDS))


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main(rows: int, *, with_build: bool) -> None:
    if with_build:
        build(rows)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # as autovacuum does in time: an index alone answers only for rows known to be old
    found = {question: {sort: ask(question, sort) for sort in ("popularity", "title")} for question in QUESTIONS}
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), with_build="build" in sys.argv)
