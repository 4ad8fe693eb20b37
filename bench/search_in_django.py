"""Fills one database with titles and asks it: python -m bench.in_django bench.search_in_django ROWS. Prints JSON."""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from django.core.management import call_command
from django.db import connection, transaction

from apps.catalog import search
from apps.catalog.models import Movie, SearchEntry
from apps.catalog.search.matching import match
from bench.titles import Titles, mistyped

QUERIES, WARM = 600, 60
BATCH = 5_000
Case = tuple[str, int]  # what is typed, the id that is meant


def fill(rows: int) -> float:
    """Writes the films, then the index; the seconds that the index took."""
    call_command("migrate", verbosity=0)
    chance, titles = random.Random(1), Titles()
    made = iter(titles(rows))
    for start in range(0, rows, BATCH):
        movies = [
            Movie(title=next(made) or "Film", popularity=round(chance.paretovariate(1.2) - 0.99, 3), year=2000)
            for _ in range(min(BATCH, rows - start))
        ]
        for movie in movies:
            movie.derive()
        with transaction.atomic():
            Movie.objects.bulk_create(movies)
    began = time.perf_counter()
    search.rebuild()
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seconds


def cases(rows: int) -> dict[str, list[Case]]:
    chance = random.Random(3)
    first = Movie.objects.order_by("pk")[0].pk
    films = Movie.objects.in_bulk([first + chance.randrange(rows) for _ in range(QUERIES * 3)])
    sample = [(film.title, pk) for pk, film in films.items() if any(len(word) > 4 for word in film.title.split())]
    sample = sample[:QUERIES]
    return {
        "whole title": sample,
        "one typing error": [(mistyped(title, chance), pk) for title, pk in sample],
        "beginning": [(_beginning(title, chance), pk) for title, pk in sample],
        "beginning, mistyped": [(mistyped(_most_of(title, chance), chance), pk) for title, pk in sample],
    }


def _beginning(title: str, chance: random.Random) -> str:
    """What has been typed so far: perhaps some words, and a letter or more of the next."""
    words = title.split()
    number = chance.randrange(len(words))
    return " ".join([*words[:number], words[number][: chance.randint(1, len(words[number]))]])


def _most_of(title: str, chance: random.Random) -> str:
    """Half of the title or more, and no blank at its end."""
    return title[: max(4, int(len(title) * chance.uniform(0.5, 0.95)))].strip()


def ask(name: str, questions: Sequence[Case]) -> dict[str, float]:
    typing = name.startswith("beginning")
    answer: Callable[[str], list[int]] = lambda text: match(SearchEntry.Kind.MOVIE, text, 10, typing=typing).ids  # noqa: E731
    ask_page = search.suggest if typing else search.search
    for text, _ in questions[:WARM]:
        answer(text)
    times, page_times, found = [], [], 0
    for text, pk in questions:
        times.append(_timed(lambda text=text: answer(text)))
        found += _is_found(pk, answer(text))
        page_times.append(_timed(lambda text=text: ask_page(text, viewer=None, limit=10)))
    return {
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[18],
        "page_p95": statistics.quantiles(page_times, n=20)[18],
        "recall": found / len(questions),
    }


def _timed(call: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _is_found(pk: int, ids: Sequence[int]) -> bool:
    """Another film of the very same title is as good: nobody can tell from the title which one was meant."""
    if pk in ids:
        return True
    wanted = Movie.objects.values_list("sort_title", flat=True).get(pk=pk)
    return Movie.objects.filter(pk__in=ids, sort_title=wanted).exists()


def references(questions: Sequence[Case]) -> dict[str, float]:
    """What a primary key and a scan cost in the same run, in milliseconds."""
    keys = [_timed(lambda pk=pk: Movie.objects.as_cards().get(pk=pk)) for _, pk in questions]
    scans = [
        _timed(lambda text=text: list(Movie.objects.filter(title__icontains=text).as_cards()[:10]))
        for text, _ in questions[:10]
    ]
    return {"primary key": statistics.median(keys), "LIKE": statistics.median(scans)}


def size() -> int:
    """Bytes of the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(t)) FROM unnest(%s::regclass[]) t",
                [["catalog_searchentry", "catalog_searchword"]],
            )
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'catalog_search%%' OR name LIKE '%%searchentry%%'"
            )
        return int(cursor.fetchone()[0])


def main(rows: int) -> None:
    seconds = fill(rows)
    asked = cases(rows)
    report = {
        "seconds": seconds,
        "bytes": size(),
        "reference": references(asked["whole title"]),
        "figures": {name: ask(name, questions) for name, questions in asked.items()},
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(int(sys.argv[1]))
